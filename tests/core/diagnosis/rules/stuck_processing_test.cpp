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

/// Two turns are answered and their marks return; the third is never answered.
TraceBuilder third_turn_dies() {
  TraceBuilder call;
  call.caller(500, 1000).agent(2200, 1000).mark(3100, "r1").mark_back(3200, "r1");
  call.caller(4200, 1000).agent(5900, 1000).mark(6800, "r2").mark_back(6900, "r2");
  call.caller(8000, 1000);
  return call;
}

TEST(StuckProcessing, IsNamedWhenALaterTurnDiesThoughMarksHadBeenMatched) {
  const std::vector<Finding> findings = third_turn_dies().findings(15000);
  ASSERT_THAT(ids_of(findings), ElementsAre("stuck-processing"));
  EXPECT_EQ(findings.front().turn, TurnId{3});
  EXPECT_THAT(findings.front().explanation, HasSubstr("After 2 turns"));
}

TEST(StuckProcessing, IsNamedWhenNoMarkIsUsedAndNamesTheOtherAsPossible) {
  const std::vector<Finding> findings =
      TraceBuilder().caller(500, 1000).agent(2200, 1000).caller(4200, 1000).caller(7000, 1000).findings(13000);
  ASSERT_THAT(ids_of(findings), ElementsAre("stuck-processing"));
  EXPECT_EQ(findings.front().turn, TurnId{2});
  EXPECT_THAT(findings.front().causes.back().text, HasSubstr("stuck-speaking instead"));
}

TEST(StuckProcessing, IsNamedByTheAgentsOwnStatesAndItsFailure) {
  trace::StageFailed failed;
  failed.stage = trace::Stage::kRecognizer;
  failed.reason = "no session";
  const std::vector<Finding> findings = TraceBuilder()
                                            .caller(500, 1000)
                                            .agent(2200, 1000)
                                            .mark(3100, "r1")
                                            .mark_back(3200, "r1")
                                            .state(3200, TurnState::kSpeaking, TurnState::kListening)
                                            .caller(4200, 1000)
                                            .state(5600, TurnState::kListening, TurnState::kProcessing)
                                            .event(5700, failed)
                                            .findings(12000);
  ASSERT_THAT(ids_of(findings), ElementsAre("stuck-processing"));
  EXPECT_THAT(findings.front().evidence, Contains(testing::Field(&Fact::text, HasSubstr("no session"))));
}

TEST(StuckProcessing, IsSilentWhenTheLastTurnIsAnswered) {
  EXPECT_THAT(third_turn_dies().agent(9700, 1000).findings(15000), IsEmpty());
}

TEST(StuckProcessing, IsSilentWhenNobodySpokeAgain) {
  EXPECT_THAT(TraceBuilder().caller(500, 1000).agent(2200, 1000).findings(30000), IsEmpty());
}

}  // namespace
}  // namespace parley
