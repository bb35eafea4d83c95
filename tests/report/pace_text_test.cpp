#include "report/pace_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/json.h"
#include "report/pace_json.h"

namespace parley {
namespace {

using testing::HasSubstr;
using testing::Not;

CallMeasurements seven_turns() {
  CallMeasurements call;
  call.name = "CA1";
  call.source = "log";
  call.has_log = true;
  for (int i = 0; i < 7; ++i) call.latency.response.add(900'000);
  call.remarks.push_back({"stuck-speaking", 41, "SPEAKING never ended", true});
  call.notes.emplace_back("no time stamps");
  return call;
}

TEST(PaceText, SaysWhatIsOverAndWhatCannotBeSaid) {
  const CallMeasurements call = seven_turns();
  const std::string text = pace_text(call, judge(call, Budget()), {});
  EXPECT_THAT(text, HasSubstr("response latency p50"));
  EXPECT_THAT(text, HasSubstr("over"));
  EXPECT_THAT(text, HasSubstr("cannot be said (7 of 20 samples)"));
  EXPECT_THAT(text, HasSubstr("stuck-speaking, line 41: SPEAKING never ended"));
  EXPECT_THAT(text, HasSubstr("note: no time stamps"));
  EXPECT_THAT(text, Not(HasSubstr("TX lead"))) << "what was not measured has no row of its own";
}

TEST(PaceText, WritesValuesInTheirUnits) {
  EXPECT_EQ(budget_value_text(1'200'000, BudgetUnit::kMilliseconds), "1200 ms");
  EXPECT_EQ(budget_value_text(12'340, BudgetUnit::kMilliseconds), "12.3 ms");
  EXPECT_EQ(budget_value_text(-500'160, BudgetUnit::kPpm), "-500.2 ppm");
  EXPECT_EQ(budget_value_text(3'000, BudgetUnit::kCount), "3");
  EXPECT_EQ(drift_text({500'000, 480'000, 520'000}),
            "500.0 ppm, 300 ms in 10 minutes (95 %: 480.0 ppm to 520.0 ppm)");
}

TEST(PaceJson, HoldsEachCallAndAllTogether) {
  JudgedCall call{"a.log", seven_turns(), {}};
  call.lines = judge(call.measured, Budget());
  const std::string text = pace_json(std::vector<JudgedCall>{call}, call);
  const auto parsed = json::parse(text, "pace");
  ASSERT_TRUE(parsed.has_value()) << parsed.error().text();
  ASSERT_NE(parsed->find("calls"), nullptr);
  ASSERT_NE(parsed->find("calls")->as_array(), nullptr);
  const json::Value& first = parsed->find("calls")->as_array()->front();
  EXPECT_EQ(*first.find("file")->as_string(), "a.log");
  const json::Value* response = first.find("latency")->find("response");
  ASSERT_NE(response, nullptr);
  EXPECT_EQ(*response->find("samples")->as_int(), 7);
  EXPECT_TRUE(response->find("p95_us")->is_null());
  EXPECT_EQ(*response->find("p50_us")->find("value")->as_int(), 900'000);
  EXPECT_EQ(*first.find("budget")->as_array()->front().find("verdict")->as_string(), "over");
}

}  // namespace
}  // namespace parley
