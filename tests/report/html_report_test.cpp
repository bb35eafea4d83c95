#include "report/html_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "core/base/json.h"

namespace parley {
namespace {

using testing::HasSubstr;
using testing::Not;

/// The data that the page carries, as JSON.
json::Value data_of(const std::string& html) {
  const std::string begin = R"(<script type="application/json" id="data">)";
  const std::size_t from = html.find(begin) + begin.size();
  const auto value = json::parse(html.substr(from, html.find("</script>", from) - from), "page");
  EXPECT_TRUE(value.has_value()) << (value ? "" : value.error().text());
  return value ? *value : json::Value();
}

CallAccount account_of_a_call() {
  CallAccount account;
  account.header.call_sid = "CA1";
  account.header.scenario = "two_turns";
  account.ended = kCallStart + seconds(9);
  account.columns = {{10, 20, 120}, {0, 0, 0}};
  account.marks.push_back({"tts_done", kCallStart + seconds(1)});
  account.clears.push_back({kCallStart + seconds(2), millis(100), true});
  account.clears.push_back({kCallStart + seconds(3), millis(0), false});
  return account;
}

TEST(TheReport, IsOnePageThatHoldsItsDataAndFetchesNothing) {
  const CallAccount account = account_of_a_call();
  const std::string html = html_report({account, {}, nullptr, {}, "1.2.3", {}});
  EXPECT_THAT(html, HasSubstr("<!doctype html>"));
  EXPECT_THAT(html, Not(HasSubstr("@PARLEY_REPORT_DATA@")));
  EXPECT_THAT(html, Not(HasSubstr("http:")));
  EXPECT_THAT(html, Not(HasSubstr("https:")));
  const json::Value data = data_of(html);
  EXPECT_EQ(*data.find("title")->as_string(), "two_turns");
  EXPECT_EQ(*data.find("ended_us")->as_int(), 9'000'000);
  EXPECT_EQ(data.find("columns")->as_array()->size(), 2U);
  EXPECT_TRUE(data.find("sound")->is_null());
}

TEST(TheReport, SaysOfACallThatWasMeasuredTooLateThatItJudgesNobody) {
  CallAccount account = account_of_a_call();
  account.header.own_lateness_p99_us = 400;
  EXPECT_TRUE(*data_of(html_report({account, {}, nullptr, {}, "", {}})).find("reliable")->as_bool());
  account.header.own_lateness_p99_us = 5'100;
  EXPECT_FALSE(*data_of(html_report({account, {}, nullptr, {}, "", {}})).find("reliable")->as_bool());
}

TEST(TheReport, ShowsAMarkThatNeverCameBackAndOnlyClearsThatWereHeard) {
  const CallAccount account = account_of_a_call();
  const json::Value data = data_of(html_report({account, {}, nullptr, {}, "", {}}));
  EXPECT_TRUE(data.find("marks")->as_array()->front().find("returned_us")->is_null());
  EXPECT_EQ(data.find("clears")->as_array()->size(), 1U);
}

TEST(TheReport, CannotBeBrokenOutOfByWhatTheCallerSays) {
  const CallAccount account = account_of_a_call();
  const std::vector<Said> said{{kCallStart, true, "</script><script>alert(1)</script><!--"},
                               {kCallStart + seconds(1), false, "שלום \"you\""}};
  const std::string html = html_report({account, {}, nullptr, said, "", {}});
  EXPECT_THAT(html, Not(HasSubstr("<script>alert")));
  const json::Value data = data_of(html);
  const auto& words = *data.find("said")->as_array();
  EXPECT_EQ(*words[0].find("text")->as_string(), said[0].text);
  EXPECT_EQ(*words[1].find("text")->as_string(), said[1].text);
  EXPECT_EQ(*words[1].find("who")->as_string(), "agent");
}

TEST(TheReport, CarriesTheFindingsInTheFormThatProgramsReadToo) {
  const CallAccount account = account_of_a_call();
  Finding finding;
  finding.id = "stuck-speaking";
  finding.at = kCallStart + seconds(4);
  finding.explanation = "never listened again";
  const std::vector<Finding> findings{finding};
  const json::Value data = data_of(html_report({account, findings, nullptr, {}, "", {}}));
  const auto& listed = *data.find("findings")->as_array();
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(*listed[0].find("id")->as_string(), "stuck-speaking");
  EXPECT_EQ(*listed[0].find("at_us")->as_int(), 4'000'000);
}

TEST(TheReport, HoldsTheSoundOfBothSidesUnlessThereIsTooMuchOfIt) {
  const CallAccount account = account_of_a_call();
  CallSound sound;
  sound.caller.assign(8'000, 100);
  sound.agent.assign(16'000, -100);
  const json::Value data = data_of(html_report({account, {}, &sound, {}, "", {}}));
  EXPECT_EQ(data.find("sound")->find("caller")->as_string()->size(), (8'000U + 2) / 3 * 4);
  sound.caller.assign(8'000U * 1'801, 0);
  EXPECT_TRUE(data_of(html_report({account, {}, &sound, {}, "", {}})).find("sound")->is_null());
}

TEST(TheWordsOfACall, AreThoseThatItsTraceTells) {
  trace::CallTrace trace;
  trace.events.push_back({kCallStart + seconds(1), trace::TurnText{TurnId{1}, "what are your hours", 80}, -1});
  trace.events.push_back({kCallStart + seconds(2), trace::ReplyComposed{TurnId{1}, "nine to five"}, -1});
  trace.events.push_back({kCallStart + seconds(3), trace::Wake{}, 4});
  const std::vector<Said> said = said_in(trace);
  ASSERT_EQ(said.size(), 2U);
  EXPECT_TRUE(said[0].by_caller);
  EXPECT_EQ(said[1].text, "nine to five");
}

}  // namespace
}  // namespace parley
