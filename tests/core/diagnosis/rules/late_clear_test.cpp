#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "core/diagnosis/rules.h"
#include "tests/core/account/trace_builder.h"

namespace parley {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

/// The caller speaks into a long reply at 3.4 s; the agent clears at `clear_ms` and answers him.
TraceBuilder interrupted(std::int64_t clear_ms, std::int64_t speech_ms = 1600) {
  TraceBuilder call;
  call.caller(500, 800).agent(2000, 6000, Sending::kPaced, 7, clear_ms - 2000 + 60).caller(3400, speech_ms);
  call.clear(clear_ms).agent(std::max(clear_ms, 3400 + speech_ms) + 900, 1000);
  return call;
}

TEST(LateClear, IsAnErrorMoreThanASecondAfterTheOnset) {
  const std::vector<Finding> findings = interrupted(4700).findings(9000);
  ASSERT_THAT(ids_of(findings), ElementsAre("late-clear"));
  EXPECT_EQ(findings.front().severity, Severity::kError);
  EXPECT_EQ(findings.front().at, interrupted(4700).account(9000).interruptions.at(0).onset);
}

TEST(LateClear, WarnsBelowASecond) {
  const std::vector<Finding> findings = interrupted(4250).findings(9000);
  ASSERT_THAT(ids_of(findings), ElementsAre("late-clear"));
  EXPECT_EQ(findings.front().severity, Severity::kWarning);
}

TEST(LateClear, IsSilentWhenTheAgentYieldsInTime) {
  EXPECT_THAT(interrupted(3800).findings(9000), IsEmpty());
}

TEST(LateClear, IsSilentWhenTheAgentYieldsLateToAMereBackchannel) {
  EXPECT_THAT(ids_of(interrupted(4700, 500).findings(9000)), Not(Contains("late-clear")));
}

TEST(LateClear, GivesNoVerdictFromAMeasurementThatWasItselfLate) {
  TraceBuilder call = interrupted(4700);
  call.header().own_lateness_p99_us = 400'000;
  EXPECT_THAT(call.findings(9000), IsEmpty());
}

}  // namespace
}  // namespace parley
