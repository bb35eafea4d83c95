#include "agent/speaking_agent.h"

#include <utility>
#include <variant>

#include "core/base/overloaded.h"

namespace parley {

SpeakingAgent::SpeakingAgent(const CallConfig& config, const SpeechTeam& team, const AgentProfile& profile,
                             const AgentSeat& seat, trace::TraceSink& sink,
                             std::function<void(const Lead&)> collected)
    : KeptConversation{ConversationSink(sink)}, CallAgent(config, kept) {
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

void SpeakingAgent::perform(Instant, const ProviderRequest& request) {
  std::visit(overloaded{
                 [&](const OpenRecognizer&) { recognizer_->open(); },
                 [&](const RecognizerAudio& audio) { recognizer_->hear(audio); },
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

}  // namespace parley
