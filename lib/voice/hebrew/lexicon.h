// Words whose pronunciation is known, by their spelling without points. A file of lines, one word each:
//
//   שָׁלוֹם                      spelt as it stands, without the points
//   תוכנית תָּכְנִית              the usual spelling first where it differs
//   email = 'imejl              phonemes as the engine has them, for words that no rule gets right
//   # a comment
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace parley::hebrew {

class Lexicon {
 public:
  /// An error names file and line.
  static Result<Lexicon> read(std::string_view text, const std::string& file);
  /// The one that the program brings.
  static const Lexicon& built_in();

  /// The phonemes of a word without points, or nullptr. Latin words are found in small letters.
  const std::string* find(std::u32string_view word) const;
  std::size_t size() const { return words_.size(); }

 private:
  std::map<std::u32string, std::string, std::less<>> words_;
};

/// languages/he.lexicon as text.
std::string_view lexicon_text();

}  // namespace parley::hebrew
