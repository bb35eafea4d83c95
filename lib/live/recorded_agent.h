// An agent with what it holds on to: its place among the calls and its record. It adds nothing to what the agent
// does.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "live/admission.h"
#include "live/call_recorder.h"
#include "sim/agent.h"

namespace parley {

class RecordedAgent final : public Agent {
 public:
  /// `closes` hears that the agent ends the call by itself.
  RecordedAgent(Admission::Place place, std::unique_ptr<CallRecorder> recorder, std::unique_ptr<Agent> agent,
                std::function<void()> closes)
      : place_(std::move(place)),
        recorder_(std::move(recorder)),
        agent_(std::move(agent)),
        closes_(std::move(closes)) {}

  void opened(Instant now) override { agent_->opened(now); }
  void receive(Instant now, SharedText text) override { agent_->receive(now, std::move(text)); }
  void wrote(Instant now) override { agent_->wrote(now); }
  void closed(Instant now, std::string reason) override { agent_->closed(now, std::move(reason)); }
  void draining(Instant now) override { agent_->draining(now); }
  void handle_timeout(Instant now) override { agent_->handle_timeout(now); }
  Instant next_deadline() const override { return agent_->next_deadline(); }
  std::optional<AgentOutput> poll() override {
    auto output = agent_->poll();
    if (output && std::holds_alternative<AgentCloses>(*output)) closes_();
    return output;
  }

 private:
  Admission::Place place_;
  std::unique_ptr<CallRecorder> recorder_;
  std::unique_ptr<Agent> agent_;  // after what it records into, so that it goes first
  std::function<void()> closes_;
};

}  // namespace parley
