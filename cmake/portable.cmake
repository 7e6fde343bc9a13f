# For a machine where nothing is installed: everything but the C library is linked in. Static libraries by their full path, since
# `-lname` takes the shared one.
add_link_options(-static-libstdc++ -static-libgcc -Wl,--exclude-libs,ALL)
foreach(name hdf5_hl hdf5 sz aec z yaml-cpp udunits2 expat)
  find_library(RISER_STATIC_${name} NAMES lib${name}.a PATH_SUFFIXES hdf5/serial REQUIRED)
  list(APPEND RISER_READERS ${RISER_STATIC_${name}})
endforeach()
find_path(RISER_UNITS_FOLDER udunits2.xml PATHS /usr/share/xml/udunits /usr/share/udunits REQUIRED)

# `ninja portable_pack`: the folder to copy, checked. Programs to carry are its dependencies.
set(RISER_PACKED riser axial_bench)
if(CMAKE_CUDA_COMPILER)
  list(APPEND RISER_PACKED riser_section_cuda)
endif()
foreach(program ${RISER_PACKED})
  list(APPEND packed_files $<TARGET_FILE:${program}>)
endforeach()
add_custom_target(portable_pack
  COMMAND ${CMAKE_SOURCE_DIR}/cmake/pack.sh ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR}/ship ${RISER_UNITS_FOLDER} ${packed_files}
  DEPENDS ${RISER_PACKED} VERBATIM)
