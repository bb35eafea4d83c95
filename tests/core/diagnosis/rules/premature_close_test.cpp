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

TEST(PrematureClose, IsAnErrorWhileTheCallerSpeaks) {
  const std::vector<Finding> findings =
      TraceBuilder().caller(500, 1000).agent(2200, 1000).caller(4200, 2000).event(5200, closed()).findings(9000);
  ASSERT_THAT(ids_of(findings), ElementsAre("premature-close"));
  EXPECT_EQ(findings.front().severity, Severity::kError);
}

TEST(PrematureClose, IsAWarningInsteadOfAnAnswerForItMayBeAHandOver) {
  const std::vector<Finding> findings =
      TraceBuilder().caller(500, 1000).agent(2200, 1000).caller(4200, 1000).event(6200, closed()).findings(9000);
  ASSERT_THAT(ids_of(findings), ElementsAre("premature-close"));
  EXPECT_EQ(findings.front().severity, Severity::kWarning);
}

TEST(PrematureClose, IsNamedWhenTheAgentSaidNothingAtAll) {
  EXPECT_THAT(ids_of(TraceBuilder().event(900, closed()).findings(2000)), ElementsAre("premature-close"));
}

TEST(PrematureClose, IsSilentAfterAFarewellThatWasHeard) {
  EXPECT_THAT(TraceBuilder().caller(500, 1000).agent(2200, 1000).event(4000, closed()).findings(9000), IsEmpty());
}

}  // namespace
}  // namespace parley
