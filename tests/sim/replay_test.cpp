#include "sim/replay.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <utility>

#include "core/twilio/codec.h"
#include "tests/sim/recorded_calls.h"

namespace parley {
namespace {

Replay replay_of(const trace::CallTrace& trace) {
  const Result<Replay> result = replay(trace, "call.trace.jsonl");
  EXPECT_TRUE(result.has_value()) << (result.has_value() ? "" : result.error().text());
  return result.has_value() ? *result : Replay{};
}

std::string error_of(const trace::CallTrace& trace) {
  const Result<Replay> result = replay(trace, "call.trace.jsonl");
  return result.has_value() ? "no error" : result.error().text();
}

std::string shown(const Replay& replay) {
  if (replay.identical()) return "identical";
  return "line " + std::to_string(replay.difference->line) + "\n  recorded   " + replay.difference->recorded +
         "\n  recomputed " + replay.difference->recomputed;
}

/// The first event that is a T and fits; the trace's end if there is none.
template <class T>
trace::CallEvent& event_with(trace::CallTrace& trace, const std::function<bool(const T&)>& fits) {
  const auto found = std::find_if(trace.events.begin(), trace.events.end(), [&](const trace::CallEvent& event) {
    const T* what = std::get_if<T>(&event.what);
    return what != nullptr && fits(*what);
  });
  EXPECT_NE(found, trace.events.end());
  return *found;
}

class EveryCall : public testing::TestWithParam<std::string_view> {};

TEST_P(EveryCall, IsReplayedByteForByte) {
  const trace::CallTrace trace = agent_trace_of(GetParam());
  const Replay replay = replay_of(trace);
  EXPECT_TRUE(replay.identical()) << shown(replay);
  EXPECT_TRUE(replay.finished);
  EXPECT_EQ(replay.beyond, 0);
  EXPECT_EQ(replay.inputs + replay.decisions, static_cast<std::int64_t>(trace.events.size()));
  EXPECT_GT(replay.inputs, 300);
  EXPECT_GT(replay.decisions, 20);
}

TEST_P(EveryCall, IsReplayedUpToWhereverItIsCut) {
  const trace::CallTrace whole = agent_trace_of(GetParam());
  const std::size_t size = whole.events.size();
  std::vector<std::size_t> cuts{0, 1, 2, size - 1};
  for (std::size_t cut = 17; cut < size; cut += 211) cuts.push_back(cut);
  // And behind every decision that another one follows at once: inside what one input brought.
  for (std::size_t i = 0; i + 1 < size && cuts.size() < 60; ++i) {
    if (whole.events[i].input < 0 && whole.events[i + 1].input < 0) cuts.push_back(i + 1);
  }
  for (const std::size_t cut : cuts) {
    trace::CallTrace trace = whole;
    trace.events.resize(cut);
    const Replay replay = replay_of(trace);
    EXPECT_TRUE(replay.identical()) << "cut after " << cut << " events: " << shown(replay);
    EXPECT_EQ(replay.inputs + replay.decisions, static_cast<std::int64_t>(cut));
  }
}

INSTANTIATE_TEST_SUITE_P(Replay, EveryCall, testing::Values(kTwoTurns, kBargeIn, kSlowProvider));

TEST(Replay, CountsWhatLiesBeyondATraceThatEndsInsideOneInstant) {
  trace::CallTrace trace = agent_trace_of(kTwoTurns);
  // The summary and what was decided with it are lost, the `stop` that brought them is there.
  while (!std::holds_alternative<trace::CallSummary>(trace.events.back().what)) trace.events.pop_back();
  while (trace.events.back().input < 0) trace.events.pop_back();
  const Replay replay = replay_of(trace);
  EXPECT_TRUE(replay.identical()) << shown(replay);
  EXPECT_FALSE(replay.finished);
  EXPECT_GT(replay.beyond, 0);
}

TEST(Replay, AnAlteredWordOfAProviderGivesAnotherCall) {
  trace::CallTrace trace = agent_trace_of(kTwoTurns);
  event_with<trace::ProviderSaid>(trace, [](const auto& said) {
    return std::holds_alternative<Final>(said.event);
  }).what = trace::ProviderSaid{Final{{{0}, {1'000'000}}, "something else"}};
  const Replay replay = replay_of(trace);
  ASSERT_FALSE(replay.identical());
  EXPECT_NE(replay.difference->recomputed.find("something else"), std::string::npos) << shown(replay);
  EXPECT_NE(replay.difference->recorded.find("hello"), std::string::npos) << shown(replay);
}

TEST(Replay, CallerAudioThatIsSilencedGivesAnotherCall) {
  trace::CallTrace trace = agent_trace_of(kTwoTurns);
  int silenced = 0;
  for (trace::CallEvent& event : trace.events) {
    auto* message = std::get_if<trace::Message>(&event.what);
    if (message == nullptr || message->direction == trace::Direction::kFromAgent) continue;
    twilio::Inbound inbound = twilio::parse_inbound(message->text);
    auto* media = std::get_if<twilio::Media>(&inbound);
    if (media == nullptr || event.at < at_millis(1400) || event.at > at_millis(2600)) continue;
    media->payload.assign(std::vector<std::uint8_t>(160, 0xFF));
    std::string text;
    twilio::write(inbound, text);
    message->text = text;
    ++silenced;
  }
  EXPECT_GT(silenced, 40);
  const Replay replay = replay_of(trace);
  ASSERT_FALSE(replay.identical());
  EXPECT_NE(replay.difference->recorded.find("voice_started"), std::string::npos) << shown(replay);
}

TEST(Replay, AWakeThatIsLeftOutGivesAnotherCall) {
  trace::CallTrace trace = agent_trace_of(kTwoTurns);
  std::size_t wake = 0;
  while (!std::holds_alternative<trace::Wake>(trace.events[wake].what) || trace.events[wake + 1].input >= 0) ++wake;
  trace.events.erase(trace.events.begin() + static_cast<std::ptrdiff_t>(wake));
  for (std::size_t i = wake; i < trace.events.size(); ++i) {
    if (trace.events[i].input >= 0) --trace.events[i].input;
  }
  const Replay replay = replay_of(trace);
  ASSERT_FALSE(replay.identical());
  EXPECT_EQ(replay.difference->line, static_cast<std::int64_t>(wake) + 2);
}

TEST(Replay, AnotherSettingGivesAnotherCall) {
  trace::CallTrace trace = agent_trace_of(kTwoTurns);
  trace.header.settings.emplace_back("endpoint.silence_ms", "600");
  EXPECT_FALSE(replay_of(trace).identical());
}

TEST(Replay, APhraseWithOtherAudioGivesAnotherCall) {
  trace::CallTrace trace = agent_trace_of(kTwoTurns);
  ASSERT_EQ(trace.header.phrases.front().name, "greeting");
  trace.header.phrases.front().mulaw[500] ^= 0x10U;
  const Replay replay = replay_of(trace);
  ASSERT_FALSE(replay.identical());
  EXPECT_NE(replay.difference->recorded.find("from_agent"), std::string::npos) << shown(replay);
}

TEST(Replay, ADecisionThatWasTamperedWithIsFoundOnItsLine) {
  trace::CallTrace trace = agent_trace_of(kTwoTurns);
  trace::CallEvent& event = event_with<trace::TurnText>(trace, [](const auto&) { return true; });
  std::get<trace::TurnText>(event.what).text = "goodbye";
  const auto line = &event - trace.events.data() + 2;
  const Replay replay = replay_of(trace);
  ASSERT_FALSE(replay.identical());
  EXPECT_EQ(replay.difference->line, line);
}

TEST(Replay, ADecisionThatIsMissingIsFound) {
  trace::CallTrace trace = agent_trace_of(kTwoTurns);
  const trace::CallEvent& event = event_with<trace::VoiceStarted>(trace, [](const auto&) { return true; });
  trace.events.erase(trace.events.begin() + (&event - trace.events.data()));
  const Replay replay = replay_of(trace);
  ASSERT_FALSE(replay.identical());
  EXPECT_NE(replay.difference->recomputed.find("voice_started"), std::string::npos) << shown(replay);
}

TEST(Replay, ADecisionThatTheCoreNeverTakesIsFound) {
  trace::CallTrace trace = agent_trace_of(kTwoTurns);
  trace.events.push_back({trace.events.back().at, trace::NoiseDropped{40}, trace::kNotAnInput});
  const Replay replay = replay_of(trace);
  ASSERT_FALSE(replay.identical());
  EXPECT_EQ(replay.difference->recomputed, "");
}

TEST(Replay, AFarEndsTraceCannotBeReplayed) {
  EXPECT_EQ(
      error_of(call_of(kTwoTurns).far_end),
      "call.trace.jsonl:1: this trace was taken at the far end; only one of the agent's side holds the inputs "
      "that a replay needs");
}

TEST(Replay, InputsThatCannotHaveHappenedAreAnErrorWithTheirLine) {
  const trace::CallTrace whole = agent_trace_of(kTwoTurns);
  trace::CallTrace trace = whole;
  trace.events[40].at = at_micros(-5);
  trace.events[40].input = 0;
  EXPECT_NE(error_of(trace).find("call.trace.jsonl:42: this input is number 0"), std::string::npos)
      << error_of(trace);
  trace = whole;
  trace.events.front().at = at_micros(-5);
  EXPECT_EQ(error_of(trace), "call.trace.jsonl:2: this input lies before the one above it");
  trace = whole;
  std::get<trace::Connection>(trace.events.front().what).what = "bent";
  EXPECT_EQ(error_of(trace), "call.trace.jsonl:2: nobody knows a connection that is \"bent\"");
  trace = whole;
  trace.header.settings.emplace_back("endpoint.silense_ms", "600");
  EXPECT_NE(error_of(trace).find("call.trace.jsonl:1: there is no setting"), std::string::npos) << error_of(trace);
}

}  // namespace
}  // namespace parley
