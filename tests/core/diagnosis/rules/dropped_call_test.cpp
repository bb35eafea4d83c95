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

TEST(DroppedCall, IsNamedWhenTheConnectionBreaksWhileTheCallerWaits) {
  const std::vector<Finding> findings = TraceBuilder()
                                            .caller(500, 1000)
                                            .agent(2200, 1000)
                                            .caller(4200, 1000)
                                            .event(5800, closed(", code 1011"))
                                            .findings(9000);
  ASSERT_THAT(ids_of(findings), ElementsAre("dropped-call"));
  EXPECT_EQ(findings.front().severity, Severity::kError);
  EXPECT_EQ(findings.front().turn, TurnId{2});
  EXPECT_THAT(findings.front().explanation, HasSubstr("waited for an answer"));
  EXPECT_THAT(findings.front().causes.front().text, HasSubstr("1011"));
}

TEST(DroppedCall, SuspectsTheProcessWhereThereWasNoClosingHandshake) {
  const std::vector<Finding> findings =
      TraceBuilder().caller(500, 1000).agent(2200, 3000).event(3000, closed(", code 1006")).findings(9000);
  ASSERT_THAT(ids_of(findings), ElementsAre("dropped-call"));
  EXPECT_THAT(findings.front().explanation, HasSubstr("the agent was speaking"));
  EXPECT_THAT(findings.front().causes.front().text, HasSubstr("died"));
}

TEST(DroppedCall, IsNamedWhenTheAgentNeverSaidAnything) {
  const std::vector<Finding> findings =
      TraceBuilder().caller(4000, 1000).event(40, closed(", code 1011")).findings(9000);
  ASSERT_THAT(ids_of(findings), ElementsAre("dropped-call"));
  EXPECT_EQ(findings.front().severity, Severity::kError);
  EXPECT_THAT(findings.front().explanation, HasSubstr("before the agent had said anything"));
  EXPECT_THAT(findings.front().causes.front().text, HasSubstr("while it opened the call"));
}

TEST(DroppedCall, IsNamedWhenTheServerTakesTheStreamAndDiesBeforeItsFirstMessage) {
  trace::CallTrace trace;
  trace.header.observed_at = trace::ObservedAt::kFarEnd;
  trace.events.push_back({at_millis(0), trace::Connection{"opened", ""}});
  trace.events.push_back({at_millis(1), closed(", code 1006")});
  const std::vector<Finding> findings = diagnose(account_of(trace));
  ASSERT_THAT(ids_of(findings), ElementsAre("dropped-call"));
  EXPECT_EQ(findings.front().severity, Severity::kError);
}

TEST(DroppedCall, IsOnlyNotedWhenNobodyNoticed) {
  const std::vector<Finding> findings =
      TraceBuilder().caller(500, 1000).agent(2200, 1000).event(5000, closed(", code 1006")).findings(9000);
  ASSERT_THAT(ids_of(findings), ElementsAre("dropped-call"));
  EXPECT_EQ(findings.front().severity, Severity::kInfo);
}

TEST(DroppedCall, IsNotSaidOfATraceThatTheAgentTookItself) {
  TraceBuilder builder;
  builder.header().observed_at = trace::ObservedAt::kAgent;
  EXPECT_THAT(builder.caller(500, 1000).agent(2200, 3000).event(3000, closed(", code 1006")).findings(9000),
              IsEmpty());
}

}  // namespace
}  // namespace parley
