#include "sim/simulator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/trace/jsonl.h"
#include "tests/sim/recorded_calls.h"

namespace parley {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string error_of(std::string_view scenario_text) {
  const Result<Scenario> scenario = read_scenario(scenario_text, "by_hand.json");
  EXPECT_TRUE(scenario.has_value()) << (scenario.has_value() ? "" : scenario.error().text());
  if (!scenario.has_value()) return {};
  const Result<SimulatedCall> call = simulate(*scenario, synthetic_sounds());
  return call.has_value() ? "" : call.error().text();
}

std::vector<std::string> closes(const trace::CallTrace& trace) {
  std::vector<std::string> reasons;
  for (const trace::CallEvent& event : trace.events) {
    const auto* connection = std::get_if<trace::Connection>(&event.what);
    if (connection != nullptr && connection->what == "closed") reasons.push_back(connection->reason);
  }
  return reasons;
}

/// Nobody speaks, and the agent hangs up when that has lasted three seconds.
constexpr std::string_view kAgentHangsUp = R"({"seed": 4, "patience_ms": 60000,
  "settings": {"idle.prompt_ms": 0, "idle.hangup_ms": 3000}})";

TEST(Simulator, GivesTheSameBytesForTheSameScenario) {
  for (const std::string_view scenario : {kTwoTurns, kBargeIn, kSlowProvider}) {
    const SimulatedCall first = call_of(scenario);
    const SimulatedCall second = call_of(scenario);
    EXPECT_EQ(trace::write_trace(first.far_end), trace::write_trace(second.far_end));
    ASSERT_TRUE(first.agent.has_value());
    EXPECT_EQ(trace::write_trace(*first.agent), trace::write_trace(*second.agent));
    EXPECT_EQ(first.steps, second.steps);
  }
}

TEST(Simulator, GivesOtherBytesForAnotherSeed) {
  std::string other(kTwoTurns);
  other.replace(other.find("\"seed\": 3"), 9, "\"seed\": 4");
  EXPECT_NE(trace::write_trace(call_of(kTwoTurns).far_end), trace::write_trace(call_of(other).far_end));
}

TEST(Simulator, NeverGoesBackInTime) {
  const SimulatedCall call = call_of(kBargeIn);
  const auto earlier = [](const trace::CallEvent& a, const trace::CallEvent& b) { return a.at < b.at; };
  EXPECT_TRUE(std::is_sorted(call.far_end.events.begin(), call.far_end.events.end(), earlier));
  ASSERT_TRUE(call.agent.has_value());
  EXPECT_TRUE(std::is_sorted(call.agent->events.begin(), call.agent->events.end(), earlier));
}

TEST(Simulator, DeliversMessagesBeforeTimersOfTheSameInstant) {
  // One stall brings the start at 220 ms, so that the greeting is due at 340 ms; another brings frames just then.
  const SimulatedCall call =
      call_of(R"({"line": {"stalls": [{"at_ms": 100, "for_ms": 120}, {"at_ms": 300, "for_ms": 40}]},
    "caller": [{"at_ms": 2000, "hang_up": true}]})");
  ASSERT_TRUE(call.agent.has_value());
  std::vector<std::string> inputs;
  for (const trace::CallEvent& event : call.agent->events) {
    if (event.at != at_millis(340)) continue;
    const auto* message = std::get_if<trace::Message>(&event.what);
    if (message != nullptr && message->direction == trace::Direction::kToAgent) inputs.emplace_back("message");
    if (std::holds_alternative<trace::Wake>(event.what)) inputs.emplace_back("wake");
  }
  ASSERT_THAT(inputs, Contains("message"));
  EXPECT_EQ(inputs.back(), "wake");
  EXPECT_EQ(std::count(inputs.begin(), inputs.end(), "wake"), 1);
}

TEST(Simulator, EndsTheCallWhenTheCallerHangsUp) {
  const SimulatedCall call = call_of(R"({"caller": [{"at_ms": 2000, "hang_up": true}]})");
  EXPECT_THAT(closes(call.far_end), Contains("the caller hung up"));
  EXPECT_GE(call.length, millis(2000));
  EXPECT_LT(call.length, millis(2500)) << "the rest comes to rest soon";
  EXPECT_THAT(call.unmet, IsEmpty());
}

TEST(Simulator, EndsTheCallWhenTheAgentCloses) {
  const SimulatedCall call = call_of(kAgentHangsUp);
  EXPECT_THAT(closes(call.far_end), Contains("the agent closed the connection"));
  EXPECT_LT(call.length, seconds(20)) << "long before the caller's patience is over";
}

TEST(Simulator, EndsTheCallAtItsLimitWhateverHappens) {
  const SimulatedCall call = call_of(R"({"patience_ms": 600000, "ends_by_ms": 4000,
    "settings": {"idle.prompt_ms": 0, "idle.hangup_ms": 0}})");
  EXPECT_THAT(closes(call.far_end), Contains("the caller hung up"));
  EXPECT_GE(call.length, millis(4000));
  EXPECT_LT(call.length, millis(5000));
}

TEST(Simulator, TellsWhichStepsNeverHappened) {
  const SimulatedCall call = call_of(R"({"caller": [
    {"at_ms": 1500, "say": "short.wav", "text": "hello"},
    {"after": "clear", "turn": 9, "say": "long.wav", "text": "never"}],
    "agent": {"first_audio_ms": 500, "reply_ms": 1000}})");
  EXPECT_EQ(call.unmet.size(), 1U);
}

TEST(Simulator, HasNoTraceOfAnAgentThatIsNotOurs) {
  const SimulatedCall call = call_of(R"({"caller": [{"at_ms": 1500, "say": "short.wav", "text": "hello"},
    {"at_ms": 6000, "hang_up": true}], "agent": {"kind": "naive"}})");
  EXPECT_FALSE(call.agent.has_value());
  EXPECT_FALSE(call.far_end.events.empty());
}

TEST(Simulator, SaysWhichRecordingIsMissing) {
  EXPECT_THAT(error_of(R"({"caller": [{"at_ms": 0, "say": "lost.wav", "text": "hello"}]})"), HasSubstr("lost.wav"));
}

TEST(Simulator, SaysWhichSettingIsWrong) {
  EXPECT_THAT(error_of(R"({"settings": {"tx.laed_ms": 120}})"), HasSubstr("tx.lead_ms"));
  EXPECT_THAT(error_of(R"({"settings": {"tx.lead_ms": 1}})"), HasSubstr("from 40"));
}

}  // namespace
}  // namespace parley
