#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/diagnosis/rules.h"
#include "tests/core/account/trace_builder.h"

namespace parley {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

trace::Connection unread() {
  return {"unread", "the agent does not read"};
}

TEST(SocketStalled, IsNamedFirstAndExplainsTheDeadAir) {
  const std::vector<Finding> findings = TraceBuilder()
                                            .caller(500, 1000)
                                            .agent(2200, 1000)
                                            .caller(4200, 1000)
                                            .event(9000, unread())
                                            .caller(11000, 1000)
                                            .findings(18000);
  ASSERT_THAT(ids_of(findings), ElementsAre("socket-stalled"));
  EXPECT_TRUE(findings.front().to_the_end);
  EXPECT_FALSE(findings.front().explains.empty());
}

TEST(SocketStalled, IsSilentForAStallThatALineMayHave) {
  EXPECT_THAT(TraceBuilder()
                  .caller(500, 1000)
                  .agent(2200, 1000)
                  .event(4000, unread())
                  .event(4300, trace::Connection{"read_again", ""})
                  .caller(5000, 1000)
                  .agent(6700, 1000)
                  .findings(9000),
              IsEmpty());
}

}  // namespace
}  // namespace parley
