// Parley's own agent in virtual time: the call that agentd drives, with scripted providers behind it and its trace
// in memory. What is sent counts as written at once; the link is where a line is slow.
#pragma once

#include "core/call/traced_call.h"
#include "sim/scenario.h"
#include "sim/scripted_caller.h"
#include "sim/scripted_provider.h"
#include "sim/simulated_agent.h"

namespace parley {

class ParleyAgent final : public SimulatedAgent {
 public:
  /// `caller` outlives the agent: the scripted recogniser knows from him what was said.
  ParleyAgent(const Scenario& scenario, const CallConfig& config, const ScriptedCaller& caller,
              trace::CallTrace& trace);

  void opened(Instant now) override;
  void receive(Instant now, SharedText text) override;
  void closed(Instant now) override;
  void handle_timeout(Instant now) override;
  Instant next_deadline() const override;
  std::optional<AgentOutput> poll() override;

 private:
  void hear_provider();

  trace::MemorySink sink_;
  TracedCall call_;
  ScriptedProvider provider_;
  Instant now_ = kCallStart;
};

/// The call's configuration as a scenario's settings and agent script make it; errors name file and line.
Result<CallConfig> call_config_of(const Scenario& scenario);

}  // namespace parley
