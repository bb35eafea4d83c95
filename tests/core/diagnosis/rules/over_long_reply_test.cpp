#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/diagnosis/rules.h"
#include "tests/core/account/trace_builder.h"

namespace parley {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(OverLongReply, IsAWarningAfterHalfAMinute) {
  const std::vector<Finding> findings = TraceBuilder().caller(500, 1000).agent(2200, 35'000).findings(40'000);
  ASSERT_THAT(ids_of(findings), ElementsAre("over-long-reply"));
  EXPECT_EQ(findings.front().severity, Severity::kWarning);
}

TEST(OverLongReply, IsAnErrorAfterAMinuteAndCountsBreaths) {
  const std::vector<Finding> findings =
      TraceBuilder().caller(500, 1000).agent(2200, 35'000).agent(38'000, 30'500).findings(70'000);
  ASSERT_THAT(ids_of(findings), ElementsAre("over-long-reply"));
  EXPECT_EQ(findings.front().severity, Severity::kError);
}

TEST(OverLongReply, IsSilentForAReplyOfTwentySeconds) {
  EXPECT_THAT(TraceBuilder().caller(500, 1000).agent(2200, 20'000).findings(25'000), IsEmpty());
}

TEST(OverLongReply, IsSilentWhenTheCallerHadHisTurnInBetween) {
  EXPECT_THAT(TraceBuilder()
                  .caller(500, 1000)
                  .agent(2200, 20'000)
                  .caller(23'000, 1000)
                  .agent(24'700, 20'000)
                  .findings(48'000),
              IsEmpty());
}

TEST(OverLongReply, IsSilentWhenTheCallerCouldStopIt) {
  EXPECT_THAT(TraceBuilder()
                  .caller(500, 1000)
                  .agent(2200, 40'000, Sending::kPaced, 0, 29'900)
                  .caller(32'000, 1000)
                  .clear(32'200)
                  .agent(33'800, 1000)
                  .findings(38'000),
              IsEmpty());
}

}  // namespace
}  // namespace parley
