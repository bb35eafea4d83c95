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

TEST(StopsAfterN, IsNamedForTheSameNumberInTwoCallsAndFoldsBoth) {
  const std::vector<CallAccount> calls{account_of_call(4, 2), account_of_call(5, 2)};
  const std::vector<Finding> findings = diagnose(calls);
  ASSERT_THAT(ids_of(findings), ElementsAre("stops-after-n"));
  EXPECT_EQ(findings.front().causes.front().certainty, Certainty::kLikely);
  EXPECT_THAT(findings.front().explanation, HasSubstr("In 2 calls"));
}

TEST(StopsAfterN, IsSilentForDifferentNumbers) {
  const std::vector<CallAccount> calls{account_of_call(4, 2), account_of_call(5, 1)};
  EXPECT_THAT(ids_of(diagnose(calls)), testing::Not(testing::Contains("stops-after-n")));
}

TEST(StopsAfterN, IsSilentWhenAnotherCallHadMoreAnswers) {
  const std::vector<CallAccount> calls{account_of_call(4, 2), account_of_call(5, 5), account_of_call(4, 2)};
  EXPECT_THAT(ids_of(diagnose(calls)), testing::Not(testing::Contains("stops-after-n")));
}

TEST(StopsAfterN, IsPossibleInOneCallThatEndedForGood) {
  const std::vector<Finding> findings = diagnose(account_of_call(6, 4));
  ASSERT_THAT(ids_of(findings), ElementsAre("stops-after-n"));
  EXPECT_EQ(findings.front().causes.front().certainty, Certainty::kPossible);
  EXPECT_THAT(findings.front().causes.back().text, HasSubstr("stuck-processing"));
}

TEST(StopsAfterN, LeavesACallThatBrokeEarlyToTheRuleOfBreaking) {
  EXPECT_THAT(ids_of(diagnose(account_of_call(4, 2))), ElementsAre("stuck-processing"));
}

TEST(StopsAfterN, IsSilentWhenAllIsAnswered) {
  const std::vector<CallAccount> calls{account_of_call(5, 5), account_of_call(3, 3)};
  EXPECT_THAT(diagnose(calls), IsEmpty());
}

}  // namespace
}  // namespace parley
