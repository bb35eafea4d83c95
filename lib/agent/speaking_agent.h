// Parley's agent with real providers: a call that decides, and the drivers that perform what it asks. What they say
// comes between the loop's other work and is heard when the call is next looked at, which it asks for at once.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "agent/conversation_sink.h"
#include "core/base/fifo.h"
#include "live/live_call.h"
#include "sim/call_agent.h"
#include "speech/speech_team.h"

namespace parley {

/// Before the call, which records into it from its beginning to its end.
struct KeptConversation {
  ConversationSink kept;
};

class SpeakingAgent final : private KeptConversation, public CallAgent {
 public:
  /// The sink outlives the agent; so does the loop of its seat.
  /// `collected` hears of what the caller has left behind; it may be empty.
  SpeakingAgent(const CallConfig& config, const SpeechTeam& team, const AgentProfile& profile,
                const AgentSeat& seat, trace::TraceSink& sink, std::function<void(const Lead&)> collected = {});

  const Conversation& conversation() const { return kept.conversation(); }

 private:
  void perform(Instant now, const ProviderRequest& request) override;
  std::optional<ProviderEvent> next_said() override;
  /// What a provider has said is due at once.
  Instant next_provider_deadline() const override { return said_.empty() ? kNever : kCallStart; }
  void handle_provider_timeout(Instant) override {}
  void hear(const RecognizerAudio& audio);

  Fifo<ProviderEvent> said_;
  std::function<void(std::int64_t)> unheard_;
  std::int64_t told_unheard_ = 0;
  // Last, so that they go first: after that nobody says anything.
  std::unique_ptr<Recognizer> recognizer_;
  std::unique_ptr<Replier> replier_;
  std::unique_ptr<Synthesizer> synthesizer_;
};

}  // namespace parley
