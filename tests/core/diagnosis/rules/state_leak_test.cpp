#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/diagnosis/rules.h"
#include "tests/core/account/trace_builder.h"

namespace parley {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// A call with this many turns, the first `answered` of which are answered.
TraceBuilder call_of(std::size_t turns, std::size_t answered) {
  TraceBuilder builder;
  for (std::size_t i = 0; i < turns; ++i) {
    const std::int64_t at = 500 + static_cast<std::int64_t>(i) * 5000;
    builder.caller(at, 1000);
    if (i >= answered) continue;
    const std::string name = "m" + std::to_string(i);
    builder.agent(at + 1700, 1000).mark(at + 2600, name).mark_back(at + 2750, name);
  }
  return builder;
}
CallAccount account_of_call(std::size_t turns, std::size_t answered) {
  return call_of(turns, answered).account(static_cast<std::int64_t>(turns) * 5000 + 2000);
}

TEST(StateLeak, IsNamedWhenTheSecondCallIsDeadFromItsFirstTurn) {
  const std::vector<CallAccount> calls{account_of_call(3, 3), account_of_call(3, 0)};
  const std::vector<Finding> findings = diagnose(calls);
  ASSERT_FALSE(findings.empty());
  EXPECT_EQ(findings.front().id, "state-leak");
  EXPECT_EQ(findings.front().call, 1U);
  EXPECT_EQ(findings.front().severity, Severity::kError);
}

TEST(StateLeak, ExplainsThatTheSecondCallGreetsAndThenIsSilent) {
  TraceBuilder second;
  second.agent(100, 800).mark(800, "g").mark_back(950, "g").caller(1500, 1000).caller(6000, 1000);
  const std::vector<CallAccount> calls{account_of_call(3, 3), second.account(12'000)};
  const std::vector<Finding> findings = diagnose(calls);
  ASSERT_THAT(ids_of(findings), ElementsAre("state-leak"));
  EXPECT_FALSE(findings.front().explains.empty());
}

TEST(StateLeak, IsSilentWhenALaterCallIsGoodAgain) {
  const std::vector<CallAccount> calls{account_of_call(3, 3), account_of_call(3, 0), account_of_call(3, 3)};
  EXPECT_THAT(ids_of(diagnose(calls)), testing::Not(testing::Contains("state-leak")));
}

TEST(StateLeak, IsSilentWhenTheFirstCallWasDeadAlready) {
  const std::vector<CallAccount> calls{account_of_call(3, 0), account_of_call(3, 0)};
  EXPECT_THAT(ids_of(diagnose(calls)), testing::Not(testing::Contains("state-leak")));
}

}  // namespace
}  // namespace parley
