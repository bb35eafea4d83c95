#include "core/reply/sentence_splitter.h"

#include <cstddef>
#include <utility>

namespace parley {
namespace {

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

/// After the last space before `end`, else where no character is cut in two.
std::size_t place_to_cut(const std::string& text, std::size_t end) {
  const auto space = text.find_last_of(" \t\r", end - 1);
  if (space != std::string::npos && space > 0) return space + 1;
  while (end > 1 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return end;
}

}  // namespace

std::optional<std::string> SentenceSplitter::take(std::size_t length) {
  std::string sentence = trimmed(text_.substr(0, length));
  text_.erase(0, length);
  if (sentence.empty()) return std::nullopt;
  return sentence;
}

std::optional<std::string> SentenceSplitter::next() {
  for (std::size_t i = 0; i + 1 < text_.size();) {
    const bool stop = text_[i] == '.' || text_[i] == '!' || text_[i] == '?';
    const bool boundary = text_[i] == '\n' || (stop && (text_[i + 1] == ' ' || text_[i + 1] == '\n'));
    const bool too_long = i + 1 >= kLongestSentence;
    if (!boundary && !too_long) {
      ++i;
      continue;
    }
    if (auto sentence = take(boundary ? i + 1 : place_to_cut(text_, i + 1))) return sentence;
    i = 0;  // only spaces: look again from the beginning
  }
  return std::nullopt;
}

std::optional<std::string> SentenceSplitter::rest() {
  std::string sentence = trimmed(std::exchange(text_, {}));
  if (sentence.empty()) return std::nullopt;
  return sentence;
}

}  // namespace parley
