// An agent around Parley's own call: what happens on the line goes to the call, and what the call asks of its
// providers to whoever performs it. Not the providers: they are scripted (sim/parley_agent.h) or real
// (agent/speaking_agent.h).
#pragma once

#include <optional>
#include <string>

#include "core/call/traced_call.h"
#include "core/reply/provider_event.h"
#include "sim/agent.h"

namespace parley {

class CallAgent : public Agent {
 public:
  void opened(Instant now) final;
  void receive(Instant now, SharedText text) final;
  void wrote(Instant now) final;
  void closed(Instant now, std::string reason) final;
  void draining(Instant now) final;
  void handle_timeout(Instant now) final;
  Instant next_deadline() const final;
  std::optional<AgentOutput> poll() final;

 protected:
  /// The sink outlives the agent.
  CallAgent(const CallConfig& config, trace::TraceSink& sink) : call_(config, kCallStart, sink) {}

  virtual void perform(Instant now, const ProviderRequest& request) = 0;
  /// The next that a provider has said; nothing when all is told.
  virtual std::optional<ProviderEvent> next_said() = 0;
  virtual Instant next_provider_deadline() const = 0;
  virtual void handle_provider_timeout(Instant now) = 0;

 private:
  void hear_providers();

  TracedCall call_;
  Instant now_ = kCallStart;
};

}  // namespace parley
