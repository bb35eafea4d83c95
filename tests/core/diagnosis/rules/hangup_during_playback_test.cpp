#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/diagnosis/rules.h"
#include "tests/core/account/trace_builder.h"

namespace parley {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

trace::Connection closed(const std::string& more = {}) {
  return {"closed", "the agent closed the connection" + more};
}

TEST(HangupDuringPlayback, IsNamedWhenTheGoodbyeIsCutByClosing) {
  const std::vector<Finding> findings =
      TraceBuilder().caller(500, 1000).agent(2200, 3000, Sending::kAtOnce).event(2300, closed()).findings(9000);
  ASSERT_THAT(ids_of(findings), ElementsAre("hangup-during-playback"));
  EXPECT_EQ(findings.front().severity, Severity::kError);
}

TEST(HangupDuringPlayback, IsAWarningForASyllable) {
  const std::vector<Finding> findings =
      TraceBuilder().caller(500, 1000).agent(2200, 1000, Sending::kAtOnce).event(2900, closed()).findings(9000);
  ASSERT_THAT(ids_of(findings), ElementsAre("hangup-during-playback"));
  EXPECT_EQ(findings.front().severity, Severity::kWarning);
}

TEST(HangupDuringPlayback, IsSilentWhenAllHadBeenHeard) {
  EXPECT_THAT(
      TraceBuilder().caller(500, 1000).agent(2200, 1000, Sending::kAtOnce).event(3210, closed()).findings(9000),
      IsEmpty());
}

TEST(HangupDuringPlayback, IsSilentWhenOnlySilenceWasLeft) {
  EXPECT_THAT(TraceBuilder()
                  .caller(500, 1000)
                  .agent(2200, 1000)
                  .agent_silence(3200, 1000)
                  .event(3500, closed())
                  .findings(9000),
              IsEmpty());
}

TEST(HangupDuringPlayback, IsSilentWhenTheCallerHangsUpInMidReply) {
  EXPECT_THAT(ids_of(TraceBuilder().caller(500, 1000).agent(2200, 9000, Sending::kAtOnce).findings(4000)),
              testing::Not(testing::Contains("hangup-during-playback")));
}

}  // namespace
}  // namespace parley
