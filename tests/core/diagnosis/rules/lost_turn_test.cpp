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

TEST(LostTurn, IsNamedForATurnThatNothingAnswersWhileOthersAreAnswered) {
  const std::vector<Finding> findings = TraceBuilder()
                                            .caller(500, 1000)
                                            .agent(2200, 1000)
                                            .caller(4200, 1000)
                                            .caller(9000, 1000)
                                            .agent(10700, 1000)
                                            .findings(13000);
  ASSERT_THAT(ids_of(findings), ElementsAre("lost-turn"));
  EXPECT_EQ(findings.front().turn, TurnId{2});
}

TEST(LostTurn, IsSilentWhenTheCallerGoesOnSoonAndOneAnswerIsForBoth) {
  EXPECT_THAT(TraceBuilder()
                  .caller(500, 1000)
                  .agent(2200, 1000)
                  .caller(4200, 1000)
                  .caller(6400, 1000)
                  .agent(8100, 1000)
                  .findings(11000),
              IsEmpty());
}

TEST(LostTurn, IsSilentForASoundTooShortToBeSurelyWords) {
  EXPECT_THAT(TraceBuilder()
                  .caller(500, 1000)
                  .agent(2200, 1000)
                  .caller(4200, 350)
                  .caller(9000, 1000)
                  .agent(10700, 1000)
                  .findings(13000),
              IsEmpty());
}

TEST(LostTurn, IsSilentForWordsSaidOnlyOverTheAgent) {
  EXPECT_THAT(TraceBuilder()
                  .caller(500, 1000)
                  .agent(2200, 3000)
                  .caller(3500, 900)
                  .caller(9000, 1000)
                  .agent(10700, 1000)
                  .findings(13000),
              IsEmpty());
}

}  // namespace
}  // namespace parley
