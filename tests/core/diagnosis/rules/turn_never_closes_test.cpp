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

/// A limit of 5 s since listening began ends each turn; thinking takes 0.7 s. The caller speaks when he likes.
TraceBuilder answers_by_the_limit() {
  TraceBuilder call;
  call.caller(800, 1000).agent(5700, 1500).mark(7100, "a").mark_back(7200, "a");
  call.caller(10000, 1700).agent(12900, 1500).mark(14300, "b").mark_back(14400, "b");
  return call;
}

TEST(TurnNeverCloses, IsNamedFirstWhenAnswersFollowListeningAndNotSpeech) {
  const std::vector<Finding> findings = answers_by_the_limit().findings(17000);
  ASSERT_THAT(ids_of(findings), ElementsAre("turn-never-closes"));
  EXPECT_THAT(findings.front().explanation, HasSubstr("5.7 s after"));
  EXPECT_THAT(findings.front().causes.front().text, HasSubstr("last frame received"));
  ASSERT_EQ(findings.front().explains.size(), 1U);
  EXPECT_EQ(findings.front().explains[0].id, "slow-response");
}

TEST(TurnNeverCloses, IsNamedWhenALimitRanOutOnSilenceBeforeHeSpoke) {
  // After the first answer he waits 7 s: one limit runs out on nothing, the next one takes him.
  EXPECT_THAT(ids_of(TraceBuilder()
                         .caller(800, 1000)
                         .agent(5700, 1500)
                         .mark(7100, "a")
                         .mark_back(7200, "a")
                         .caller(14300, 1700)
                         .agent(17900, 1500)
                         .findings(22000)),
              ElementsAre("turn-never-closes"));
}

TEST(TurnNeverCloses, IsNamedByTheAgentsOwnStatesFromOneTurn) {
  EXPECT_THAT(ids_of(TraceBuilder()
                         .caller(800, 1000)
                         .state(5000, TurnState::kListening, TurnState::kProcessing, TurnReason::kMaxUtterance, 0)
                         .state(5700, TurnState::kProcessing, TurnState::kSpeaking, TurnReason::kFirstAudio)
                         .agent(5700, 1500)
                         .state(7200, TurnState::kSpeaking, TurnState::kListening, TurnReason::kPlayed)
                         .findings(9000)),
              ElementsAre("turn-never-closes"));
}

TEST(TurnNeverCloses, OnlyWarnsFromOneTurnOnTheWire) {
  const std::vector<Finding> findings = TraceBuilder().caller(800, 1500).agent(5700, 1500).findings(9000);
  ASSERT_THAT(ids_of(findings), ElementsAre("turn-never-closes"));
  EXPECT_EQ(findings.front().severity, Severity::kWarning);
  EXPECT_THAT(findings.front().explanation, HasSubstr("One turn cannot tell"));
}

TEST(TurnNeverCloses, IsSilentWhenAnswersFollowTheEndOfSpeech) {
  EXPECT_THAT(
      TraceBuilder().caller(800, 1000).agent(2600, 1500).caller(6000, 1700).agent(8500, 1500).findings(12000),
      IsEmpty());
}

TEST(TurnNeverCloses, LeavesASlowAgentToSlowResponse) {
  // Always 2.8 s after the end of speech, whenever that is.
  EXPECT_THAT(
      ids_of(
          TraceBuilder().caller(800, 1000).agent(4600, 1500).caller(8500, 2000).agent(13300, 1500).findings(17000)),
      ElementsAre("slow-response"));
}

}  // namespace
}  // namespace parley
