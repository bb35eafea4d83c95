// Parley's own agent with scripted providers behind it, in virtual time or on a socket.
#pragma once

#include "core/call/traced_call.h"
#include "sim/agent.h"
#include "sim/scenario.h"
#include "sim/scripted_provider.h"

namespace parley {

class ParleyAgent final : public Agent {
 public:
  /// The scripted recogniser knows from `truth` what was said. The scenario and the sink outlive the agent.
  ParleyAgent(const Scenario& scenario, const CallConfig& config, SpokenTruth truth, trace::TraceSink& sink);

  void opened(Instant now) override;
  void receive(Instant now, SharedText text) override;
  void wrote(Instant now) override;
  void closed(Instant now, std::string reason) override;
  void draining(Instant now) override;
  void handle_timeout(Instant now) override;
  Instant next_deadline() const override;
  std::optional<AgentOutput> poll() override;

 private:
  void hear_provider();

  TracedCall call_;
  ScriptedProvider provider_;
  Instant now_ = kCallStart;
};

/// The call's configuration as a scenario's settings and agent script make it of `base`; errors name file and line.
Result<CallConfig> call_config_of(const Scenario& scenario, CallConfig base = {});

}  // namespace parley
