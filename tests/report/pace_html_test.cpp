#include "report/pace_html.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/base/json.h"

namespace parley {
namespace {

using testing::HasSubstr;
using testing::Not;

JudgedCall paced_call(const std::string& name) {
  PacingMeter meter;
  for (int i = 0; i < 3000; ++i) meter.sent(at_micros(i * 20'010 + (i > 1000 ? 70'000 : 0)), kFrameSamples);
  JudgedCall call;
  call.file = "a.trace.jsonl";
  call.measured.name = name;
  call.measured.pacing = meter.so_far();
  call.lines = judge(call.measured, Budget());
  return call;
}

/// The data of a page, which have to be JSON.
json::Value data_in(const std::string& page) {
  const std::string begin = R"(id="data">)";
  const std::size_t from = page.find(begin) + begin.size();
  auto data = json::parse(std::string_view(page).substr(from, page.find("</script>", from) - from), "data");
  EXPECT_TRUE(data.has_value()) << (data.has_value() ? "" : data.error().text());
  return data.has_value() ? *data : json::Value{};
}

TEST(PaceHtml, HoldsTheReportAndAPictureForEachCall) {
  const std::vector<JudgedCall> calls{paced_call("CA1"), paced_call("CA2")};
  const std::string page = pace_html(calls, calls.front(), "pacecheck 0");
  EXPECT_THAT(page, Not(HasSubstr("@PARLEY")));
  const json::Value data = data_in(page);
  ASSERT_NE(data.find("pictures"), nullptr);
  ASSERT_EQ(data.find("pictures")->as_array()->size(), 2U);
  const json::Value& picture = data.find("pictures")->as_array()->front();
  EXPECT_FALSE(picture.find("held")->find("spans")->as_array()->empty());
  EXPECT_FALSE(picture.find("clock")->as_array()->empty());
  EXPECT_EQ(data.find("report")->find("calls")->as_array()->size(), 2U);
}

TEST(PaceHtml, CountsEveryIntervalInABarOrBeyond) {
  const std::vector<JudgedCall> calls{paced_call("CA1")};
  const json::Value data = data_in(pace_html(calls, calls.front(), ""));
  const json::Value* interval = data.find("pictures")->as_array()->front().find("interval");
  std::int64_t counted = *interval->find("beyond")->as_int();
  for (const json::Value& count : *interval->find("counts")->as_array()) counted += *count.as_int();
  EXPECT_EQ(counted, 2999);
  EXPECT_EQ(*interval->find("beyond")->as_int(), 1) << "the one long gap lies beyond the bars";
}

TEST(PaceHtml, CannotBeEndedByANameInIt) {
  const std::vector<JudgedCall> calls{paced_call("</script><b>")};
  const std::string page = pace_html(calls, calls.front(), "");
  EXPECT_THAT(page, Not(HasSubstr("</script><b>")));
  const json::Value data = data_in(page);
  EXPECT_EQ(*data.find("report")->find("calls")->as_array()->front().find("call")->as_string(), "</script><b>");
}

TEST(PaceHtml, DrawsOnlySoManyCalls) {
  const std::vector<JudgedCall> calls(kMostPacePictures + 5);
  const json::Value data = data_in(pace_html(calls, JudgedCall{}, ""));
  EXPECT_EQ(data.find("pictures")->as_array()->size(), kMostPacePictures);
  EXPECT_EQ(data.find("report")->find("calls")->as_array()->size(), calls.size());
}

}  // namespace
}  // namespace parley
