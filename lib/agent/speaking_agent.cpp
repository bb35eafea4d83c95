#include "agent/speaking_agent.h"

#include <utility>
#include <variant>

#include "core/base/overloaded.h"

namespace parley {

SpeakingAgent::SpeakingAgent(const CallConfig& config, const SpeechTeam& team, const AgentProfile& profile,
                             const AgentSeat& seat, trace::TraceSink& sink,
                             std::function<void(const Lead&)> collected)
    : sink_(sink), call_(config, kCallStart, sink_) {
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

void SpeakingAgent::opened(Instant now) {
  now_ = now;
  call_.opened(now);
}

void SpeakingAgent::receive(Instant now, SharedText text) {
  now_ = now;
  call_.receive(now, std::move(text));
}

void SpeakingAgent::wrote(Instant now) {
  now_ = now;
  call_.wrote(now);
}

void SpeakingAgent::closed(Instant now, std::string reason) {
  now_ = now;
  call_.closed(now, std::move(reason));
}

void SpeakingAgent::draining(Instant now) {
  now_ = now;
  call_.draining(now);
}

void SpeakingAgent::handle_timeout(Instant now) {
  now_ = now;
  hear_providers();
  if (call_.next_deadline() <= now) call_.handle_timeout(now);
}

/// What a provider has said is due at once.
Instant SpeakingAgent::next_deadline() const {
  return said_.empty() ? call_.next_deadline() : kCallStart;
}

/// Whoever recognised the words so far, the one who will answer them knows whether they are all that he needs.
void SpeakingAgent::hear_providers() {
  while (auto event = said_.pop()) {
    if (auto* words = std::get_if<Partial>(&*event)) words->complete = replier_->is_complete(words->text);
    call_.handle(now_, *event);
  }
}

void SpeakingAgent::perform(const ProviderRequest& request) {
  std::visit(overloaded{
                 [&](const OpenRecognizer&) { recognizer_->open(); },
                 [&](const RecognizerAudio& audio) { recognizer_->hear(audio); },
                 [&](const SegmentBegan& segment) { recognizer_->segment_begins(segment.begin); },
                 [&](const FinishSegment& segment) { recognizer_->finish(segment); },
                 [&](const CloseRecognizer&) { recognizer_->close(); },
                 [&](const AskReply& ask) { replier_->ask(ask, sink_.conversation()); },
                 [&](const Synthesize& sentence) { synthesizer_->synthesize(sentence); },
                 [&](const CancelTurn& cancel) {
                   replier_->cancel(cancel.turn);
                   synthesizer_->cancel(cancel.turn);
                 },
             },
             request);
}

std::optional<AgentOutput> SpeakingAgent::poll() {
  hear_providers();
  while (auto action = call_.poll()) {
    if (auto* write = std::get_if<WriteText>(&*action)) return AgentText{std::move(write->text), write->deadline};
    if (const auto* request = std::get_if<ProviderRequest>(&*action)) {
      perform(*request);
      hear_providers();
    } else {
      // The connection is ours to close, and closing it ends the call on our side at once.
      std::string reason = std::get<CloseCall>(*action).reason;
      call_.closed(now_, reason);
      return AgentCloses{std::move(reason)};
    }
  }
  return std::nullopt;
}

}  // namespace parley
