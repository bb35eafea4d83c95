// What a language model writes, read from the events of its answer: text for the caller, calls of tools, an end, or
// what went wrong. What it thinks aloud before it speaks is left out. Any bytes are taken; it asks nothing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "live/web_socket.h"
#include "speech/http/event_stream.h"
#include "speech/openai/reply_tools.h"

namespace parley {

/// Takes <think>...</think> off the beginning of a text that comes in pieces.
class ThoughtFilter {
 public:
  std::string push(std::string_view piece);
  /// What was held because it might have become a thought.
  std::string finish();

 private:
  enum class State : std::uint8_t { kUndecided, kThinking, kSpeaking };
  State state_ = State::kUndecided;
  bool skips_spaces_ = true;
  std::string held_;
};

class ChatAnswer {
 public:
  static constexpr std::size_t kMostText = 64 * 1024;
  static constexpr std::size_t kMostCalls = 8;
  static constexpr std::size_t kMostArguments = 16 * 1024;

  explicit ChatAnswer(const Headers& headers);

  /// The text that has become known; it may be empty. Nothing more is wanted once `over`.
  std::string push(std::string_view piece);
  std::string finish();

  bool over() const { return over_ || !problem_.empty(); }
  bool any_text() const { return written_ > 0; }
  /// Half a sentence; empty while all is well.
  const std::string& problem() const { return problem_; }
  const std::vector<ToolCall>& calls() const { return calls_; }

 private:
  void on_data(std::string_view data, std::string& text);
  void on_choice(const json::Value& choice, std::string& text);
  void on_call(const json::Value& call);
  void add_text(std::string piece, std::string& text);
  void refuse(std::string problem);

  bool events_form_ = true;
  EventStream events_;
  std::string body_;  // of an answer in one piece
  ThoughtFilter thoughts_;
  std::vector<ToolCall> calls_;
  std::vector<std::int64_t> call_numbers_;
  std::size_t written_ = 0;
  std::string problem_;
  std::string reason_;  // why it stopped writing
  bool over_ = false;
};

}  // namespace parley
