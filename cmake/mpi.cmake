# riser-mpi: the sources of io once more, against a parallel HDF5 (never two HDF5s in one program), with the same solver.
# Debian 12: apt-get install libopenmpi-dev libhdf5-openmpi-dev. Elsewhere set RISER_MPI_HDF5_INCLUDE, RISER_MPI_HDF5 and RISER_MPI_HDF5_HL.
find_package(MPI REQUIRED COMPONENTS C)
find_path(RISER_MPI_HDF5_INCLUDE hdf5.h HINTS /usr/include/hdf5/openmpi NO_DEFAULT_PATH REQUIRED)
set(libraries ${CMAKE_LIBRARY_ARCHITECTURE}/hdf5/openmpi hdf5/openmpi)
find_library(RISER_MPI_HDF5 hdf5 HINTS /usr/lib PATH_SUFFIXES ${libraries} NO_DEFAULT_PATH REQUIRED)
find_library(RISER_MPI_HDF5_HL hdf5_hl HINTS /usr/lib PATH_SUFFIXES ${libraries} NO_DEFAULT_PATH REQUIRED)
list(TRANSFORM IO REPLACE ranks_serial.cpp ranks_mpi.cpp OUTPUT_VARIABLE IO_MPI)
add_executable(riser_mpi io/main.cpp ${IO_MPI})
set_target_properties(riser_mpi PROPERTIES OUTPUT_NAME riser-mpi)
target_include_directories(riser_mpi SYSTEM PRIVATE ${RISER_MPI_HDF5_INCLUDE} ${MPI_C_INCLUDE_DIRS})
target_link_libraries(riser_mpi PRIVATE riser_solver ${RISER_MPI_HDF5} ${RISER_MPI_HDF5_HL} ${MPI_C_LIBRARIES} yaml-cpp udunits2 z Threads::Threads)
install(TARGETS riser_mpi RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES docs/riser-mpi.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
