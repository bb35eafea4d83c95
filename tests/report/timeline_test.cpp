#include "report/timeline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "report/terminal.h"

namespace parley {
namespace {

using testing::HasSubstr;
using testing::Not;

/// 4 s: the caller at 1.0 s, the agent at 2.0 s with its buffer and a mark, states, drawn without any audio.
CallAccount drawn() {
  CallAccount account;
  account.header.scenario = "by_hand";
  account.header.call_sid = "CA3f9c0000000000000000000000000000";
  account.header.own_lateness_p99_us = 400;
  account.ended = at_millis(4000);
  account.columns.resize(40);
  for (std::size_t i = 10; i < 15; ++i) account.columns[i].caller = 170 << (i - 10);
  for (std::size_t i = 20; i < 30; ++i) account.columns[i].agent = 1800;
  for (std::size_t i = 20; i < 26; ++i)
    account.columns[i].buffered_ms = 600 - static_cast<std::int32_t>(i - 20) * 100;
  MarkEntry mark;
  mark.name = "a";
  mark.sent = at_millis(2000);
  mark.reached = mark.returned = at_millis(3000);
  account.marks.push_back(mark);
  mark.returned = kNever;
  mark.reached = at_millis(3500);
  account.marks.push_back(mark);
  account.states.push_back(
      {at_millis(0), TurnState::kListening, TurnState::kListening, TurnReason::kStart, {}, 0, 0});
  account.states.push_back(
      {at_millis(1800), TurnState::kListening, TurnState::kProcessing, TurnReason::kEndOfUtterance, {}, 360, 1});
  account.states.push_back(
      {at_millis(2000), TurnState::kProcessing, TurnState::kSpeaking, TurnReason::kFirstAudio, {}, 0, 2});
  return account;
}

TEST(Timeline, DrawsBothVoicesBufferMarksStatesAndFindings) {
  Finding finding;
  finding.at = at_millis(3000);
  EXPECT_EQ(timeline(drawn(), std::span(&finding, 1)),
            "by_hand  CA3f9c…  4.0 s   measurement reliable (own lateness p99 0.4 ms)\n"
            "\n"
            "           0s        1s        2s        3s\n"
            " caller    ··········▁▃▄▅▆·························\n"
            " agent     ····················▅▅▅▅▅▅▅▅▅▅··········\n"
            " buffer                        ▄▄▄▃▃▂\n"
            " marks                                  1●   2○\n"
            " states    L·················P·S···················\n"
            " findings                                ✗\n");
}

TEST(Timeline, FitsTheWidthWithRoundTimes) {
  for (const std::size_t width : {std::size_t{60}, std::size_t{100}, std::size_t{200}}) {
    for (const std::int64_t length_ms : {1, 900, 12'600, 61'000, 3'600'000, 40'000'000}) {
      CallAccount account = drawn();
      account.ended = at_millis(length_ms);
      std::istringstream lines(timeline(account, {}, {width, false}));
      std::string title;
      std::getline(lines, title);
      for (std::string line; std::getline(lines, line);) EXPECT_LE(columns_of(line), width) << line;
    }
  }
}

TEST(Timeline, LeavesOutRowsOfWhichNothingIsKnown) {
  CallAccount account = drawn();
  account.states.clear();
  account.marks.clear();
  EXPECT_THAT(timeline(account), Not(HasSubstr("states")));
  EXPECT_THAT(timeline(account), Not(HasSubstr("marks")));
}

TEST(Timeline, SaysWhenTheMeasurementCannotBeTrusted) {
  CallAccount account = drawn();
  account.header.own_lateness_p99_us = 250'000;
  EXPECT_THAT(timeline(account), HasSubstr("NOT reliable"));
}

TEST(Timeline, IsColouredOnlyWhenAsked) {
  EXPECT_THAT(timeline(drawn()), Not(HasSubstr("\x1b[")));
  EXPECT_THAT(timeline(drawn(), {}, {100, true}), HasSubstr("\x1b["));
}

}  // namespace
}  // namespace parley
