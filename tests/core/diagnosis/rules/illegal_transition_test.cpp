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

TEST(IllegalTransition, IsNamedForSpeakingStraightFromListening) {
  const std::vector<Finding> findings =
      TraceBuilder().state(1000, TurnState::kListening, TurnState::kSpeaking).findings(3000);
  ASSERT_THAT(ids_of(findings), ElementsAre("illegal-transition"));
  EXPECT_EQ(to_millis(findings.front().at), 1000);
  EXPECT_THAT(findings.front().explanation, HasSubstr("LISTENING to SPEAKING"));
}

TEST(IllegalTransition, IsNamedForProcessingWhileSpeakingAndForLifeAfterTheEnd) {
  const std::vector<Finding> findings = TraceBuilder()
                                            .state(1000, TurnState::kSpeaking, TurnState::kProcessing)
                                            .state(2000, TurnState::kEnded, TurnState::kListening)
                                            .findings(3000);
  ASSERT_THAT(ids_of(findings), ElementsAre("illegal-transition"));
  EXPECT_EQ(findings.front().evidence.size(), 2U);
}

TEST(IllegalTransition, IsSilentOnTheOrderOfTravel) {
  EXPECT_THAT(TraceBuilder()
                  .state(0, TurnState::kListening, TurnState::kListening, TurnReason::kStart)
                  .state(100, TurnState::kListening, TurnState::kProcessing, TurnReason::kGreeting)
                  .state(200, TurnState::kProcessing, TurnState::kSpeaking, TurnReason::kFirstAudio)
                  .state(900, TurnState::kSpeaking, TurnState::kListening, TurnReason::kPlayed)
                  .state(1900, TurnState::kListening, TurnState::kProcessing)
                  .state(2000, TurnState::kProcessing, TurnState::kListening, TurnReason::kNoWords)
                  .state(2500, TurnState::kListening, TurnState::kEnded, TurnReason::kHangUp)
                  .findings(3000),
              IsEmpty());
}

}  // namespace
}  // namespace parley
