#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "core/diagnosis/rules.h"
#include "tests/core/account/trace_builder.h"

namespace parley {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(FrontLoading, IsInformationWhenSecondsOfAudioWait) {
  const std::vector<Finding> findings =
      TraceBuilder().caller(500, 800).agent(2000, 7000, Sending::kAtOnce).findings(12000);
  ASSERT_THAT(ids_of(findings), ElementsAre("front-loading"));
  EXPECT_EQ(findings.front().severity, Severity::kInfo);
  EXPECT_EQ(exit_code(findings), 0);
}

TEST(FrontLoading, IsSilentForAReplyThatIsShort) {
  EXPECT_THAT(TraceBuilder().caller(500, 800).agent(2000, 3000, Sending::kAtOnce).findings(9000), IsEmpty());
}

TEST(FrontLoading, IsExplainedByAMissingClear) {
  const std::vector<Finding> findings =
      TraceBuilder().caller(500, 800).agent(2000, 7000, Sending::kAtOnce).caller(3400, 2500).findings(12000);
  ASSERT_THAT(ids_of(findings), ElementsAre(HasSubstr("barge-in")));
}

}  // namespace
}  // namespace parley
