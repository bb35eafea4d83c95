# Puts a text file into the program: FUNCTION() returns it as a string_view. A literal may be too long for a compiler's
# minimum, so it is cut into pieces that the compiler joins.
function(parley_embed target file header function)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${file})
  file(READ ${PROJECT_SOURCE_DIR}/${file} text)
  string(LENGTH "${text}" length)
  set(pieces "")
  set(at 0)
  while(at LESS length)
    string(SUBSTRING "${text}" ${at} 8000 piece)
    # At the end of a line where there is one: a cut within a character is no text to some compilers.
    string(FIND "${piece}" "\n" newline REVERSE)
    set(taken 8000)
    if(newline GREATER 0)
      math(EXPR taken "${newline} + 1")
      string(SUBSTRING "${piece}" 0 ${taken} piece)
    endif()
    string(APPEND pieces "R\"PARLEY(${piece})PARLEY\"\n")
    math(EXPR at "${at} + ${taken}")
  endwhile()
  string(MAKE_C_IDENTIFIER ${function} name)
  set(source ${PROJECT_BINARY_DIR}/embedded/${name}_page.cpp)
  set(code "#include \"${header}\"
namespace parley {
std::string_view ${function}() {
  static constexpr std::string_view kText =
${pieces};
  return kText;
}
}
")
  set(before "")
  if(EXISTS ${source})
    file(READ ${source} before)
  endif()
  if(NOT before STREQUAL code)
    file(WRITE ${source} "${code}")
  endif()
  target_sources(${target} PRIVATE ${source})
endfunction()
