# Flags that every target of ours shares; nothing leaks to or from the libraries we use.
add_library(parley_options INTERFACE)
target_compile_options(parley_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Woverloaded-virtual
  -Wcast-align -Wold-style-cast -Wimplicit-fallthrough
  # Designated initialisers that leave members at their defaults are the point of having defaults.
  -Wno-missing-field-initializers)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # GCC 12 takes `"literal" + std::string` for overlapping memory once it optimises. It is mistaken.
  target_compile_options(parley_options INTERFACE -Wno-restrict)
  # It also sees variants' other alternatives read uninitialised when they are moved. Clang checks the same code.
  target_compile_options(parley_options INTERFACE -Wno-maybe-uninitialized)
endif()
if(PARLEY_WERROR)
  target_compile_options(parley_options INTERFACE -Werror)
endif()
if(PARLEY_SANITIZE)
  target_compile_options(parley_options INTERFACE
    -fsanitize=${PARLEY_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(parley_options INTERFACE -fsanitize=${PARLEY_SANITIZE})
endif()
if(PARLEY_FUZZ)
  # Coverage for the fuzzers in everything they reach; only the fuzzers themselves link the engine.
  target_compile_options(parley_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
