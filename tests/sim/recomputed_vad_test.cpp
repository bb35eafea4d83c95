#include "sim/recomputed_vad.h"

#include <gtest/gtest.h>

#include "sim/replay.h"
#include "tests/sim/recorded_calls.h"

namespace parley {
namespace {

using Changes = std::vector<std::pair<std::string, std::string>>;

RecomputedVad recomputed(const trace::CallTrace& trace, const Changes& changes = {}) {
  const Result<RecomputedVad> result = recompute_vad(trace, "call.trace.jsonl", changes);
  EXPECT_TRUE(result.has_value()) << (result.has_value() ? "" : result.error().text());
  return result.has_value() ? *result : RecomputedVad{};
}

/// As another detector would have recorded it: it took every onset for 100 ms earlier.
trace::CallTrace by_another_detector(trace::CallTrace trace) {
  trace.header.detector = "keen-ear";
  trace.header.settings.emplace_back("vad.detector", "keen-ear");
  for (trace::CallEvent& event : trace.events) {
    if (auto* voice = std::get_if<trace::VoiceStarted>(&event.what)) voice->onset -= millis(100);
  }
  return trace;
}

TEST(RecomputedVad, OfOurOwnTraceHearsTheSameVoice) {
  const RecomputedVad result = recomputed(agent_trace_of(kTwoTurns));
  EXPECT_EQ(result.voice.moved, 0U);
  EXPECT_TRUE(result.voice.unheard.empty());
  EXPECT_TRUE(result.voice.newly.empty());
  EXPECT_GE(result.voice.same, 2U);
  EXPECT_FALSE(result.call.parts.has_value());
}

TEST(RecomputedVad, HearsATraceOfADetectorThatThisBuildDoesNotHave) {
  const trace::CallTrace trace = by_another_detector(agent_trace_of(kTwoTurns));
  const RecomputedVad result = recomputed(trace);
  EXPECT_EQ(result.recorded_by, "keen-ear");
  EXPECT_EQ(result.recomputed_by, "energy");
  EXPECT_EQ(result.voice.same, 0U);
  EXPECT_GE(result.voice.moved, 2U);
}

TEST(RecomputedVad, WithoutItSuchATraceIsRefusedWithAWayOut) {
  const auto exact = replay(by_another_detector(agent_trace_of(kTwoTurns)), "call.trace.jsonl");
  ASSERT_FALSE(exact.has_value());
  EXPECT_NE(exact.error().text().find("keen-ear"), std::string::npos);
  EXPECT_NE(exact.error().text().find("--recompute-vad"), std::string::npos);
}

TEST(RecomputedVad, ThresholdsThatHearNothingAreToldStretchByStretch) {
  const trace::CallTrace trace = agent_trace_of(kTwoTurns);
  const RecomputedVad result = recomputed(trace, {{"vad.fixed_threshold", "30000"}});
  EXPECT_EQ(result.voice.same + result.voice.moved, 0U);
  EXPECT_GE(result.voice.unheard.size(), 2U);
  EXPECT_TRUE(result.call.parts.has_value());
}

TEST(RecomputedVad, NeedsAudio) {
  trace::CallTrace trace = agent_trace_of(kTwoTurns);
  trace.header.has_audio = false;
  const auto result = recompute_vad(trace, "call.trace.jsonl", {});
  ASSERT_FALSE(result.has_value());
  EXPECT_NE(result.error().text().find("without audio"), std::string::npos);
  EXPECT_FALSE(replay(trace, "call.trace.jsonl").has_value());
}

TEST(CompareVoice, MatchesStretchesThatOverlap) {
  const auto voice = [](std::vector<std::pair<int, int>> stretches) {
    trace::CallTrace trace;
    for (const auto& [from, to] : stretches) {
      trace.events.push_back({at_millis(from), trace::VoiceStarted{at_millis(from), 900, 35}, trace::kNotAnInput});
      if (to > 0) {
        trace.events.push_back({at_millis(to), trace::VoiceEnded{at_millis(to), to - from}, trace::kNotAnInput});
      }
    }
    return trace;
  };
  const VoiceComparison result = compare_voice(voice({{100, 500}, {1000, 1400}, {2000, 2300}, {4000, 0}}),
                                               voice({{110, 510}, {900, 1200}, {3000, 3300}, {4000, 0}}));
  EXPECT_EQ(result.same, 2U) << "within a frame, and one that never ends";
  EXPECT_EQ(result.moved, 1U);
  ASSERT_EQ(result.unheard.size(), 1U);
  EXPECT_EQ(result.unheard[0].onset, at_millis(2000));
  ASSERT_EQ(result.newly.size(), 1U);
  EXPECT_EQ(result.newly[0].onset, at_millis(3000));
}

}  // namespace
}  // namespace parley
