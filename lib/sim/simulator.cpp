#include "sim/simulator.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "core/base/overloaded.h"
#include "core/base/random.h"
#include "core/call/recorded_config.h"
#include "core/call/settings.h"
#include "core/trace/message_peek.h"
#include "sim/link.h"
#include "sim/naive_guest.h"
#include "sim/parley_agent.h"
#include "sim/scripted_caller.h"

namespace parley {
namespace {

// More than this at one instant is a loop: a whole ten-minute reply sent at once is 30,000 messages.
constexpr int kMaxMessagesAnInstant = 200'000;
// After the caller has hung up, what is still on its way comes to rest within this.
constexpr Duration kAftermath = seconds(10);

PeerConfig peer_config_of(const Scenario& scenario) {
  PeerConfig config;
  config.seed = scenario.seed;
  config.arrival_jitter = true;
  config.clear_marks = scenario.line.clear_marks;
  config.inbound_silence = scenario.line.inbound_silence;
  return config;
}

LinkConfig link_config_of(const Scenario& scenario) {
  LinkConfig config;
  config.seed = scenario.seed ^ 0x11E;
  config.delay = scenario.line.delay;
  config.jitter = scenario.line.jitter;
  config.stalls = scenario.line.stalls;
  config.bursts = scenario.line.bursts;
  return config;
}

class Simulation {
 public:
  Simulation(const Scenario& scenario, const SoundBank& sounds)
      : scenario_(scenario),
        caller_(scenario, sounds),
        peer_(peer_config_of(scenario), kCallStart),
        link_(link_config_of(scenario)) {}

  std::optional<Error> make_agent();
  std::optional<Error> run();
  SimulatedCall take_result();

 private:
  Instant next_deadline() const;
  void step(Instant now);
  void deliver(Instant now);
  bool drain(Instant now);
  bool drain_caller(Instant now);
  bool drain_peer(Instant now);
  bool drain_agent(Instant now);
  void record(Instant now, trace::What what) {
    call_.far_end.events.push_back({now, std::move(what), trace::kNotAnInput});
  }

  const Scenario& scenario_;
  ScriptedCaller caller_;
  TwilioPeer peer_;
  Link link_;
  std::unique_ptr<SimulatedAgent> agent_;
  trace::CallTrace agent_trace_;
  SimulatedCall call_;
  Instant over_at_ = kNever;
  int messages_ = 0;
};

/// Room for the events of most calls, so that a trace is not moved again and again while it grows. Memory that is
/// not written to costs nothing; a scenario that may last for hours is not believed.
std::size_t expected_events(const Scenario& scenario) {
  constexpr std::int64_t kMost = 200'000;
  constexpr std::int64_t kEventsAFrame = 3;  // one in, one out, and what is thought about them
  return static_cast<std::size_t>(std::min(kMost, call_limit(scenario) / kFrameDuration * kEventsAFrame));
}

std::optional<Error> Simulation::make_agent() {
  call_.far_end.events.reserve(expected_events(scenario_));
  trace::TraceHeader& header = call_.far_end.header;
  header.observed_at = trace::ObservedAt::kFarEnd;
  header.call_sid = peer_.call_sid();
  header.stream_sid = peer_.stream_sid();
  header.scenario = scenario_.name;
  header.seed = scenario_.seed;
  if (scenario_.agent.kind == AgentKind::kNaive) {
    header.provider = "naive agent";
    agent_ = std::make_unique<NaiveGuest>(naive_config_of(scenario_));
    return std::nullopt;
  }
  auto config = call_config_of(scenario_);
  if (!config) return config.error();
  header.provider = "scripted";
  header.settings = changed_settings(*config);
  agent_trace_.header = header;
  agent_trace_.header.phrases = recorded_phrases(*config);
  agent_trace_.events.reserve(expected_events(scenario_));
  agent_trace_.header.observed_at = trace::ObservedAt::kAgent;
  agent_ = std::make_unique<ParleyAgent>(scenario_, *config, caller_, agent_trace_);
  return std::nullopt;
}

Instant Simulation::next_deadline() const {
  return std::min({link_.next_deadline(), caller_.next_deadline(), peer_.next_deadline(), agent_->next_deadline()});
}

std::optional<Error> Simulation::run() {
  Instant now = kCallStart;
  record(now, trace::Connection{"opened", {}});
  agent_->opened(now);
  peer_.open(now);
  drain(now);
  while (true) {
    const Instant next = next_deadline();
    if (next == kNever || next > over_at_) return std::nullopt;
    now = std::max(now, next);
    messages_ = 0;
    ++call_.steps;
    call_.length = now - kCallStart;
    step(now);
    if (messages_ > kMaxMessagesAnInstant) {
      return make_error("the call does not come to rest at " + std::to_string(to_millis(now)) + " ms",
                        scenario_.file);
    }
  }
}

void Simulation::step(Instant now) {
  link_.handle_timeout(now);
  deliver(now);
  if (caller_.next_deadline() <= now) {
    caller_.handle_timeout(now);
    drain(now);
  }
  peer_.handle_timeout(now);  // even before its time, for what it has played so far comes out
  // The caller's clock and the stream's begin together, so that what he says is where the agent's media clock has
  // it.
  if (peer_.streaming() && !caller_.has_begun()) caller_.begin(now);
  drain(now);
  if (agent_->next_deadline() <= now) {
    agent_->handle_timeout(now);
    drain(now);
  }
}

void Simulation::deliver(Instant now) {
  while (auto delivery = link_.poll()) {
    ++messages_;
    if (delivery->direction == LinkDirection::kToAgent) {
      if (delivery->close) {
        agent_->closed(now);
      } else {
        agent_->receive(now, std::move(delivery->text));
      }
    } else if (delivery->close) {
      record(now, trace::Connection{"closed", "the agent closed the connection"});
      peer_.handle_closed(now);
      caller_.closed(now);
      over_at_ = std::min(over_at_, now + kAftermath);
    } else {
      peer_.handle(now, delivery->text);
      record(now, trace::Message{trace::Direction::kFromAgent, std::move(delivery->text), kNever});
    }
    drain(now);
  }
}

bool Simulation::drain(Instant now) {
  bool any = false;
  while (messages_ <= kMaxMessagesAnInstant) {
    const bool from_caller = drain_caller(now);
    const bool from_peer = drain_peer(now);
    const bool from_agent = drain_agent(now);
    if (!from_caller && !from_peer && !from_agent) break;
    any = true;
  }
  return any;
}

bool Simulation::drain_caller(Instant now) {
  bool any = false;
  while (auto output = caller_.poll()) {
    any = true;
    std::visit(overloaded{
                   [&](const CallerFrame& frame) { peer_.hear_caller(now, frame.mulaw); },
                   [&](const CallerDigit& digit) { peer_.dial(now, digit.digit); },
                   [&](const CallerHangUp&) {
                     peer_.hang_up(now);
                     over_at_ = std::min(over_at_, now + kAftermath);
                   },
               },
               *output);
  }
  return any;
}

bool Simulation::drain_peer(Instant now) {
  bool any = false;
  while (auto output = peer_.poll()) {
    any = true;
    ++messages_;
    std::visit(overloaded{
                   [&](SendText& send) {
                     if (trace::peek_event(send.text) == "mark") caller_.agent_mark(now, {});
                     record(now, trace::Message{trace::Direction::kToAgent, send.text, kNever});
                     link_.send(now, LinkDirection::kToAgent, std::move(send.text));
                   },
                   [&](const Played& played) { caller_.hear(played.at, played.frame, played.audible); },
                   [&](PeerWarning& warning) { call_.warnings.push_back(std::move(warning)); },
                   [&](const Cleared& cleared) {
                     if (cleared.audible) caller_.agent_cleared(now);
                   },
                   [&](const CloseStream& close) {
                     record(now, trace::Connection{"closed", "the caller hung up"});
                     link_.close(now, LinkDirection::kToAgent, close.code);
                   },
               },
               *output);
  }
  return any;
}

bool Simulation::drain_agent(Instant now) {
  bool any = false;
  while (auto output = agent_->poll()) {
    any = true;
    ++messages_;
    if (auto* text = std::get_if<AgentText>(&*output)) {
      link_.send(now, LinkDirection::kToCaller, std::move(text->text));
    } else {
      link_.close(now, LinkDirection::kToCaller);
    }
  }
  return any;
}

SimulatedCall Simulation::take_result() {
  call_.unmet = caller_.unmet();
  call_.counters = peer_.counters();
  if (scenario_.agent.kind == AgentKind::kParley) call_.agent = std::move(agent_trace_);
  return std::move(call_);
}

}  // namespace

Result<SimulatedCall> simulate(const Scenario& scenario, const SoundBank& sounds) {
  if (auto error = check_sounds(scenario, sounds)) return *error;
  Simulation simulation(scenario, sounds);
  if (auto error = simulation.make_agent()) return *error;
  if (auto error = simulation.run()) return *error;
  return simulation.take_result();
}

}  // namespace parley
