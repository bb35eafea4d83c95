#include "sim/simulator.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "core/call/recorded_config.h"
#include "core/call/settings.h"
#include "sim/far_end.h"
#include "sim/naive_guest.h"
#include "sim/parley_agent.h"

namespace parley {
namespace {

// More than this at one instant is a loop: a whole ten-minute reply sent at once is 30,000 messages.
constexpr int kMaxMessagesAnInstant = 200'000;
// Machines whose deadlines fall together are woken a few times; one that leaves its deadline behind, for ever.
constexpr int kMaxWakesAnInstant = 10'000;
// What the sockets of both sides hold while nobody reads. Then the sender learns of it.
constexpr std::size_t kSocketBytes = 128UL * 1024;

PeerConfig peer_config_of(const Scenario& scenario) {
  PeerConfig config;
  config.seed = scenario.seed;
  config.arrival_jitter = true;
  return config;
}

class Simulation {
 public:
  Simulation(const Scenario& scenario, const SoundBank& sounds)
      : scenario_(scenario),
        far_end_sink_(call_.far_end),
        agent_sink_(agent_trace_),
        far_end_(scenario, sounds, peer_config_of(scenario), far_end_sink_) {}

  std::optional<Error> make_agent();
  std::optional<Error> run();
  SimulatedCall take_result();

 private:
  void step(Instant now);
  void drain_far_end(Instant now);
  void deliver(Instant now, SharedText text);
  void drain_agent(Instant now);

  const Scenario& scenario_;
  SimulatedCall call_;
  trace::CallTrace agent_trace_;
  trace::MemorySink far_end_sink_;
  trace::MemorySink agent_sink_;
  FarEnd far_end_;
  std::unique_ptr<Agent> agent_;
  int messages_ = 0;
  int wakes_ = 0;                 // at this instant
  std::size_t unread_bytes_ = 0;  // since the agent is blocked, which it is for good
  bool unread_told_ = false;
};

/// Room for the events of most calls, so that a trace is not moved again and again while it grows. Memory that is
/// not written to costs nothing; a scenario that may last for hours is not believed.
std::size_t expected_events(const Scenario& scenario) {
  constexpr std::int64_t kMost = 200'000;
  constexpr std::int64_t kEventsAFrame = 3;  // one in, one out, and what is thought about them
  return static_cast<std::size_t>(std::min(kMost, call_limit(scenario) / kFrameDuration * kEventsAFrame));
}

/// "00:01:02.345": a time of day for a log, of a day that began with the call.
std::string clock_text(Instant at) {
  const std::int64_t ms = to_millis(at);
  const auto digits = [](std::int64_t value, std::size_t width) {
    std::string text = std::to_string(value);
    return std::string(width > text.size() ? width - text.size() : 0, '0') + text;
  };
  return digits(ms / 3'600'000, 2) + ":" + digits(ms / 60'000 % 60, 2) + ":" + digits(ms / 1000 % 60, 2) + "." +
         digits(ms % 1000, 3);
}

std::optional<Error> Simulation::make_agent() {
  call_.far_end.events.reserve(expected_events(scenario_));
  trace::TraceHeader& header = call_.far_end.header;
  header = far_end_.trace_header();
  if (scenario_.agent.kind == AgentKind::kNaive) {
    header.provider = "naive agent";
    NaiveConfig config = naive_config_of(scenario_);
    config.log = [this](Instant now, const std::string& line) {
      call_.agent_log += clock_text(now) + " " + line + "\n";
    };
    agent_ = std::make_unique<NaiveGuest>(config);
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
  const ScriptedCaller& caller = far_end_.caller();
  agent_ = std::make_unique<ParleyAgent>(
      scenario_, *config, [&caller] { return caller.spoken(); }, agent_sink_);
  return std::nullopt;
}

std::optional<Error> Simulation::run() {
  Instant now = kCallStart;
  far_end_.opened(now);
  agent_->opened(now);
  drain_far_end(now);
  drain_agent(now);
  while (true) {
    const Instant next = std::min(far_end_.next_deadline(), agent_->next_deadline());
    if (next == kNever || next > far_end_.over_at()) return std::nullopt;
    wakes_ = next > now ? 0 : wakes_ + 1;
    now = std::max(now, next);
    messages_ = 0;
    ++call_.steps;
    call_.length = now - kCallStart;
    step(now);
    if (messages_ > kMaxMessagesAnInstant || wakes_ > kMaxWakesAnInstant) {
      return make_error("the call does not come to rest at " + std::to_string(to_millis(now)) + " ms",
                        scenario_.file);
    }
  }
}

void Simulation::step(Instant now) {
  far_end_.handle_timeout(now);
  drain_far_end(now);
  if (agent_->next_deadline() <= now) {
    agent_->handle_timeout(now);
    drain_agent(now);
  }
}

/// Each text reaches the agent, and is answered, before the far end goes on.
void Simulation::drain_far_end(Instant now) {
  while (messages_ <= kMaxMessagesAnInstant) {
    auto output = far_end_.poll();
    if (!output) return;
    ++messages_;
    if (auto* text = std::get_if<FarEndText>(&*output)) {
      deliver(now, std::move(text->text));
    } else {
      agent_->closed(now, "the far end closed");
    }
    drain_agent(now);
  }
}

void Simulation::deliver(Instant now, SharedText text) {
  if (agent_->reading()) return agent_->receive(now, std::move(text));
  unread_bytes_ += text.size();
  if (unread_told_ || unread_bytes_ <= kSocketBytes) return;
  unread_told_ = true;
  far_end_.unread(now);
}

void Simulation::drain_agent(Instant now) {
  while (messages_ <= kMaxMessagesAnInstant) {
    auto output = agent_->poll();
    if (!output) return;
    ++messages_;
    if (auto* text = std::get_if<AgentText>(&*output)) {
      far_end_.receive(now, std::move(text->text));
      agent_->wrote(now);  // the link is where a line is slow
    } else {
      far_end_.agent_closed(now, std::get<AgentCloses>(*output).code);
    }
  }
}

SimulatedCall Simulation::take_result() {
  call_.unmet = far_end_.caller().unmet();
  call_.warnings = far_end_.warnings();
  call_.counters = far_end_.peer().counters();
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
