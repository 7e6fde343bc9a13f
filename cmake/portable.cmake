# For a machine where nothing is installed: everything but the C library is linked in. Static libraries by their full path, since
# `-lname` takes the shared one.
add_link_options(-static-libstdc++ -static-libgcc -Wl,--exclude-libs,ALL)
# A fifth of the size; every driver that the runtime of CUDA 13 accepts can read it.
if(CMAKE_CUDA_COMPILER_VERSION VERSION_GREATER_EQUAL 13)
  add_compile_options($<$<COMPILE_LANGUAGE:CUDA>:--compress-mode=size>)
endif()
foreach(name hdf5_hl hdf5 sz aec z yaml-cpp udunits2 expat)
  find_library(RISER_STATIC_${name} NAMES lib${name}.a PATH_SUFFIXES hdf5/serial REQUIRED)
  list(APPEND RISER_READERS ${RISER_STATIC_${name}})
endforeach()
find_path(RISER_UNITS_FOLDER udunits2.xml PATHS /usr/share/xml/udunits /usr/share/udunits REQUIRED)

# `ninja portable_pack`: the folder to copy, with these programs, checked. Those that are not built here are left out.
function(riser_pack)
  foreach(program ${ARGN})
    if(NOT TARGET ${program})
      continue()
    endif()
    target_sources(${program} PRIVATE cmake/older_glibc.c)
    list(APPEND programs ${program})
    list(APPEND files $<TARGET_FILE:${program}>)
  endforeach()
  set_source_files_properties(cmake/older_glibc.c PROPERTIES COMPILE_OPTIONS -fPIC)
  add_custom_target(portable_pack
    COMMAND ${CMAKE_SOURCE_DIR}/cmake/pack.sh ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR}/ship ${RISER_UNITS_FOLDER} ${files}
    DEPENDS ${programs} VERBATIM)
endfunction()
