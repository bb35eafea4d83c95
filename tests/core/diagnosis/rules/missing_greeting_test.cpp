#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/diagnosis/rules.h"
#include "tests/core/account/trace_builder.h"

namespace parley {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(MissingGreeting, IsNamedWhenTheCallerWaitsAndHasToSpeakFirst) {
  const std::vector<Finding> findings = TraceBuilder().caller(6000, 1000).agent(7700, 1000).findings(11000);
  ASSERT_THAT(ids_of(findings), ElementsAre("missing-greeting"));
  EXPECT_EQ(findings.front().severity, Severity::kWarning);
  EXPECT_THAT(findings.front().explanation, HasSubstr("until he spoke himself"));
}

TEST(MissingGreeting, IsNamedWhenTheGreetingIsLate) {
  const std::vector<Finding> findings = TraceBuilder().agent(4500, 1000).findings(8000);
  ASSERT_THAT(ids_of(findings), ElementsAre("missing-greeting"));
  EXPECT_THAT(findings.front().explanation, HasSubstr("until the agent spoke"));
}

TEST(MissingGreeting, IsOnlyNotedOfAServerThatNeverSendsAnything) {
  const std::vector<Finding> findings = TraceBuilder().caller(6000, 1000).findings(11000);
  ASSERT_THAT(ids_of(findings), ElementsAre("missing-greeting"));
  EXPECT_EQ(findings.front().severity, Severity::kInfo);
}

TEST(MissingGreeting, IsSilentWhenTheCallerSpokeFirst) {
  EXPECT_THAT(TraceBuilder().caller(2800, 1000).agent(4500, 1000).findings(8000), IsEmpty());
}

TEST(MissingGreeting, IsSilentWhenACallIsTooShortToTell) {
  EXPECT_THAT(TraceBuilder().findings(3500), IsEmpty());
}

TEST(MissingGreeting, IsSilentForOneThatComesInTime) {
  EXPECT_THAT(TraceBuilder().agent(2800, 800).caller(5000, 1000).agent(6700, 1000).findings(9500), IsEmpty());
}

}  // namespace
}  // namespace parley
