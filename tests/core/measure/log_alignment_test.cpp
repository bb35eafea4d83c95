#include "core/measure/log_alignment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/account/trace_builder.h"
#include "tests/core/measure/written_log.h"

namespace parley {
namespace {

using testing::HasSubstr;

/// Two answered turns with a mark behind each reply, as the far end saw them.
CallAccount two_turns() {
  return TraceBuilder()
      .caller(500, 1000)
      .agent(2200, 1000)
      .mark(3100, "tts_1")
      .mark_back(3250, "tts_1")
      .caller(4500, 1000)
      .agent(6200, 1000)
      .mark(7100, "tts_2")
      .mark_back(7250, "tts_2")
      .account(9000);
}

/// What the agent wrote meanwhile: 30 ms after what it heard, 30 ms before what it said is heard of.
WrittenLog log_of_two_turns(LogClothing clothing) {
  WrittenLog log(clothing);
  log.line(30, "WS_START sid=MZ00000000000000000000000000000001 mode=AI")
      .line(2100, "STATE -> PROCESSING | len=16000 | silence_ms=600")
      .line(2070, "STATE -> SPEAKING | turn=1")
      .line(3070, "MARK_SENT: tts_1 (queued)")
      .line(3280, "MARK_ACK: tts_1 -> LISTENING")
      .line(6100, "STATE -> PROCESSING | len=16000 | silence_ms=600")
      .line(6170, "STATE -> SPEAKING | turn=2")
      .line(7070, "MARK_SENT: tts_2 (queued)")
      .line(7280, "MARK_ACK: tts_2 -> LISTENING")
      .line(9030, "WS_STOP sid=MZ00000000000000000000000000000001 rx=450 tx=100");
  return log;
}

TEST(LogAlignment, FindsTheDifferenceOfTheClocksFromMarksStartAndStop) {
  for (const LogClothing clothing :
       {LogClothing::kClock, LogClothing::kIso, LogClothing::kContainer, LogClothing::kHosting}) {
    const LogAlignment found = align(log_of_two_turns(clothing).call(), two_turns());
    ASSERT_EQ(found.kind, LogAlignmentKind::kByClock) << found.text;
    EXPECT_TRUE(found.fine()) << found.text;
    EXPECT_GE(found.ties, 6) << found.text;
    EXPECT_EQ(found.contradictions, 0) << found.text;
    // The line about the mark that returned at 3250 was written 30 ms later.
    const Instant ack = found.lines[4].earliest;
    EXPECT_NEAR(static_cast<double>(to_millis(ack - kCallStart)), 3280, 60) << found.text;
    EXPECT_LE(found.uncertainty, millis(60)) << found.text;
    EXPECT_THAT(found.text, HasSubstr("2 marks sent, 2 marks returned"));
  }
}

TEST(LogAlignment, OfWholeSecondsIsCoarseAndSaysSo) {
  const LogAlignment found = align(log_of_two_turns(LogClothing::kWholeSeconds).call(), two_turns());
  ASSERT_EQ(found.kind, LogAlignmentKind::kByClock) << found.text;
  EXPECT_FALSE(found.fine());
  EXPECT_GE(found.uncertainty, millis(500));
  EXPECT_THAT(found.text, HasSubstr("whole seconds"));
}

TEST(LogAlignment, WithoutTimesLaysLinesBetweenTheMomentsThatBothTell) {
  const LogAlignment found = align(log_of_two_turns(LogClothing::kBare).call(), two_turns());
  ASSERT_EQ(found.kind, LogAlignmentKind::kByOrder) << found.text;
  // The second PROCESSING stands between the first mark that came back and the second reply.
  EXPECT_EQ(found.lines[5].earliest, at_millis(3250));
  EXPECT_LE(found.lines[5].latest, at_millis(7100));
  EXPECT_GE(found.lines[5].latest, at_millis(6000));
  EXPECT_THAT(found.text, HasSubstr("by order"));
}

TEST(LogAlignment, RefusesTheLogOfAnotherCall) {
  WrittenLog other;
  other.line(0, "WS_START sid=MZ00000000000000000000000000000002 mode=AI");
  CallAccount account = two_turns();
  account.header.stream_sid = "MZ00000000000000000000000000000001";
  const LogAlignment found = align(other.call(), account);
  EXPECT_EQ(found.kind, LogAlignmentKind::kNone);
  EXPECT_THAT(found.text, HasSubstr("another call"));
}

TEST(LogAlignment, SaysThatItCannotWhereNothingIsInCommon) {
  WrittenLog log;
  log.line(100, "STATE -> PROCESSING | silence_ms=600").line(900, "ASR_TEXT: hello");
  const LogAlignment found = align(log.call(), two_turns());
  EXPECT_EQ(found.kind, LogAlignmentKind::kNone);
  EXPECT_THAT(found.text, HasSubstr("could not be aligned"));
  EXPECT_TRUE(found.lines.empty());
}

TEST(LogAlignment, SaysThatItsTimesContradictTheWire) {
  WrittenLog log;
  // The marks come 5, 15 and 40 s apart from where the wire has them.
  log.line(0, "MARK_SENT: tts_1")
      .line(15'000, "MARK_ACK: tts_1")
      .line(40'000, "MARK_SENT: tts_2")
      .line(80'000, "MARK_ACK: tts_2");
  const LogAlignment found = align(log.call(), two_turns());
  EXPECT_EQ(found.kind, LogAlignmentKind::kNone);
  EXPECT_THAT(found.text, HasSubstr("contradict"));
}

TEST(LogAlignment, IsNotMisledByOneLineThatCameMuchLater) {
  WrittenLog log(LogClothing::kClock);
  log.line(30, "WS_START sid=MZ00000000000000000000000000000001 mode=AI")
      .line(3070, "MARK_SENT: tts_1")
      .line(3280, "MARK_ACK: tts_1")
      .line(7070, "MARK_SENT: tts_2")
      .line(11'280, "MARK_ACK: tts_2");  // its handler was blocked for four seconds
  const LogAlignment found = align(log.call(), two_turns());
  ASSERT_EQ(found.kind, LogAlignmentKind::kByClock) << found.text;
  EXPECT_EQ(found.contradictions, 1);
  EXPECT_NEAR(static_cast<double>(to_millis(found.lines[1].earliest - kCallStart)), 3070, 60);
}

TEST(LogAlignment, PairsMarksByOrderWhereTheLogCallsThemOtherwise) {
  WrittenLog log;
  log.line(3070, "MARK_SENT: assistant_tts_end")
      .line(3280, "MARK_ACK: assistant_tts_end")
      .line(7070, "MARK_SENT: assistant_tts_end")
      .line(7280, "MARK_ACK: assistant_tts_end");
  const LogAlignment found = align(log.call(), two_turns());
  EXPECT_EQ(found.kind, LogAlignmentKind::kByClock) << found.text;
  EXPECT_EQ(found.ties, 4) << found.text;
}

TEST(LogAlignment, SaysThatTheCountsAreOthers) {
  WrittenLog log = log_of_two_turns(LogClothing::kClock);
  log.line(9040, "WS_DONE sid=MZ00000000000000000000000000000001 rx=120 tx=100");
  WrittenLog few;
  few.line(30, "WS_START sid=MZ00000000000000000000000000000001 mode=AI").line(9030, "WS_STOP rx=120 tx=100");
  EXPECT_THAT(align(few.call(), two_turns()).text, HasSubstr("rx=120"));
}

TEST(LogAlignment, ChoosesTheCallWithTheSidElseTheOneThatFits) {
  WrittenLog log;
  log.line(0, "WS_START sid=MZ0001 call_sid=CA0001")
      .line(5000, "WS_DONE sid=MZ0001 rx=1 tx=1")
      .line(60'030, "WS_START sid=MZ0002 call_sid=CA0002")
      .line(63'070, "MARK_SENT: tts_1")
      .line(63'280, "MARK_ACK: tts_1")
      .line(69'030, "WS_DONE sid=MZ0002 rx=450 tx=100");
  const std::vector<LogCall> calls = log.calls();
  ASSERT_EQ(calls.size(), 2U);
  EXPECT_EQ(log_call_of(calls, two_turns()), 1U);
  CallAccount named = two_turns();
  named.header.call_sid = "CA0001";
  EXPECT_EQ(log_call_of(calls, named), 0U);
}

}  // namespace
}  // namespace parley
