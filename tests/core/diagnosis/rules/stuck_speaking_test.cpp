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

/// Reply 1 is played, its mark returns, and then nothing more comes.
TraceBuilder one_reply_and_then_silence() {
  TraceBuilder call;
  call.caller(500, 1000)
      .agent(2200, 1500)
      .mark(3600, "tts_done_1")
      .mark_back(3700, "tts_done_1")
      .caller(4700, 1200);
  return call;
}

TEST(StuckSpeaking, IsNamedFirstWhenNothingFollowsTheFirstReplysMark) {
  const std::vector<Finding> findings = one_reply_and_then_silence().findings(12000);
  ASSERT_THAT(ids_of(findings), ElementsAre("stuck-speaking"));
  const Finding& finding = findings.front();
  EXPECT_EQ(finding.severity, Severity::kError);
  EXPECT_EQ(finding.turn, TurnId{2});
  EXPECT_EQ(to_millis(finding.at), 3700);
  EXPECT_TRUE(finding.to_the_end);
  EXPECT_THAT(finding.explanation, HasSubstr("After its first reply the agent never listened again"));
  EXPECT_THAT(finding.causes.front().text, HasSubstr("mark is not matched"));
  ASSERT_EQ(finding.explains.size(), 1U);
  EXPECT_EQ(finding.explains[0].id, "lost-turn");
}

TEST(StuckSpeaking, SaysWhatWouldTellItFromStuckProcessing) {
  const std::vector<Finding> findings = one_reply_and_then_silence().findings(12000);
  ASSERT_FALSE(findings.empty());
  EXPECT_EQ(findings.front().causes.back().certainty, Certainty::kPossible);
  EXPECT_THAT(findings.front().causes.back().text, HasSubstr("the agent's log tells"));
}

TEST(StuckSpeaking, IsNamedWhenTheAgentClearsAnEmptyBufferAndSaysNoMore) {
  const std::vector<Finding> findings = TraceBuilder()
                                            .caller(500, 1000)
                                            .agent(2200, 1000)
                                            .caller(4200, 1000)
                                            .agent(6000, 1000)
                                            .caller(8000, 1000)
                                            .clear(8300)
                                            .findings(14000);
  EXPECT_THAT(ids_of(findings), ElementsAre("stuck-speaking"));
}

TEST(StuckSpeaking, IsNamedByTheAgentsOwnStates) {
  const std::vector<Finding> findings = TraceBuilder()
                                            .caller(500, 1000)
                                            .state(1900, TurnState::kListening, TurnState::kProcessing)
                                            .state(2200, TurnState::kProcessing, TurnState::kSpeaking)
                                            .agent(2200, 1000)
                                            .caller(4200, 1000)
                                            .findings(11000);
  EXPECT_THAT(ids_of(findings), ElementsAre("stuck-speaking"));
}

TEST(StuckSpeaking, SuspectsTheWaitWhenTheMarkNeverReturned) {
  const std::vector<Finding> findings =
      TraceBuilder().caller(500, 1000).agent(2200, 1500).mark(3600, "end").caller(4700, 1200).findings(12000);
  ASSERT_THAT(ids_of(findings), ElementsAre("stuck-speaking"));
  EXPECT_THAT(findings.front().causes.front().text, HasSubstr("never came back"));
}

TEST(StuckSpeaking, GivesNoVerdictWhenTheAnswerMayStillHaveCome) {
  EXPECT_THAT(one_reply_and_then_silence().findings(8000), IsEmpty());
}

TEST(StuckSpeaking, IsSilentWhenTheNextTurnIsAnswered) {
  EXPECT_THAT(one_reply_and_then_silence().agent(6800, 1000).findings(12000), IsEmpty());
}

TEST(StuckSpeaking, IsSilentAfterACoughThatNobodyShouldAnswer) {
  EXPECT_THAT(TraceBuilder()
                  .caller(500, 1000)
                  .agent(2200, 1500)
                  .mark(3600, "a")
                  .mark_back(3700, "a")
                  .caller(5000, 250)
                  .findings(12000),
              IsEmpty());
}

}  // namespace
}  // namespace parley
