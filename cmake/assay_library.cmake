# Own code compiles with these warnings as errors; third-party headers are system headers.
add_library(assay_warnings INTERFACE)
# -Wrestrict: g++ 12 reports it, when optimizing, for a plain `"text" + string` (GCC bug 105651). clang reports what libstdc++ 12
# itself uses as deprecated.
target_compile_options(assay_warnings INTERFACE -Wall -Wextra -Wno-missing-field-initializers -Wpedantic -Wshadow -Wconversion -Wswitch-enum
                       $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict> $<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations>
                       -Werror)
if(ASSAY_SANITIZE)
  target_compile_options(assay_warnings INTERFACE -fsanitize=${ASSAY_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(assay_warnings INTERFACE -fsanitize=${ASSAY_SANITIZE})
  target_compile_definitions(assay_warnings INTERFACE _GLIBCXX_ASSERTIONS)
endif()
if(ASSAY_FUZZ)
  # Every broken promise ends the program, so that a fuzzer notices it; all own code tells what it has run.
  target_compile_options(assay_warnings INTERFACE -fsanitize=fuzzer-no-link -fno-sanitize-recover=all)
endif()

# assay_library(<folder> <linked targets...>): one library a folder of src/. Every *.cc of the folder that is not a test
# belongs to it; every *_test.cc becomes part of the folder's test program. Folders included here must rank lower;
# tools/check_layers checks the includes.
function(assay_library folder)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cc)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cc$")
  list(FILTER sources EXCLUDE REGEX "/main\\.cc$")
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  string(REPLACE "/" "_" name ${folder})
  if(sources)
    add_library(assay_${name} STATIC ${sources})
    target_include_directories(assay_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(assay_${name} PUBLIC ${ARGN} PRIVATE assay_warnings)
  else()
    add_library(assay_${name} INTERFACE)
    target_include_directories(assay_${name} INTERFACE ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(assay_${name} INTERFACE ${ARGN})
  endif()
  if(ASSAY_TESTS AND tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE assay_${name} assay_warnings GTest::gmock GTest::gtest_main)
    target_compile_definitions(${name}_test PRIVATE ASSAY_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    gtest_discover_tests(${name}_test TEST_PREFIX ${name}. DISCOVERY_TIMEOUT 60)
  endif()
endfunction()
