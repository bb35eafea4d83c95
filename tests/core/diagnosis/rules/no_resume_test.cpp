#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/diagnosis/rules.h"
#include "tests/core/account/trace_builder.h"

namespace parley {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// A reply that is stopped at 3700 for a sound at 3500.
TraceBuilder stopped_for(std::int64_t sound_ms) {
  TraceBuilder builder;
  builder.caller(500, 1000).agent(2200, 6000, Sending::kPaced, 0, 1600).hum(3500, sound_ms, 3000).clear(3700);
  return builder;
}

TEST(NoResume, IsNamedAndExplainsTheFalseInterruption) {
  const std::vector<Finding> findings = stopped_for(120).findings(12000);
  ASSERT_THAT(ids_of(findings), ElementsAre("no-resume"));
  EXPECT_EQ(findings.front().severity, Severity::kError);
  EXPECT_TRUE(findings.front().to_the_end);
  ASSERT_EQ(findings.front().explains.size(), 1U);
  EXPECT_EQ(findings.front().explains.front().id, "false-barge-in");
}

TEST(NoResume, IsNamedWhenItLastsUntilTheCallerSpeaksAgain) {
  EXPECT_THAT(ids_of(stopped_for(120).caller(12500, 1000).agent(14200, 1000).findings(17000)),
              ElementsAre("no-resume"));
}

TEST(NoResume, IsSilentWhenTheAgentAsksWhetherHeIsThere) {
  EXPECT_THAT(ids_of(stopped_for(120).agent(9000, 1000).findings(14000)), ElementsAre("false-barge-in"));
}

TEST(NoResume, IsSilentWhenTheCallEndsSoon) {
  EXPECT_THAT(stopped_for(120).findings(6000), IsEmpty());
}

}  // namespace
}  // namespace parley
