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

/// Sends its reply within one second and then lets it play.
TraceBuilder& in_one_second(TraceBuilder& call, std::int64_t from_ms, std::uint64_t seed) {
  call.agent(from_ms, 2500, Sending::kAtOnce, seed);
  return call.agent(from_ms + 250, 2500, Sending::kAtOnce, seed + 1);
}

TEST(BargeInBlindTail, IsNamedWhenOnlyTheTailCannotBeInterrupted) {
  TraceBuilder call;
  call.caller(500, 800);
  in_one_second(call, 2000, 20).caller(2150, 1000).clear(2350);
  in_one_second(call, 4500, 30).caller(6500, 1300);
  EXPECT_THAT(ids_of(call.findings(11500)), ElementsAre("barge-in-blind-tail"));
}

TEST(BargeInBlindTail, IsNamedWhenTheTailIsAnsweredAsIfItHadBeenSilence) {
  TraceBuilder call;
  call.caller(500, 800);
  in_one_second(call, 2000, 20).caller(3500, 1000).agent(5800, 1000, Sending::kAtOnce, 40);
  EXPECT_THAT(ids_of(call.findings(10000)), ElementsAre("barge-in-blind-tail"));
}

TEST(BargeInBlindTail, IsSilentWhenTheTailIsClearedToo) {
  TraceBuilder call;
  call.caller(500, 800);
  in_one_second(call, 2000, 20).caller(3500, 1000).clear(3750).agent(5500, 1000);
  EXPECT_THAT(call.findings(9000), IsEmpty());
}

}  // namespace
}  // namespace parley
