#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/diagnosis/rules.h"
#include "tests/core/account/trace_builder.h"

namespace parley {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TraceBuilder committed_after(std::int64_t wait_ms) {
  TraceBuilder builder;
  builder.caller(500, 1000)
      .state(1500 + wait_ms, TurnState::kListening, TurnState::kProcessing, TurnReason::kEndOfUtterance, wait_ms)
      .agent(1500 + wait_ms + 700, 1000)
      .state(1500 + wait_ms + 700, TurnState::kProcessing, TurnState::kSpeaking, TurnReason::kFirstAudio)
      .state(1500 + wait_ms + 1800, TurnState::kSpeaking, TurnState::kListening, TurnReason::kPlayed);
  return builder;
}

TEST(EouLate, IsNamedFromTheAgentsStatesAndExplainsTheSlowAnswer) {
  const std::vector<Finding> findings = committed_after(2400).findings(9000);
  ASSERT_THAT(ids_of(findings), ElementsAre("eou-late"));
  EXPECT_EQ(findings.front().severity, Severity::kError);
  ASSERT_EQ(findings.front().explains.size(), 1U);
  EXPECT_EQ(findings.front().explains.front().id, "slow-response");
}

TEST(EouLate, IsSilentForAnEarlyCommitAndASlowProvider) {
  TraceBuilder builder;
  builder.caller(500, 1000)
      .state(1900, TurnState::kListening, TurnState::kProcessing, TurnReason::kEndOfUtterance, 400)
      .agent(4600, 1000);
  EXPECT_THAT(ids_of(builder.findings(9000)), ElementsAre("slow-response"));
}

TEST(EouLate, CannotBeToldFromTheWireAlone) {
  EXPECT_THAT(ids_of(TraceBuilder().caller(500, 1000).agent(4600, 1000).findings(9000)),
              ElementsAre("slow-response"));
}

TEST(EouLate, IsSilentForASensibleLimit) {
  EXPECT_THAT(committed_after(600).findings(9000), IsEmpty());
}

TEST(EouLate, IsNotSaidOfAModelThatHearsByItself) {
  const CallAccount account = committed_after(2400).account(9000);
  EXPECT_THAT(ids_of(diagnose(account, Profile::kSpeechToSpeech)), ElementsAre("slow-response"));
}

}  // namespace
}  // namespace parley
