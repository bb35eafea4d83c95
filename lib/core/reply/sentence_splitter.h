// Cuts streamed text into sentences as they are completed, so that synthesis can begin while the model writes. Text
// that never ends a sentence is cut between words after a thousand bytes: whoever takes what is complete after each
// push leaves no more than that behind.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace parley {

class SentenceSplitter {
 public:
  void push(std::string_view text) { text_ += text; }
  static constexpr std::size_t kLongestSentence = 1000;

  /// The next complete sentence: ended by . ! ? or a line break that is followed by more text, so that "3.5" and
  /// "e.g." in the middle of a word do not end one.
  std::optional<std::string> next();
  /// What is left when the text is done; nothing if only spaces are.
  std::optional<std::string> rest();

 private:
  /// Takes the first bytes; nothing if they are only spaces.
  std::optional<std::string> take(std::size_t length);

  std::string text_;
};

}  // namespace parley
