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

}  // namespace

std::optional<std::string> SentenceSplitter::next() {
  for (std::size_t i = 0; i + 1 < text_.size(); ++i) {
    const bool stop = text_[i] == '.' || text_[i] == '!' || text_[i] == '?';
    const bool boundary = text_[i] == '\n' || (stop && (text_[i + 1] == ' ' || text_[i + 1] == '\n'));
    if (!boundary) continue;
    std::string sentence = trimmed(text_.substr(0, i + 1));
    text_.erase(0, i + 1);
    if (!sentence.empty()) return sentence;
    i = static_cast<std::size_t>(-1);  // only spaces: look again from the beginning
  }
  return std::nullopt;
}

std::optional<std::string> SentenceSplitter::rest() {
  std::string sentence = trimmed(std::exchange(text_, {}));
  if (sentence.empty()) return std::nullopt;
  return sentence;
}

}  // namespace parley
