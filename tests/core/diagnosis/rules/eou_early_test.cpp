#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/diagnosis/rules.h"
#include "tests/core/account/trace_builder.h"

namespace parley {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(EouEarly, IsNamedWhenTheAnswerFallsIntoTheRestOfTheTurn) {
  const std::vector<Finding> findings =
      TraceBuilder().caller(500, 1000).caller(1900, 2000).agent(2400, 1500).findings(8000);
  ASSERT_FALSE(findings.empty());
  EXPECT_EQ(findings.front().id, "eou-early");
  EXPECT_EQ(findings.front().severity, Severity::kError);
  EXPECT_THAT(findings.front().explanation, HasSubstr("paused for"));
}

TEST(EouEarly, IsNamedWhenTheAnswerBeginsInThePauseItself) {
  const std::vector<Finding> findings =
      TraceBuilder().caller(500, 1000).agent(1750, 1500).caller(1900, 1200).agent(4200, 1500).findings(9000);
  ASSERT_FALSE(findings.empty());
  EXPECT_EQ(findings.front().id, "eou-early");
}

TEST(EouEarly, SaysThatTheWordsBeforeThePauseWereTakenForAllWhereTheAgentDidSo) {
  const auto said_of = [](bool text_complete) {
    trace::StateChanged change;
    change.from = TurnState::kListening;
    change.to = TurnState::kProcessing;
    change.reason = TurnReason::kEndOfUtterance;
    change.silence_ms = 200;
    change.text_complete = text_complete;
    return TraceBuilder()
        .caller(500, 1000)
        .event(1700, change)
        .agent(1750, 1500)
        .caller(1900, 1200)
        .agent(4200, 1500)
        .findings(9000);
  };
  const std::vector<Finding> findings = said_of(true);
  ASSERT_FALSE(findings.empty());
  EXPECT_EQ(findings.front().id, "eou-early");
  EXPECT_THAT(findings.front().causes.front().text, HasSubstr("taken for the whole question"));
  EXPECT_THAT(said_of(false).front().causes.front().text, testing::Not(HasSubstr("taken for the whole question")));
}

TEST(EouEarly, IsSilentForAPauseInWhichAnyAgentAnswers) {
  EXPECT_THAT(
      ids_of(
          TraceBuilder().caller(500, 1000).caller(2100, 1200).agent(2600, 1500).agent(5000, 1000).findings(9000)),
      testing::Not(testing::Contains("eou-early")));
}

TEST(EouEarly, IsSilentForAnMmHmOfTheAgents) {
  EXPECT_THAT(TraceBuilder().caller(500, 1000).caller(1900, 2000).agent(2400, 300).agent(4700, 1500).findings(9000),
              IsEmpty());
}

TEST(EouEarly, IsSilentWhenTheCallerInterruptsTheAnswer) {
  EXPECT_THAT(TraceBuilder()
                  .caller(500, 1000)
                  .agent(2200, 5000, Sending::kPaced, 0, 1200)
                  .caller(3000, 1200)
                  .clear(3250)
                  .agent(5200, 1000)
                  .findings(9000),
              IsEmpty());
}

TEST(EouEarly, IsSilentWhenTheAgentTakesTheFloorFromAMonologue) {
  EXPECT_THAT(ids_of(TraceBuilder().caller(500, 26'000).caller(26'700, 2000).agent(27'200, 1500).findings(33'000)),
              testing::Not(testing::Contains("eou-early")));
  EXPECT_THAT(ids_of(TraceBuilder().caller(500, 20'000).caller(20'700, 2000).agent(21'200, 1500).findings(27'000)),
              testing::Contains("eou-early"));
}

}  // namespace
}  // namespace parley
