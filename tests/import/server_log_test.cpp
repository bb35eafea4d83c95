#include "import/server_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace parley {
namespace {

using testing::SizeIs;

std::vector<LogCall> read(std::string_view text, std::size_t block = 1'000'000) {
  ServerLogReader reader;
  for (std::size_t at = 0; at < text.size(); at += block) reader.push(text.substr(at, block));
  return reader.finish();
}

TEST(ServerLog, OfOneCallIsItsLinesInOrder) {
  const auto calls = read(
      "starting up\n"
      "[CFG] mode=AI\n"
      "WS_CONNECTED mode=AI\n"
      "[WS] connected call=CA1234\n"
      "GET /healthz\n"
      "WS_START sid=MZ1234 mode=AI\n"
      "STATE -> LISTENING\n"
      "WS_STOP sid=MZ1234 rx=1 tx=2\n"
      "WS_DONE sid=MZ1234 rx=1 tx=2");
  ASSERT_THAT(calls, SizeIs(1));
  EXPECT_EQ(calls[0].call_sid, "CA1234");
  EXPECT_EQ(calls[0].stream_sid, "MZ1234");
  ASSERT_THAT(calls[0].events, SizeIs(7));
  EXPECT_EQ(calls[0].events.front().line, 2);
  EXPECT_EQ(calls[0].events.back().line, 9);
  EXPECT_EQ(calls[0].guessed, 0);
  EXPECT_FALSE(calls[0].times);
}

TEST(ServerLog, IsTheSameInBlocksOfAnySize) {
  const std::string text = "WS_START sid=MZ0001\n\x1b[32mSTATE -> PROCESSING | silence_ms=360\x1b[0m\r\n" +
                           std::string(40'000, 'x') +
                           "STATE -> SPEAKING\nSTATE -> SPEAKING\nWS_STOP sid=MZ0001 rx=1 tx=2\n";
  const auto whole = read(text);
  ASSERT_THAT(whole, SizeIs(1));
  EXPECT_THAT(whole[0].events, SizeIs(4)) << "what lies beyond 16 KiB of a line is passed over";
  for (const std::size_t block : {1U, 2U, 7U, 100U, 16'384U, 30'000U}) {
    const auto calls = read(text, block);
    ASSERT_THAT(calls, SizeIs(1)) << block;
    ASSERT_THAT(calls[0].events, SizeIs(4)) << block;
    for (std::size_t i = 0; i < 4; ++i) {
      EXPECT_EQ(calls[0].events[i].line, whole[0].events[i].line) << block;
      EXPECT_EQ(calls[0].events[i].fields, whole[0].events[i].fields) << block;
    }
  }
}

TEST(ServerLog, TellsCallsApartByTheSidsOfTheirLines) {
  const auto calls = read(
      "WS_START sid=MZ0001 call_sid=CA0001\n"
      "WS_START sid=MZ0002 call_sid=CA0002\n"
      "STATE -> PROCESSING | call=CA0001\n"
      "STATE -> SPEAKING | sid=MZ0002\n"
      "STATE -> SPEAKING | sid=MZ0001\n"
      "WS_DONE sid=MZ0002 rx=1 tx=1\n"
      "WS_DONE sid=MZ0001 rx=1 tx=1\n");
  ASSERT_THAT(calls, SizeIs(2));
  EXPECT_EQ(calls[0].call_sid, "CA0002") << "in the order in which they ended";
  EXPECT_THAT(calls[0].events, SizeIs(3));
  EXPECT_THAT(calls[1].events, SizeIs(4));
  EXPECT_EQ(calls[0].guessed + calls[1].guessed, 0);
}

TEST(ServerLog, SaysHowManyLinesItGuessed) {
  const auto calls = read(
      "WS_START sid=MZ0001\nWS_START sid=MZ0002\nSTATE -> PROCESSING\nWS_DONE sid=MZ0002 rx=1 tx=1\n"
      "STATE -> PROCESSING\n");
  ASSERT_THAT(calls, SizeIs(2));
  EXPECT_EQ(calls[0].stream_sid, "MZ0002");
  EXPECT_EQ(calls[0].guessed, 1);
  EXPECT_EQ(calls[1].guessed, 0) << "one call was left";
  EXPECT_THAT(calls[1].events, SizeIs(2));
}

TEST(ServerLog, TellsCallsApartByTheContainersThatTheyRanIn) {
  const auto calls = read(
      "agent-1  | WS_START sid=MZ0001\nagent-2  | WS_START sid=MZ0002\nagent-1  | STATE -> PROCESSING\n"
      "agent-2  | STATE -> SPEAKING\nTTS_START | frames=96\n");
  ASSERT_THAT(calls, SizeIs(3)) << "the last line has no container's name";
  EXPECT_EQ(calls[0].events.back().state, TurnState::kProcessing);
  EXPECT_EQ(calls[1].events.back().state, TurnState::kSpeaking);
  EXPECT_EQ(calls[0].guessed, 0);
}

TEST(ServerLog, ReadsTimesOfAnyForm) {
  const auto first_two = [](const char* text) {
    const auto calls = read(text);
    EXPECT_THAT(calls, SizeIs(1));
    EXPECT_TRUE(calls[0].times);
    return std::pair(*calls[0].events[1].at, calls[0].fine_times);
  };
  EXPECT_EQ(
      first_two(
          "2026-11-21T10:00:00.000100Z CA WS_START sid=MZ0001\n2026-11-21T10:00:01.000300Z STATE -> LISTENING\n"),
      std::pair(at_micros(1'000'200), true));
  EXPECT_EQ(first_two("10:00:00,100 WS_START sid=MZ0001\n10:00:00,350 STATE -> LISTENING\n"),
            std::pair(at_millis(250), true));
  EXPECT_EQ(first_two("23:59:59,900 WS_START sid=MZ0001\n00:00:00,100 STATE -> LISTENING\n"),
            std::pair(at_millis(200), true))
      << "over midnight";
  EXPECT_EQ(first_two("app  | 2025-12-07T15:04:49Z info WS_START sid=MZ0001\n"
                      "app  | 2025-12-07T15:04:51Z info STATE -> LISTENING\n"),
            std::pair(at_millis(2000), false));
  EXPECT_EQ(first_two("2025-12-07T15:04:49Z info 17:04:49,100 WS_START sid=MZ0001\n"
                      "2025-12-07T15:04:49Z info 17:04:49,700 STATE -> LISTENING\n"),
            std::pair(at_millis(600), true))
      << "the program's own times are finer";
}

TEST(ServerLog, GivesCallsAsTheyEnd) {
  ServerLogReader reader;
  reader.push("WS_START sid=MZ0001\nWS_DONE sid=MZ0001 rx=1 tx=1\nWS_START sid=MZ0002\n");
  EXPECT_THAT(reader.take_finished(), SizeIs(1));
  EXPECT_THAT(reader.take_finished(), SizeIs(0));
  EXPECT_THAT(reader.finish(), SizeIs(1));
}

TEST(ServerLog, StaysBoundedByCallsThatNeverEnd) {
  ServerLogReader reader;
  for (std::size_t i = 0; i < ServerLogReader::kMostCalls + 5; ++i) {
    reader.push("WS_START sid=MZ" + std::to_string(1000 + i) + "\n");
  }
  EXPECT_THAT(reader.take_finished(), SizeIs(5));
}

TEST(ServerLog, WithoutACallIsNone) {
  EXPECT_THAT(read(""), SizeIs(0));
  EXPECT_THAT(read("\n\n"), SizeIs(0));
  EXPECT_THAT(read("[CFG] mode=AI\nnoise\n"), SizeIs(0)) << "a server that nobody called";
}

TEST(ServerLog, OfAServerThatNeverSaysWsStartIsOneCall) {
  EXPECT_THAT(read("STATE -> PROCESSING\nnoise\nSTATE -> SPEAKING\n"), SizeIs(1));
}

}  // namespace
}  // namespace parley
