#include "core/reply/repetition.h"

#include <algorithm>
#include <utility>

namespace parley {
namespace {

/// Small letters and single spaces between words: "Sorry, what?" is " sorry what ".
std::string plain(std::string_view text) {
  std::string out = " ";
  for (const char c : text) {
    const bool capital = c >= 'A' && c <= 'Z';
    const bool letter = capital || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '\'' ||
                        static_cast<unsigned char>(c) >= 0x80;
    if (letter) {
      out += capital ? static_cast<char>(c - 'A' + 'a') : c;
    } else if (out.back() != ' ') {
      out += ' ';
    }
  }
  if (out.back() != ' ') out += ' ';
  return out;
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

}  // namespace

void Repetition::asked(const ReplyConfig& config, std::string_view words) {
  const std::string said = plain(words);
  wanted_ = std::any_of(config.repeat.begin(), config.repeat.end(),
                        [&](const std::string& phrase) { return said.find(plain(phrase)) != std::string::npos; });
  differs_ = wanted_ || before_.empty() || config.once_more.empty();
}

std::string Repetition::text(const ReplyConfig& config, std::string_view more, bool done) {
  done_ = done;
  if (current_.size() <= kRemembered) current_ += more.substr(0, kRemembered + 1 - current_.size());
  kept_ += more;
  if (differs_) return std::exchange(kept_, {});
  const std::string_view so_far = trimmed(current_);
  const std::string_view before = before_;
  if (done && so_far == before) {
    differs_ = true;
    const std::string& beginning = config.once_more[variations_++ % config.once_more.size()];
    return beginning + " " + std::string(trimmed(std::exchange(kept_, {})));
  }
  if (!done && before.starts_with(so_far)) return {};
  differs_ = true;
  return std::exchange(kept_, {});
}

void Repetition::turn_over() {
  if (said_ && done_) {
    const std::string_view text = trimmed(current_);
    before_ = text.size() <= kRemembered ? std::string(text) : std::string();
  }
  current_.clear();
  kept_.clear();
  wanted_ = done_ = said_ = false;
  differs_ = true;
}

}  // namespace parley
