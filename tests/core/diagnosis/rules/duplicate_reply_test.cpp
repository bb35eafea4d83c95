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

TEST(DuplicateReply, IsNamedForTheSameAudioTwiceAfterOneTurn) {
  const std::vector<Finding> findings = TraceBuilder()
                                            .caller(500, 1000)
                                            .agent(2200, 1000, Sending::kPaced, 77)
                                            .agent(4100, 1000, Sending::kPaced, 77)
                                            .findings(8000);
  ASSERT_THAT(ids_of(findings), ElementsAre("duplicate-reply"));
  EXPECT_EQ(findings.front().turn, TurnId{1});
}

TEST(DuplicateReply, IsSilentForAFillerAndItsAnswer) {
  EXPECT_THAT(TraceBuilder()
                  .caller(500, 1000)
                  .agent(2200, 600, Sending::kPaced, 77)
                  .agent(4100, 1000, Sending::kPaced, 78)
                  .findings(8000),
              IsEmpty());
}

TEST(DuplicateReply, IsSilentForTheSameAnswerToTwoTurns) {
  EXPECT_THAT(TraceBuilder()
                  .caller(500, 1000)
                  .agent(2200, 1000, Sending::kPaced, 77)
                  .caller(4200, 1000)
                  .agent(5900, 1000, Sending::kPaced, 77)
                  .findings(9000),
              IsEmpty());
}

}  // namespace
}  // namespace parley
