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

TEST(BargeInNoClear, IsNamedWhenSendingStopsAndTheVoiceGoesOn) {
  // Sent five seconds ahead in pieces; the last comes 300 ms after his onset, and all of it plays.
  TraceBuilder call;
  call.caller(500, 800);
  call.agent(2000, 3000, Sending::kAtOnce, 5).mark(2000, "part").agent(3600, 3000, Sending::kAtOnce, 6);
  call.caller(3400, 1500);
  EXPECT_THAT(ids_of(call.findings(8500)), ElementsAre("barge-in-no-clear"));
}

TEST(BargeInNoClear, IsNamedWhenTheNextAnswerQueuesUpBehindTheInterruptedOne) {
  EXPECT_THAT(ids_of(TraceBuilder()
                         .caller(500, 800)
                         .agent(2000, 6000, Sending::kAtOnce)
                         .caller(3400, 1200)
                         .agent(5900, 1000, Sending::kAtOnce)
                         .findings(12000)),
              ElementsAre("barge-in-no-clear"));
}

TEST(BargeInNoClear, IsSilentWhenLittleWasLeftToPlay) {
  EXPECT_THAT(TraceBuilder()
                  .caller(500, 800)
                  .agent(2000, 5000, Sending::kPaced, 9, 2000)
                  .caller(3400, 1200)
                  .agent(5600, 800)
                  .findings(9000),
              IsEmpty());
}

}  // namespace
}  // namespace parley
