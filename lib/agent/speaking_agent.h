// Parley's agent with real providers: a call that decides, and the drivers that perform what it asks. What they say
// comes between the loop's other work and is heard when the call is next looked at, which it asks for at once.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "agent/conversation_sink.h"
#include "core/base/fifo.h"
#include "core/call/traced_call.h"
#include "live/live_call.h"
#include "sim/agent.h"
#include "speech/speech_team.h"

namespace parley {

class SpeakingAgent final : public Agent {
 public:
  /// The sink outlives the agent; so does the loop of its seat.
  /// `collected` hears of what the caller has left behind; it may be empty.
  SpeakingAgent(const CallConfig& config, const SpeechTeam& team, const AgentProfile& profile,
                const AgentSeat& seat, trace::TraceSink& sink, std::function<void(const Lead&)> collected = {});

  void opened(Instant now) override;
  void receive(Instant now, SharedText text) override;
  void wrote(Instant now) override;
  void closed(Instant now, std::string reason) override;
  void draining(Instant now) override;
  void handle_timeout(Instant now) override;
  Instant next_deadline() const override;
  std::optional<AgentOutput> poll() override;

  const Conversation& conversation() const { return sink_.conversation(); }

 private:
  void hear_providers();
  void perform(const ProviderRequest& request);
  void hear(const RecognizerAudio& audio);

  ConversationSink sink_;
  TracedCall call_;
  Instant now_ = kCallStart;
  Fifo<ProviderEvent> said_;
  std::function<void(std::int64_t)> unheard_;
  std::int64_t told_unheard_ = 0;
  // Last, so that they go first: after that nobody says anything.
  std::unique_ptr<Recognizer> recognizer_;
  std::unique_ptr<Replier> replier_;
  std::unique_ptr<Synthesizer> synthesizer_;
};

}  // namespace parley
