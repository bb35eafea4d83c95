#include "core/measure/budget.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/base/random.h"

namespace parley {
namespace {

BudgetLine line_of(const CallMeasurements& call, std::string_view key, const Budget& budget = Budget()) {
  const auto lines = judge(call, budget);
  const auto found =
      std::find_if(lines.begin(), lines.end(), [&](const BudgetLine& line) { return line.item->key == key; });
  return found == lines.end() ? BudgetLine() : *found;
}

TEST(Budget, IsKeptUpToItsLimitAndExceededBeyondIt) {
  CallMeasurements call;
  call.latency.response.add(800'000);
  call.latency.response.add(900'000);
  EXPECT_EQ(line_of(call, "response_p50_ms").verdict, Verdict::kOk);
  CallMeasurements slow;
  slow.latency.response.add(800'001);
  slow.latency.response.add(900'000);
  EXPECT_EQ(line_of(slow, "response_p50_ms").verdict, Verdict::kOver);
}

TEST(Budget, CannotBeJudgedFromTooFewSamplesAndSaysHowManyAreNeeded) {
  CallMeasurements call;
  for (int i = 0; i < 7; ++i) call.latency.response.add(5'000'000);
  const BudgetLine line = line_of(call, "response_p95_ms");
  EXPECT_EQ(line.verdict, Verdict::kCannotBeSaid);
  EXPECT_EQ(line.why, "7 of 20 samples");
  EXPECT_FALSE(line.value.has_value());
}

TEST(Budget, OfIntervalsIsForMessagesOf20Milliseconds) {
  const auto sent_every = [](std::int64_t ms) {
    CallMeasurements call;
    PacingMeter meter;
    for (int i = 0; i < 200; ++i) meter.sent(at_millis(i * ms), ms * 8);
    call.pacing = meter.so_far();
    return line_of(call, "tx_interval_p99_ms");
  };
  EXPECT_EQ(sent_every(20).verdict, Verdict::kOk);
  EXPECT_EQ(sent_every(100).verdict, Verdict::kCannotBeSaid);
  EXPECT_EQ(sent_every(100).why, "messages hold 100 ms, and the limit is for 20");
}

TEST(Budget, OfDriftLooksAtTheWholeInterval) {
  const auto drifting = [](std::int64_t ppm, std::int64_t jitter_us) {
    CallMeasurements call;
    Random random(1);
    for (std::int64_t i = 0; i < 1500; ++i) {
      const std::int64_t media = i * 20'000;
      const std::int64_t late = random.normal(jitter_us);
      call.pacing.drift.reading(micros(media), at_micros(media + media * ppm / 1'000'000 + late));
    }
    call.pacing.messages = 1500;
    return line_of(call, "drift_ppm");
  };
  EXPECT_EQ(drifting(0, 0).verdict, Verdict::kOk);
  EXPECT_EQ(drifting(60, 0).verdict, Verdict::kOver);
  EXPECT_EQ(drifting(-60, 0).verdict, Verdict::kOver);
  EXPECT_EQ(drifting(49, 5'000).verdict, Verdict::kCannotBeSaid);
  const BudgetLine fast = drifting(-500'000, 0);
  EXPECT_EQ(fast.verdict, Verdict::kCannotBeSaid);
  EXPECT_EQ(fast.why, "sound is sent at 2.0 times real time, which is no drift");
}

TEST(Budget, CountsOnlyWhatTheDataHold) {
  CallMeasurements call;
  EXPECT_EQ(line_of(call, "underruns").verdict, Verdict::kCannotBeSaid);
  EXPECT_EQ(line_of(call, "illegal_transitions").verdict, Verdict::kCannotBeSaid);
  EXPECT_EQ(line_of(call, "log_errors").item, nullptr) << "a trace has no log to be wrong";
  call.states = {true, 4, 1};
  call.has_log = true;
  call.remarks.push_back({"suspicion", 1, "", false});
  EXPECT_EQ(line_of(call, "illegal_transitions").verdict, Verdict::kOver);
  EXPECT_EQ(line_of(call, "log_errors").verdict, Verdict::kOk) << "a suspicion is no error";
  call.remarks.push_back({"fact", 1, "", true});
  EXPECT_EQ(line_of(call, "log_errors").verdict, Verdict::kOver);
}

TEST(BudgetFile, ChangesAndDropsLimits) {
  const auto budget = read_budget("{ // ours\n\"response_p50_ms\": 600.5,\n\"underruns\": null}", "b.json");
  ASSERT_TRUE(budget.has_value());
  EXPECT_EQ(budget->limits[0], 600'500);
  EXPECT_EQ(budget->limits[1], 1'200'000) << "what the file does not name stays";
  EXPECT_EQ(line_of({}, "underruns", *budget).item, nullptr);
}

TEST(BudgetFile, NamesTheLineThatIsWrong) {
  const auto error = [](const char* text) {
    const auto budget = read_budget(text, "b.json");
    return budget.has_value() ? std::string() : budget.error().text();
  };
  EXPECT_EQ(error("{\n\"respnse\": 1}"), "b.json:2: there is no limit \"respnse\" in a budget");
  EXPECT_EQ(error("{\"underruns\": \"no\"}").rfind("b.json:1: underruns must be a number", 0), 0U);
  EXPECT_EQ(error("{\"underruns\": -1}").rfind("b.json:1: underruns must be a number", 0), 0U);
  EXPECT_EQ(error("[]").rfind("b.json:1: a budget is an object", 0), 0U);
  EXPECT_NE(error("{"), "");
}

}  // namespace
}  // namespace parley
