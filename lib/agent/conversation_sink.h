// Follows a call's events on their way to its record and keeps the conversation: what the caller said, what the
// agent said to him, and how much of it he heard.
#pragma once

#include "core/reply/conversation.h"
#include "core/trace/trace_sink.h"

namespace parley {

class ConversationSink final : public trace::TraceSink {
 public:
  /// `next` outlives this.
  explicit ConversationSink(trace::TraceSink& next) : next_(next) {}

  void record(trace::CallEvent&& event) override;
  const Conversation& conversation() const { return conversation_; }

 private:
  trace::TraceSink& next_;
  Conversation conversation_;
  TurnId written_;  // the last turn of which a sentence was given to a voice
  TurnId voiced_;   // the last of which a voice gave sound
};

}  // namespace parley
