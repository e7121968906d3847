# assay_embed_files(<target> <function> <header> <namespace> <files...>): adds to <target> a generated source that defines
# <function>() as a table {path, text} of the files, paths relative to the project. Built again when a file changes.
# Run as a script (cmake -P) this file writes that source.
if(NOT CMAKE_SCRIPT_MODE_FILE)
  set(ASSAY_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_FILE})

  function(assay_embed_files target function header namespace)
    set(output ${CMAKE_CURRENT_BINARY_DIR}/${function}.cc)
    set(list ${CMAKE_CURRENT_BINARY_DIR}/${function}.txt)
    string(REPLACE ";" "\n" lines "${ARGN}")
    file(CONFIGURE OUTPUT ${list} CONTENT "${lines}\n" @ONLY)
    add_custom_command(
      OUTPUT ${output}
      COMMAND ${CMAKE_COMMAND} -DOUTPUT=${output} -DLIST=${list} -DROOT=${CMAKE_SOURCE_DIR} -DFUNCTION=${function}
              -DHEADER=${header} -DNAMESPACE=${namespace} -P ${ASSAY_EMBED_SCRIPT}
      DEPENDS ${ARGN} ${list} ${ASSAY_EMBED_SCRIPT}
      COMMENT "Embedding ${function}"
      VERBATIM)
    target_sources(${target} PRIVATE ${output})
  endfunction()

  return()
endif()

# A compiler need not take string literals over 65536 bytes, so long texts become several that stand side by side.
function(literal_of text result)
  set(literals "")
  string(LENGTH "${text}" left)
  set(start 0)
  while(left GREATER 0)
    string(SUBSTRING "${text}" ${start} 4000 piece)
    string(APPEND literals "R\"assay(${piece})assay\"\n")
    math(EXPR start "${start} + 4000")
    math(EXPR left "${left} - 4000")
  endwhile()
  if(literals STREQUAL "")
    set(literals "\"\"")
  endif()
  set(${result} "${literals}" PARENT_SCOPE)
endfunction()

file(STRINGS ${LIST} files)
set(entries "")
set(count 0)
foreach(file IN LISTS files)
  file(READ ${file} text)
  file(RELATIVE_PATH path ${ROOT} ${file})
  literal_of("${text}" literal)
  string(APPEND entries "    {\"${path}\",\n${literal}},\n")
  math(EXPR count "${count} + 1")
endforeach()

file(WRITE ${OUTPUT} "#include \"${HEADER}\"

#include <array>

namespace ${NAMESPACE} {
namespace {

constexpr std::array<EmbeddedFile, ${count}> kFiles{{
${entries}}};

}  // namespace

std::span<const EmbeddedFile> ${FUNCTION}() { return kFiles; }

}  // namespace ${NAMESPACE}
")
