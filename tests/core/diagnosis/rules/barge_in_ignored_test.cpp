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

TEST(BargeInIgnored, IsNamedWhenTheAgentTalksOnOverTheCaller) {
  const std::vector<Finding> findings =
      TraceBuilder().caller(500, 800).agent(2000, 5000).caller(3500, 1500).agent(8000, 800).findings(11000);
  ASSERT_THAT(ids_of(findings), ElementsAre("barge-in-ignored"));
  EXPECT_THAT(findings.front().explanation, HasSubstr("talked on over him"));
}

TEST(BargeInIgnored, IsSilentWhenAClearStopsTheAgent) {
  EXPECT_THAT(TraceBuilder()
                  .caller(500, 800)
                  .agent(2000, 5000, Sending::kAtOnce)
                  .caller(3500, 1500)
                  .clear(3750)
                  .agent(5700, 800)
                  .findings(9000),
              IsEmpty());
}

TEST(BargeInIgnored, IsSilentForABackchannel) {
  EXPECT_THAT(TraceBuilder().caller(500, 800).agent(2000, 5000).caller(3500, 400).findings(9000), IsEmpty());
}

TEST(BargeInIgnored, IsSilentWhenTheAgentWasAboutToFinishAnyway) {
  EXPECT_THAT(TraceBuilder().caller(500, 800).agent(2000, 3000).caller(4200, 1500).agent(6400, 800).findings(9000),
              IsEmpty());
}

TEST(BargeInIgnored, IsSilentForAnEchoOfTheCallerHimself) {
  EXPECT_THAT(TraceBuilder().caller(500, 2500).agent(620, 2500).caller(4000, 2500).agent(4120, 2500).findings(9000),
              IsEmpty());
}

}  // namespace
}  // namespace parley
