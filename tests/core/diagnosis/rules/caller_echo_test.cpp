#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "core/diagnosis/rules.h"
#include "tests/core/account/trace_builder.h"

namespace parley {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Every frame of the caller's comes back `delay_ms` after it was sent to the agent.
TraceBuilder& returned(TraceBuilder& call, std::int64_t from_ms, std::int64_t length_ms, std::uint64_t seed,
                       std::int64_t delay_ms = 0) {
  return call.caller(from_ms, length_ms)
      .pieces(from_ms + 21 + delay_ms, voice_like(millis(length_ms), seed), 160, 20);
}

TEST(CallerEcho, IsAnErrorOfAnAgentThatSpeaksForItselfToo) {
  TraceBuilder call;
  returned(call, 500, 1000, 1).agent(3000, 1500);
  returned(call, 6000, 1000, 3).agent(8500, 1500);
  const std::vector<Finding> findings = call.findings(13000);
  ASSERT_THAT(ids_of(findings), ElementsAre("caller-echo"));
  EXPECT_EQ(findings.front().severity, Severity::kError);
}

TEST(CallerEcho, IsMereInformationForAServerThatDoesNothingElse) {
  for (const std::int64_t delay_ms : {0, 60, 400}) {
    TraceBuilder call;
    returned(call, 500, 1000, 1, delay_ms);
    returned(call, 4000, 2500, 2, delay_ms);
    returned(call, 9000, 1500, 3, delay_ms);
    const std::vector<Finding> findings = call.findings(16000);
    ASSERT_THAT(ids_of(findings), ElementsAre("caller-echo")) << delay_ms;
    EXPECT_EQ(findings.front().severity, Severity::kInfo);
  }
}

TEST(CallerEcho, IsSilentWhenTheAgentSaysOnlyWhatIsItsOwn) {
  EXPECT_THAT(TraceBuilder().caller(500, 1000).agent(2500, 1500).findings(9000), IsEmpty());
}

TEST(CallerEcho, IsSilentForTheSilenceThatBothSend) {
  EXPECT_THAT(TraceBuilder().caller(500, 1000).agent_silence(1700, 800).agent(2500, 1500).findings(9000),
              IsEmpty());
}

}  // namespace
}  // namespace parley
