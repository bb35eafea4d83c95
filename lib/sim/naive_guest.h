// The naive agent behind the door that every agent has.
#pragma once

#include "sim/agent.h"
#include "sim/naive_agent.h"
#include "sim/scenario.h"

namespace parley {

class NaiveGuest final : public Agent {
 public:
  explicit NaiveGuest(const NaiveConfig& config) : agent_(config, kCallStart) {}

  void opened(Instant) override {}
  void receive(Instant now, SharedText text) override { agent_.handle(now, text); }
  void closed(Instant now, std::string) override { agent_.handle_closed(now); }
  void handle_timeout(Instant now) override { agent_.handle_timeout(now); }
  Instant next_deadline() const override { return agent_.next_deadline(); }
  std::optional<AgentOutput> poll() override {
    if (auto text = agent_.poll()) return AgentText{std::move(*text)};
    if (closed_ || !agent_.closes_with()) return std::nullopt;
    closed_ = true;
    return AgentCloses{"naive", *agent_.closes_with()};
  }
  bool reading() const override { return agent_.reading(); }

 private:
  NaiveAgent agent_;
  bool closed_ = false;
};

/// The naive agent's configuration as a scenario gives it.
NaiveConfig naive_config_of(const Scenario& scenario);

}  // namespace parley
