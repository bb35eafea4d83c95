// Parley's agent with scripted providers for a caller in another process: the recogniser finds what was said in the
// audio that comes over the wire.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/audio/framer.h"
#include "core/call/media_clock.h"
#include "sim/caller_by_ear.h"
#include "sim/parley_agent.h"
#include "sim/voice_by_ear.h"

namespace parley {

class ListeningAgent final : public Agent {
 public:
  /// The scenario, its sounds and the sink outlive the agent.
  ListeningAgent(const Scenario& scenario, const SoundBank& sounds, const CallConfig& config,
                 trace::TraceSink& sink)
      : scripted_(!sounds_needed(scenario).empty()),
        ear_(scenario, sounds),
        agent_(
            scenario, config, [this] { return heard(); }, sink) {}

  void opened(Instant now) override { agent_.opened(now); }
  void receive(Instant now, SharedText text) override;
  void wrote(Instant now) override { agent_.wrote(now); }
  void closed(Instant now, std::string reason) override { agent_.closed(now, std::move(reason)); }
  void draining(Instant now) override { agent_.draining(now); }
  void handle_timeout(Instant now) override { agent_.handle_timeout(now); }
  Instant next_deadline() const override { return agent_.next_deadline(); }
  std::optional<AgentOutput> poll() override { return agent_.poll(); }

  std::span<const Spoken> heard() const { return scripted_ ? ear_.spoken() : voice_.spoken(); }

 private:
  const bool scripted_;  // the caller is known to say something
  CallerByEar ear_;
  VoiceByEar voice_;
  MediaClock clock_;  // places the audio as the call does
  ParleyAgent agent_;
};

}  // namespace parley
