// Numbers in words and digits: "double five three twenty one" is 55321. As a quantity it is a number, as a
// telephone number a row of digits; and a row of digits is read back in groups.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/reply/intents/spoken_words.h"
#include "core/reply/language.h"

namespace parley {

class SpokenNumbers {
 public:
  explicit SpokenNumbers(const Language& language);

  struct Run {
    std::size_t words = 0;  // how many of them are the number; 0: it is none
    std::string digits;     // as a row of digits
    int quantity = 0;       // as one number, where it is under 10000
  };
  /// The longest number that begins at this word.
  Run at(const std::vector<SpokenWord>& words, std::size_t first) const;
  /// All digits of an utterance, whatever stands between them.
  std::string digits_in(const std::vector<SpokenWord>& words) const;

  /// "five five five, one two three four".
  std::string read_back(std::string_view digits) const;
  /// "five five five one two three four", as a caller says it.
  std::string said(std::string_view digits) const;

 private:
  struct Entry {
    std::vector<std::string> forms;
    int value = 0;
    bool times = false;  // says how often the next digit stands there
  };
  const Entry* entry_at(const std::vector<SpokenWord>& words, std::size_t first) const;

  std::vector<Entry> entries_;  // the longest first
  std::vector<std::string> digit_words_;
};

}  // namespace parley
