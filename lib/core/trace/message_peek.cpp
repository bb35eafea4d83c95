#include "core/trace/message_peek.h"

#include <cstddef>

namespace parley::trace {
namespace {

constexpr std::string_view kSpaces = " \t\r\n";

/// The event where it stands first and nothing about it is unusual, as Twilio and most servers write; empty where
/// one has to look.
std::string_view leading_event(std::string_view text) {
  constexpr std::string_view kHead = R"({"event":")";
  if (!text.starts_with(kHead)) return {};
  std::size_t end = kHead.size();
  while (end < text.size() && text[end] != '"' && text[end] != '\\') ++end;
  const bool whole = end + 1 < text.size() && text[end] == '"' && (text[end + 1] == ',' || text[end + 1] == '}');
  return whole ? text.substr(kHead.size(), end - kHead.size()) : std::string_view{};
}

/// Walks the tokens of a JSON text from left to right. Only strings and brackets matter; whatever stands between
/// them is passed over.
class Walk {
 public:
  Walk(std::string_view text, bool event_only) : text_(text), event_only_(event_only) {}

  MessagePeek run() {
    while (at_ < text_.size()) {
      const char byte = text_[at_];
      if (byte == '"') {
        take_string();
        if (event_only_ && !found_.event.empty()) break;
        continue;
      }
      if (byte == '{' || byte == '[') {
        if (++depth_ == 2) in_media_ = byte == '{' && top_key_ == "media";
      } else if (byte == '}' || byte == ']') {
        --depth_;
      }
      ++at_;
    }
    return found_;
  }

 private:
  void take_string() {
    const std::size_t begin = ++at_;
    while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2U : 1U;
    if (at_ >= text_.size()) return;  // never closed
    const std::string_view content = text_.substr(begin, at_ - begin);
    ++at_;
    const std::size_t next = text_.find_first_not_of(kSpaces, at_);
    if (next != std::string_view::npos && text_[next] == ':') {
      (depth_ == 1 ? top_key_ : inner_key_) = content;
      at_ = next + 1;
    } else if (depth_ == 1 && top_key_ == "event") {
      found_.event = content;
    } else if (depth_ == 2 && in_media_ && inner_key_ == "payload") {
      found_.payload = content;
    }
  }

  std::string_view text_;
  bool event_only_;
  std::size_t at_ = 0;
  int depth_ = 0;
  bool in_media_ = false;
  std::string_view top_key_;
  std::string_view inner_key_;
  MessagePeek found_;
};

}  // namespace

MessagePeek peek(std::string_view text) {
  return Walk(text, false).run();
}

std::string_view peek_event(std::string_view text) {
  if (const std::string_view event = leading_event(text); !event.empty()) return event;
  return Walk(text, true).run().event;
}

}  // namespace parley::trace
