#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/diagnosis/rules.h"
#include "tests/core/account/trace_builder.h"

namespace parley {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// A call in which each answer takes as long as is given, in ms.
TraceBuilder answered_after(const std::vector<std::int64_t>& delays) {
  TraceBuilder builder;
  std::int64_t at = 500;
  for (const std::int64_t delay : delays) {
    builder.caller(at, 800).agent(at + 800 + delay, 1000);
    at += 800 + delay + 2000;
  }
  return builder;
}

TEST(RxBacklog, IsNamedWhenEachAnswerIsSlowerThanTheOneBefore) {
  const std::vector<Finding> findings = answered_after({700, 1100, 1500, 1900, 2300, 2700, 3100}).findings(35'000);
  ASSERT_THAT(ids_of(findings), ElementsAre("rx-backlog"));
  EXPECT_THAT(findings.front().explanation, HasSubstr("1.1 s in the beginning and 3.1 s"));
}

TEST(RxBacklog, IsSilentForAnswersThatVary) {
  EXPECT_THAT(answered_after({700, 1700, 900, 1900, 800, 1600, 1000}).findings(35'000), IsEmpty());
}

TEST(RxBacklog, IsSilentForAFewAnswers) {
  EXPECT_THAT(answered_after({700, 1100, 1500, 1900}).findings(25'000), IsEmpty());
}

TEST(RxBacklog, IsSilentForGrowthThatNobodyNotices) {
  EXPECT_THAT(answered_after({700, 800, 900, 1000, 1100, 1200, 1300}).findings(35'000), IsEmpty());
}

}  // namespace
}  // namespace parley
