// The answer of an OpenAI-compatible transcription, in any of its forms: one JSON object, plain text, or events
// that come while the server still writes. Any bytes are taken; it asks nothing.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "live/web_socket.h"
#include "speech/http/event_stream.h"

namespace parley {

class Transcription {
 public:
  static constexpr std::size_t kMostBytes = 256 * 1024;

  explicit Transcription(const Headers& headers);

  /// False: it will not become a good one, see `problem`.
  bool push(std::string_view piece);
  bool finish();
  /// The words so far; trimmed, and empty where the server says that there were none.
  std::string words() const;
  bool has_partial() const { return !text_.empty(); }
  const std::string& problem() const { return problem_; }  // half a sentence

 private:
  enum class Form { kJson, kText, kEvents };
  void on_event(const ServerSentEvent& event);
  bool refuse(std::string problem);

  Form form_ = Form::kJson;
  EventStream events_;
  std::string body_;
  std::string text_;
  std::string problem_;
  bool done_ = false;
};

}  // namespace parley
