// Parley's own agent with scripted providers behind it, in virtual time or on a socket.
#pragma once

#include <optional>

#include "sim/call_agent.h"
#include "sim/scenario.h"
#include "sim/scripted_provider.h"

namespace parley {

class ParleyAgent final : public CallAgent {
 public:
  /// The scripted recogniser knows from `truth` what was said. The scenario and the sink outlive the agent.
  ParleyAgent(const Scenario& scenario, const CallConfig& config, SpokenTruth truth, trace::TraceSink& sink);

 private:
  void perform(Instant now, const ProviderRequest& request) override { provider_.handle(now, request); }
  std::optional<ProviderEvent> next_said() override { return provider_.poll(); }
  Instant next_provider_deadline() const override { return provider_.next_deadline(); }
  void handle_provider_timeout(Instant now) override { provider_.handle_timeout(now); }

  ScriptedProvider provider_;
};

/// The call's configuration as a scenario's settings and agent script make it of `base`; errors name file and line.
Result<CallConfig> call_config_of(const Scenario& scenario, CallConfig base = {});

}  // namespace parley
