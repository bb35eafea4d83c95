#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <span>
#include <vector>

#include "core/diagnosis/rules.h"
#include "tests/core/account/trace_builder.h"

namespace parley {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

/// A reply of six seconds is cleared at 3.7 s while the caller speaks; `after` is what was to come then.
TraceBuilder cleared() {
  TraceBuilder call;
  call.caller(500, 800).agent(2000, 6000, Sending::kPaced, 7, 1800).caller(3400, 1600).clear(3720);
  return call;
}

TEST(StaleAudioAfterClear, IsNamedWhenTheOldReplyGoesOnAfterItsClear) {
  const std::vector<std::uint8_t> reply = voice_like(millis(6000), 7);
  TraceBuilder call = cleared();
  call.pieces(3740, std::span(reply).subspan(1800 * 8, 1200 * 8), 160, 20).agent(6600, 1000);
  const std::vector<Finding> findings = call.findings(9000);
  ASSERT_THAT(ids_of(findings), ElementsAre("stale-audio-after-clear"));
  EXPECT_EQ(findings.front().severity, Severity::kError);
  EXPECT_EQ(findings.front().at, at_millis(3720));
}

TEST(StaleAudioAfterClear, IsSilentForAFrameOrTwoThatCrossTheClear) {
  const std::vector<std::uint8_t> reply = voice_like(millis(6000), 7);
  TraceBuilder call = cleared();
  call.pieces(3725, std::span(reply).subspan(1800 * 8, 60 * 8), 160, 1).agent(6000, 1000);
  EXPECT_THAT(call.findings(9000), IsEmpty());
}

TEST(StaleAudioAfterClear, IsSilentForTheAnswerToTheInterruption) {
  EXPECT_THAT(cleared().agent(5900, 1000).findings(9000), IsEmpty());
}

TEST(StaleAudioAfterClear, IsSilentForAReplyThatResumesAfterANoise) {
  const std::vector<std::uint8_t> reply = voice_like(millis(6000), 7);
  TraceBuilder call;
  call.caller(500, 800).agent(2000, 6000, Sending::kPaced, 7, 1800).caller(3400, 300).clear(3650);
  call.pieces(4400, std::span(reply).subspan(1800 * 8, 2000 * 8), 160, 20);
  EXPECT_THAT(ids_of(call.findings(9000)), Not(Contains("stale-audio-after-clear")));
}

TEST(StaleAudioAfterClear, IsSilentForAClearOnAnEmptyBuffer) {
  EXPECT_THAT(TraceBuilder().caller(500, 800).clear(1500).agent(1600, 2000).findings(6000), IsEmpty());
}

}  // namespace
}  // namespace parley
