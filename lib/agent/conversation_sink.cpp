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
      written_ = sentence->turn;
    }
  } else if (const auto* said = std::get_if<trace::ProviderSaid>(&event.what)) {
    // Late sound of an answer that was dropped is recorded too, and says nothing of the present one.
    const auto* sound = std::get_if<SpeechAudio>(&said->event);
    if (sound != nullptr && sound->turn == written_) voiced_ = sound->turn;
  } else if (const auto* reply = std::get_if<trace::ReplyComposed>(&event.what)) {
    // A phrase of our own needs no synthesis. Of an answer the sentences are known by now.
    if (!conversation_.agent_spoke_in(reply->turn)) conversation_.agent_says(reply->turn, reply->text);
  } else if (const auto* heard = std::get_if<trace::Heard>(&event.what)) {
    // What was to be said and never got a voice was not heard, whatever was played in its place.
    const bool mute = heard->turn == written_ && heard->turn != voiced_;
    conversation_.heard(heard->turn, mute ? 0 : heard->heard_ms, mute ? 1 : heard->total_ms);
  }
  next_.record(std::move(event));
}

}  // namespace parley
