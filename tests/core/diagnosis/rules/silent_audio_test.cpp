#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "core/diagnosis/rules.h"
#include "tests/core/account/trace_builder.h"

namespace parley {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

TEST(SilentAudio, IsNamedFirstWhenATurnIsAnsweredWithZeros) {
  const std::vector<Finding> findings = TraceBuilder()
                                            .caller(500, 800)
                                            .agent(2000, 1500)
                                            .mark(3400, "m1")
                                            .mark_back(3500, "m1")
                                            .caller(4500, 1000)
                                            .agent_silence(6300, 2000)
                                            .mark(8200, "m2")
                                            .mark_back(8300, "m2")
                                            .findings(14000);
  ASSERT_THAT(ids_of(findings), ElementsAre("silent-audio"));
  EXPECT_EQ(findings.front().turn, TurnId{2});
  EXPECT_THAT(findings.front().explains, Not(IsEmpty()));
}

TEST(SilentAudio, IsNamedForACallInWhichNothingIsEverHeard) {
  EXPECT_THAT(ids_of(TraceBuilder().caller(500, 800).agent_silence(2000, 2000).findings(9000)),
              ElementsAre("silent-audio"));
}

TEST(SilentAudio, IsSilentForSilenceThatIsSentBetweenReplies) {
  TraceBuilder call;
  call.agent_silence(100, 1900).caller(500, 800).agent(2000, 1500).agent_silence(3500, 4000).caller(4500, 1000);
  EXPECT_THAT(ids_of(call.findings(12000)), Not(Contains("silent-audio")));
  call.agent(7500, 1000);
  EXPECT_THAT(call.findings(12000), IsEmpty());
}

TEST(SilentAudio, IsSilentForSilenceAtTheEndOfAReply) {
  EXPECT_THAT(TraceBuilder().caller(500, 800).agent(2000, 1500).agent_silence(3500, 600).findings(9000), IsEmpty());
}

}  // namespace
}  // namespace parley
