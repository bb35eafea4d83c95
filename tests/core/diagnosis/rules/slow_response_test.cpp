#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/diagnosis/rules.h"
#include "tests/core/account/trace_builder.h"

namespace parley {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST(SlowResponse, WarnsOfATurnThatWaitedOverTwoSeconds) {
  const std::vector<Finding> findings = TraceBuilder().caller(500, 1000).agent(4300, 1000).findings(9000);
  ASSERT_THAT(ids_of(findings), ElementsAre("slow-response"));
  EXPECT_EQ(findings.front().severity, Severity::kWarning);
  EXPECT_EQ(findings.front().turn, TurnId{1});
}

TEST(SlowResponse, IsAnErrorOverFourSecondsAndTellsTheWorst) {
  const std::vector<Finding> findings =
      TraceBuilder().caller(500, 1000).agent(4300, 1000).caller(6500, 1000).agent(12300, 1000).findings(16000);
  ASSERT_THAT(ids_of(findings), ElementsAre("slow-response"));
  EXPECT_EQ(findings.front().severity, Severity::kError);
  EXPECT_THAT(findings.front().explanation, HasSubstr("2 of 2 answered turns"));
}

TEST(SlowResponse, TakesAFillerForAnAnswerToTheDeadAir) {
  EXPECT_THAT(TraceBuilder().caller(500, 1000).agent(2900, 500).agent(6500, 1000).findings(9000), IsEmpty());
}

TEST(SlowResponse, IsSilentWithinTheBudget) {
  EXPECT_THAT(TraceBuilder().caller(500, 1000).agent(3300, 1000).findings(9000), IsEmpty());
}

TEST(SlowResponse, WarnsWhenTenAnswersAreSluggishThoughNoneIsOverBudget) {
  TraceBuilder sluggish;
  TraceBuilder quick;
  for (std::int64_t turn = 0; turn < 10; ++turn) {
    const std::int64_t jitter = (turn * 37) % 90;
    sluggish.caller(500 + turn * 5000, 1000 + 7 * jitter).agent(3100 + turn * 5000 + 8 * jitter, 800);
    quick.caller(500 + turn * 5000, 1000).agent(2300 + turn * 5000, 800);
  }
  EXPECT_THAT(ids_of(sluggish.findings(52000)), ElementsAre("slow-response"));
  EXPECT_THAT(quick.findings(52000), IsEmpty());
}

TEST(SlowResponse, GivesNoVerdictFromAMeasurementThatWasItselfLate) {
  TraceBuilder call;
  call.caller(500, 1000).agent(4300, 1000);
  call.header().own_lateness_p99_us = 400'000;
  EXPECT_THAT(call.findings(9000), IsEmpty());
}

}  // namespace
}  // namespace parley
