#include "agent/conversation_sink.h"

#include <utility>
#include <variant>

namespace parley {

void ConversationSink::record(trace::CallEvent&& event) {
  if (const auto* words = std::get_if<trace::TurnText>(&event.what)) {
    conversation_.caller_said(words->turn, words->text);
  } else if (const auto* asked = std::get_if<trace::ProviderAsked>(&event.what)) {
    // What is synthesised is what may be heard; a model's text may be longer than what is said of it.
    if (const auto* sentence = std::get_if<Synthesize>(&asked->request)) {
      conversation_.agent_says(sentence->turn, sentence->text);
    }
  } else if (const auto* reply = std::get_if<trace::ReplyComposed>(&event.what)) {
    // A phrase of our own needs no synthesis. Of an answer the sentences are known by now.
    if (!conversation_.agent_spoke_in(reply->turn)) conversation_.agent_says(reply->turn, reply->text);
  } else if (const auto* heard = std::get_if<trace::Heard>(&event.what)) {
    conversation_.heard(heard->turn, heard->heard_ms, heard->total_ms);
  }
  next_.record(std::move(event));
}

}  // namespace parley
