// C++ source as the house rules read it: without comments, without the insides of literals, and cut into lines and
// functions. A reader of our own style, not a parser of the language: what it does not understand it passes over.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace parley::tidy {

enum class Keep { kLiterals, kCodeOnly };

/// The text with comments (and the insides of string and character literals, unless they are kept) turned into
/// blanks, so that every line keeps its number.
std::string without_comments(std::string_view source, Keep keep);

struct Include {
  std::string path;  // "core/base/time.h" or "vector"
  bool angled = false;
  int line = 0;
};
std::vector<Include> includes_of(std::string_view source);

struct Function {
  int first_line = 0;  // of the opening brace
  int lines = 0;       // from the opening brace to the closing one, both counted
};
/// Functions defined at namespace or class level. What is inside one (lambdas, local classes) belongs to it.
std::vector<Function> functions_of(std::string_view source);

int count_lines(std::string_view text);

}  // namespace parley::tidy
