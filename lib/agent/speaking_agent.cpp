#include "agent/speaking_agent.h"

#include <utility>
#include <variant>

#include "core/base/overloaded.h"

namespace parley {

SpeakingAgent::SpeakingAgent(const CallConfig& config, const SpeechTeam& team, const AgentProfile& profile,
                             const AgentSeat& seat, trace::TraceSink& sink,
                             std::function<void(const Lead&)> collected)
    : KeptConversation{ConversationSink(sink)}, CallAgent(config, kept), unheard_(seat.unheard) {
  const ProviderSeat place{seat.loop,
                           [this, wake = seat.wake](ProviderEvent event) {
                             said_.push(std::move(event));
                             wake();
                           },
                           std::move(collected)};
  recognizer_ = team.recognizer->recognizer(place, profile);
  replier_ = team.replier->replier(place, profile);
  synthesizer_ = team.synthesizer->synthesizer(place, profile);
}

/// Whoever recognised the words so far, the one who will answer them knows whether they are all that he needs.
std::optional<ProviderEvent> SpeakingAgent::next_said() {
  std::optional<ProviderEvent> event = said_.pop();
  if (!event) return event;
  if (auto* words = std::get_if<Partial>(&*event)) words->complete = replier_->is_complete(words->text);
  return event;
}

void SpeakingAgent::perform(Instant, const ProviderRequest& request) {
  std::visit(overloaded{
                 [&](const OpenRecognizer&) { recognizer_->open(); },
                 [&](const RecognizerAudio& audio) { hear(audio); },
                 [&](const SegmentBegan& segment) { recognizer_->segment_begins(segment.begin); },
                 [&](const FinishSegment& segment) { recognizer_->finish(segment); },
                 [&](const CloseRecognizer&) { recognizer_->close(); },
                 [&](const AskReply& ask) { replier_->ask(ask, conversation()); },
                 [&](const Synthesize& sentence) { synthesizer_->synthesize(sentence); },
                 [&](const CancelTurn& cancel) {
                   replier_->cancel(cancel.turn);
                   synthesizer_->cancel(cancel.turn);
                 },
             },
             request);
}

/// A queue overflows when it is given more, so that is when it is asked what went.
void SpeakingAgent::hear(const RecognizerAudio& audio) {
  recognizer_->hear(audio);
  const std::int64_t unheard = recognizer_->frames_dropped();
  if (unheard <= told_unheard_) return;
  if (unheard_) unheard_(unheard - told_unheard_);
  told_unheard_ = unheard;
}

}  // namespace parley
