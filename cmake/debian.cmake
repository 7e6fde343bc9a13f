# Run by cpack between installing into its own tree and packing it: what Debian wants otherwise than a prefix does.
set(share ${CPACK_TEMPORARY_DIRECTORY}/usr/share)
set(doc ${share}/doc/riser)
file(MAKE_DIRECTORY ${share}/zsh/vendor-completions)  # Debian's zsh does not look in site-functions
file(RENAME ${share}/zsh/site-functions/_riser ${share}/zsh/vendor-completions/_riser)
file(REMOVE_RECURSE ${share}/zsh/site-functions)

# Its own licence by reference, and those of the headers that are compiled in.
file(WRITE ${doc}/copyright "Copyright: Riser developers\nLicense: Apache-2.0, the text of which is in /usr/share/common-licenses/Apache-2.0\n")
file(REMOVE ${doc}/LICENSE)
foreach(library libcli11-dev nlohmann-json3-dev libkissfft-dev)
  if(EXISTS /usr/share/doc/${library}/copyright)
    file(READ /usr/share/doc/${library}/copyright text)
    file(APPEND ${doc}/copyright "\nHeaders of ${library} are compiled in:\n\n${text}")
  endif()
endforeach()

string(TIMESTAMP day "%a, %d %b %Y %H:%M:%S +0000" UTC)
file(WRITE ${doc}/changelog
  "riser (${CPACK_PACKAGE_VERSION}) unstable; urgency=medium\n\n  * CHANGELOG.md says what changed.\n\n -- ${CPACK_PACKAGE_CONTACT}  ${day}\n")
file(GLOB pages ${share}/man/man1/*.1)
execute_process(COMMAND gzip -9nf ${pages} ${doc}/changelog COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND chmod -R u=rwX,go=rX ${CPACK_TEMPORARY_DIRECTORY}/usr COMMAND_ERROR_IS_FATAL ANY)  # whatever the builder's umask
