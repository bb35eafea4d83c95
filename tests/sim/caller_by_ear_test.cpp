#include "sim/caller_by_ear.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "core/base/random.h"
#include "core/trace/jsonl.h"
#include "live/scenario_library.h"
#include "sim/far_end.h"
#include "sim/listening_agent.h"
#include "sim/simulator.h"

namespace parley {
namespace {

struct Told {
  std::int64_t begin = 0;
  std::string text;
};

/// A call in virtual time between the far end and an agent that has nothing but the wire to hear by.
class CallByEar {
 public:
  CallByEar(const Scenario& scenario, const SoundBank& sounds, const CallConfig& config)
      : far_end_sink_(far_end_trace_),
        agent_sink_(agent_trace_),
        far_end_(scenario, sounds, peer_config(scenario), far_end_sink_),
        agent_(scenario, sounds, config, agent_sink_) {
    far_end_.opened(kCallStart);
    agent_.opened(kCallStart);
    Instant now = kCallStart;
    while (true) {
      drain(now);
      const Instant next = std::min(far_end_.next_deadline(), agent_.next_deadline());
      if (next == kNever || next > far_end_.over_at()) break;
      now = std::max(now, next);
      far_end_.handle_timeout(now);
      drain(now);
      if (agent_.next_deadline() <= now) agent_.handle_timeout(now);
    }
  }

  std::vector<Told> said() const { return told(far_end_.caller().spoken()); }
  std::vector<Told> heard() const { return told(agent_.heard()); }
  const trace::CallTrace& agent_trace() const { return agent_trace_; }

 private:
  static PeerConfig peer_config(const Scenario& scenario) {
    PeerConfig config;
    config.seed = scenario.seed;
    config.arrival_jitter = true;
    return config;
  }
  static std::vector<Told> told(std::span<const Spoken> spoken) {
    std::vector<Told> all;
    for (const Spoken& one : spoken) all.push_back({one.extent().begin.samples, one.text});
    return all;
  }
  void drain(Instant now) {
    drain_agent(now);
    while (auto output = far_end_.poll()) {
      if (auto* text = std::get_if<FarEndText>(&*output)) {
        agent_.receive(now, std::move(text->text));
      } else {
        agent_.closed(now, "the far end closed");
      }
      drain_agent(now);
    }
  }
  void drain_agent(Instant now) {
    while (auto output = agent_.poll()) {
      if (auto* text = std::get_if<AgentText>(&*output)) {
        far_end_.receive(now, std::move(text->text));
        agent_.wrote(now);
      } else {
        far_end_.agent_closed(now);
      }
    }
  }

  trace::CallTrace far_end_trace_;
  trace::CallTrace agent_trace_;
  trace::MemorySink far_end_sink_;
  trace::MemorySink agent_sink_;
  FarEnd far_end_;
  ListeningAgent agent_;
};

/// States and the words of turns, each with its instant.
std::vector<std::string> decisions(const trace::CallTrace& trace) {
  std::vector<std::string> all;
  for (const trace::CallEvent& event : trace.events) {
    const bool counts = std::holds_alternative<trace::StateChanged>(event.what) ||
                        std::holds_alternative<trace::TurnText>(event.what) ||
                        std::holds_alternative<trace::BargeIn>(event.what);
    if (counts) trace::write_event(event, all.emplace_back());
  }
  return all;
}

std::shared_ptr<const ScenarioLibrary> library() {
  static const auto read = ScenarioLibrary::read(PARLEY_SOURCE_DIR "/scenarios", CallConfig{});
  EXPECT_TRUE(read.has_value()) << (read ? "" : read.error().text());
  return read ? *read : nullptr;
}

TEST(CallerByEar, HearsWhatTheScriptedCallerSaysInEveryScenario) {
  ASSERT_NE(library(), nullptr);
  int calls = 0;
  for (const std::string& name : library()->names()) {
    SCOPED_TRACE(name);
    const ScenarioLibrary::Entry* entry = library()->find(name);
    const CallByEar call(entry->scenario, library()->sounds(), entry->config);
    const std::vector<Told> said = call.said();
    const std::vector<Told> heard = call.heard();
    ASSERT_EQ(heard.size(), said.size());
    for (std::size_t i = 0; i < said.size(); ++i) {
      EXPECT_EQ(heard[i].text, said[i].text);
      EXPECT_LE(std::abs(heard[i].begin - said[i].begin), kFrameSamples) << "of " << said[i].text;
    }
    ++calls;
  }
  EXPECT_GT(calls, 30);
}

TEST(CallerByEar, MakesTheAgentDecideAsItDoesWhenItIsToldTheTruth) {
  ASSERT_NE(library(), nullptr);
  for (const std::string& name : library()->names()) {
    SCOPED_TRACE(name);
    const ScenarioLibrary::Entry* entry = library()->find(name);
    const CallByEar call(entry->scenario, library()->sounds(), entry->config);
    const auto told = simulate(entry->scenario, library()->sounds());
    ASSERT_TRUE(told.has_value()) << told.error().text();
    ASSERT_TRUE(told->agent.has_value());
    EXPECT_EQ(decisions(call.agent_trace()), decisions(*told->agent));
  }
}

TEST(CallerByEar, HearsNothingInNoiseThatNoRecordingMade) {
  ASSERT_NE(library(), nullptr);
  const ScenarioLibrary::Entry* entry = library()->find("two_turns");
  ASSERT_NE(entry, nullptr);
  CallerByEar ear(entry->scenario, library()->sounds());
  Random random(7);
  std::vector<std::int16_t> noise(kFrameSamples);
  for (std::int64_t frame = 0; frame < 500; ++frame) {
    for (std::int16_t& sample : noise) sample = static_cast<std::int16_t>(random.between(-4000, 4000));
    ear.hear({frame * kFrameSamples}, noise);
  }
  EXPECT_TRUE(ear.spoken().empty());
}

}  // namespace
}  // namespace parley
