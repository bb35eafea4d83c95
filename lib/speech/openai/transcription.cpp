#include "speech/openai/transcription.h"

#include <utility>

#include "core/base/json.h"
#include "live/http_message.h"

namespace parley {
namespace {

const std::string* text_of(const json::Value& object, std::string_view key) {
  const json::Value* value = object.find(key);
  return value == nullptr ? nullptr : value->as_string();
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpaces = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kSpaces);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpaces) - begin + 1);
}

/// "[BLANK_AUDIO]", "(silence)": what Whisper writes where it heard no words.
bool is_remark(std::string_view text) {
  if (text.size() < 2) return false;
  const bool square = text.front() == '[' && text.find(']') == text.size() - 1;
  const bool round = text.front() == '(' && text.find(')') == text.size() - 1;
  return square || round;
}

}  // namespace

Transcription::Transcription(const Headers& headers) {
  const std::string_view type = header_of(headers, "Content-Type");
  if (type.starts_with("text/event-stream")) form_ = Form::kEvents;
  if (type.starts_with("text/plain")) form_ = Form::kText;
  if (type.starts_with("text/html")) refuse("gave a web page; is its address right?");
}

bool Transcription::push(std::string_view piece) {
  if (!problem_.empty()) return false;
  if (form_ == Form::kEvents) {
    const bool fits = events_.push(piece, [this](const ServerSentEvent& event) { on_event(event); });
    if (!fits || text_.size() > kMostBytes) return refuse("gave an event that is too long");
  } else {
    if (body_.size() + piece.size() > kMostBytes) return refuse("gave more text than is taken");
    body_ += piece;
  }
  return problem_.empty();
}

bool Transcription::finish() {
  if (!problem_.empty()) return false;
  if (form_ == Form::kEvents) {
    events_.finish([this](const ServerSentEvent& event) { on_event(event); });
    if (!problem_.empty()) return false;
    return done_ || !text_.empty() || refuse("ended without a transcription");
  }
  if (form_ == Form::kText) {
    text_ = body_;
    return true;
  }
  const auto parsed = json::parse(body_, "answer");
  if (!parsed) return refuse("gave an answer that is no JSON");
  const std::string* text = text_of(*parsed, "text");
  if (text == nullptr) return refuse("gave an answer without a text");
  text_ = *text;
  return true;
}

std::string Transcription::words() const {
  const std::string_view text = trimmed(text_);
  return is_remark(text) ? std::string() : std::string(text);
}

void Transcription::on_event(const ServerSentEvent& event) {
  if (done_ || !problem_.empty() || event.data == "[DONE]") return;
  const auto parsed = json::parse(event.data, "event");
  if (!parsed) {
    refuse("gave an event that is no JSON");
    return;
  }
  if (parsed->find("error") != nullptr) {
    refuse("failed in the middle of its answer");
    return;
  }
  const std::string* type = text_of(*parsed, "type");
  const std::string* delta = text_of(*parsed, "delta");
  const std::string* text = text_of(*parsed, "text");
  if (text != nullptr && (type == nullptr || *type == "transcript.text.done")) {
    text_ = *text;
    done_ = true;
  } else if (delta != nullptr) {
    text_ += *delta;
  }
}

bool Transcription::refuse(std::string problem) {
  problem_ = std::move(problem);
  return false;
}

}  // namespace parley
