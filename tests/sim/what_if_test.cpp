#include "sim/what_if.h"

#include <gtest/gtest.h>

#include "tests/sim/recorded_calls.h"

namespace parley {
namespace {

using Changes = std::vector<std::pair<std::string, std::string>>;

WhatIf what_if_of(const trace::CallTrace& trace, const Changes& changes) {
  const Result<WhatIf> result = what_if(trace, "call.trace.jsonl", changes);
  EXPECT_TRUE(result.has_value()) << (result.has_value() ? "" : result.error().text());
  return result.has_value() ? *result : WhatIf{};
}

class NothingChanged : public testing::TestWithParam<std::string_view> {};

TEST_P(NothingChanged, GivesTheSameCall) {
  const WhatIf result = what_if_of(agent_trace_of(GetParam()), {});
  EXPECT_FALSE(result.parts.has_value()) << result.recorded << "\n" << result.recomputed;
  EXPECT_EQ(result.assumed, 0);
  EXPECT_EQ(result.horizon, kNever);
  EXPECT_FALSE(result.before.empty());
  EXPECT_EQ(result.before.size(), result.after.size());
}

INSTANTIATE_TEST_SUITE_P(WhatIf, NothingChanged, testing::Values(kTwoTurns, kBargeIn, kSlowProvider));

TEST(WhatIf, ALongerSilenceMovesEndAndReplyByTheDifference) {
  const trace::CallTrace trace = agent_trace_of(kTwoTurns);
  const WhatIf result = what_if_of(trace, {{"endpoint.silence_ms", "550"}});
  ASSERT_TRUE(result.parts.has_value());
  ASSERT_FALSE(result.before.empty());
  ASSERT_EQ(result.after.size(), result.before.size());
  EXPECT_EQ(result.after[0].text, result.before[0].text);
  // By 200 ms, give or take the jitter with which frames arrive, which is when silence is noticed.
  const Duration later = result.after[0].ended - result.before[0].ended;
  EXPECT_GT(later, millis(160));
  EXPECT_LT(later, millis(240));
  ASSERT_TRUE(result.before[0].reply_at.has_value());
  ASSERT_TRUE(result.after[0].reply_at.has_value());
  EXPECT_EQ(*result.after[0].reply_at - *result.before[0].reply_at, later);
  EXPECT_EQ(result.assumed, 0);
}

TEST(WhatIf, NothingIsToldBeyondTheCallersNextWord) {
  const WhatIf result = what_if_of(agent_trace_of(kTwoTurns), {{"endpoint.silence_ms", "550"}});
  EXPECT_EQ(result.before.size(), 1U);
  EXPECT_GT(result.horizon, *result.parts);
  EXPECT_LT(result.horizon, kNever);
}

TEST(WhatIf, WithoutBargeInTheReplyIsNotInterrupted) {
  const trace::CallTrace trace = agent_trace_of(kBargeIn);
  const WhatIf result = what_if_of(trace, {{"barge_in.enabled", "false"}});
  ASSERT_TRUE(result.parts.has_value());
  EXPECT_NE(result.recorded.find("clear"), std::string::npos) << result.recorded << "\n" << result.recomputed;
  bool stopped = false;
  for (const trace::CallEvent& event : result.trace.events) {
    stopped = stopped || std::holds_alternative<trace::BargeIn>(event.what);
  }
  EXPECT_FALSE(stopped);
}

TEST(WhatIf, ASettingThatPlaysNoPartChangesNothing) {
  const WhatIf result = what_if_of(agent_trace_of(kTwoTurns), {{"turn.max_caller_ms", "60000"}});
  EXPECT_FALSE(result.parts.has_value());
}

TEST(WhatIf, AnEarlierApologyIsToldOfASlowProvider) {
  const WhatIf result = what_if_of(agent_trace_of(kSlowProvider), {{"turn.no_reply_ms", "4000"}});
  ASSERT_TRUE(result.parts.has_value());
  ASSERT_EQ(result.after.size(), 1U);
  EXPECT_EQ(result.horizon, kNever);
}

TEST(WhatIf, ASettingThatDoesNotExistIsAnError) {
  const Result<WhatIf> result =
      what_if(agent_trace_of(kTwoTurns), "call.trace.jsonl", {{"endpoint.silense_ms", "1"}});
  ASSERT_FALSE(result.has_value());
  EXPECT_NE(result.error().text().find("did you mean \"endpoint.silence_ms\""), std::string::npos);
}

}  // namespace
}  // namespace parley
