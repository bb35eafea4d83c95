#include "core/call/reply_voice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/overloaded.h"

namespace parley {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr TurnId kTurn{3};
constexpr std::uint8_t kLoud = 0x20;

std::vector<std::uint8_t> loud(std::int64_t ms, std::uint8_t value = kLoud) {
  return std::vector<std::uint8_t>(static_cast<std::size_t>(ms * 8), value);
}
std::vector<std::uint8_t> quiet(std::int64_t ms) {
  return loud(ms, kMulawSilence);
}

/// A voice on a line that takes every message at once, unless it is told to wait.
class Line {
 public:
  explicit Line(const SpeakConfig& config = {}) : voice(config) {}

  void play(std::int64_t ms, ReplyKind kind = ReplyKind::kAnswer, TurnId turn = kTurn) {
    voice.play(turn, kind, loud(ms), true);
  }
  /// Lets time pass in the voice's own steps; what goes out is said in `out`.
  void run_to(std::int64_t ms) {
    for (Instant now = now_; now <= at_millis(ms); now = std::max(now + micros(1), voice.next_release(now))) {
      now_ = now;
      release();
      if (voice.next_release(now) == kNever) break;
    }
    now_ = at_millis(ms);
  }
  void release() {
    while (auto output = voice.release(now_)) {
      out.push_back(word(*output));
      const auto* frame = std::get_if<VoiceFrame>(&*output);
      if (frame != nullptr) frames.push_back(frame->frame);
      if (takes) write();
    }
  }
  void write() {
    if (auto done = voice.wrote(now_)) written.push_back(*done);
  }
  ReplyVoice::Acked ack(std::int64_t ms, std::string_view name) { return voice.mark_returned(at_millis(ms), name); }
  std::string word(const VoiceOutput& output) const {
    return std::visit(overloaded{
                          [](const VoiceFrame&) { return std::string("frame"); },
                          [](const VoiceMark& mark) { return mark.name; },
                          [](const VoiceClear&) { return std::string("clear"); },
                      },
                      output);
  }
  std::int64_t count(std::string_view what) const { return std::count(out.begin(), out.end(), what); }

  ReplyVoice voice;
  bool takes = true;
  std::vector<std::string> out;
  std::vector<Frame> frames;
  std::vector<ReplyVoice::Written> written;

 private:
  Instant now_ = kCallStart;
};

// ---- what goes out ------------------------------------------------------------------------------------------

TEST(ReplyVoice, ClearsOnceBeforeTheFirstAudioOfATurn) {
  Line line;
  line.play(40);
  line.play(40);
  line.voice.finish(kTurn);
  line.run_to(1000);
  EXPECT_EQ(line.out.front(), "clear");
  EXPECT_EQ(line.count("clear"), 1);
}

TEST(ReplyVoice, NeverClearsBetweenFillerAndReply) {
  Line line;
  line.play(40, ReplyKind::kFiller);
  line.run_to(1000);
  line.play(40, ReplyKind::kAnswer);
  line.voice.finish(kTurn);
  line.run_to(2000);
  EXPECT_EQ(line.count("clear"), 1);
}

TEST(ReplyVoice, KeepsTheFarEndWithinItsLead) {
  Line line;
  line.play(1000);
  line.run_to(0);
  EXPECT_EQ(line.count("frame"), 6) << "120 ms";
  line.run_to(500);
  EXPECT_EQ(line.count("frame"), 6 + 25);
}

TEST(ReplyVoice, EndsWithSilenceAndThenAMarkThatNamesTheTurn) {
  Line line;
  line.play(100);
  line.voice.finish(kTurn);
  line.run_to(1000);
  EXPECT_EQ(line.count("frame"), 5 + 10) << "200 ms of silence";
  Frame silence;
  silence.fill(kMulawSilence);
  ASSERT_EQ(line.frames.size(), 15U);
  EXPECT_NE(line.frames[4], silence);
  EXPECT_THAT(std::vector<Frame>(line.frames.begin() + 5, line.frames.end()), Each(silence));
  EXPECT_EQ(line.out.back(), "assistant_tts_end:3");
}

TEST(ReplyVoice, PadsTheLastFrameWithSilence) {
  SpeakConfig config;
  config.trailing_silence = Duration{};
  Line line(config);
  line.play(25);
  line.voice.finish(kTurn);
  line.run_to(1000);
  ASSERT_EQ(line.frames.size(), 2U);
  EXPECT_EQ(line.frames[1][39], kLoud);
  EXPECT_EQ(line.frames[1][40], kMulawSilence);
  EXPECT_EQ(line.frames[1][159], kMulawSilence);
}

TEST(ReplyVoice, FinishesAReplyOnceAndOnlyItsOwn) {
  Line line;
  line.play(20);
  line.voice.finish(TurnId{9});
  line.run_to(1000);
  EXPECT_THAT(line.out, ElementsAre("clear", "frame"));
  line.voice.finish(kTurn);
  line.voice.finish(kTurn);
  line.run_to(2000);
  EXPECT_EQ(line.count("assistant_tts_end:3"), 1);
}

TEST(ReplyVoice, WaitsForAKernelThatTakesNothing) {
  Line line;
  line.takes = false;
  line.play(1000);
  line.run_to(2000);
  EXPECT_EQ(line.count("frame"), 6) << "a lead is on its way: more would only lie in the socket";
  EXPECT_EQ(line.voice.stuck_at(), at_millis(5000));
}

// ---- what is believed ---------------------------------------------------------------------------------------

TEST(ReplyVoice, CountsItsFramesAsTheyAreWritten) {
  Line line;
  line.play(60);
  line.voice.finish(kTurn);
  line.run_to(1000);
  ASSERT_EQ(line.written.size(), 1U + 13 + 1) << "clear, frames, mark";
  EXPECT_TRUE(line.written[1].frame);
  EXPECT_TRUE(line.written[1].first);
  EXPECT_FALSE(line.written[2].first);
  EXPECT_EQ(line.written[1].queued, 13);
  const ReplyVoice::Written& mark = line.written.back();
  EXPECT_TRUE(mark.mark);
  EXPECT_EQ(mark.mark_name, "assistant_tts_end:3");
  EXPECT_EQ(mark.turn, kTurn);
  EXPECT_EQ(mark.sent, 13);
}

TEST(ReplyVoice, HasNothingWrittenThatItDidNotRelease) {
  Line line;
  EXPECT_FALSE(line.voice.wrote(kCallStart).has_value());
}

TEST(ReplyVoice, BelievesInPlayoutFromTheInstantOfWriting) {
  SpeakConfig config;
  config.trailing_silence = Duration{};
  Line line(config);
  line.takes = false;
  line.play(100);
  line.voice.finish(kTurn);
  line.run_to(0);
  EXPECT_EQ(line.voice.mark_deadline(), kNever) << "the mark has not been written";
  line.run_to(400);
  for (int i = 0; i < 7; ++i) line.write();  // at 400 ms: clear, five frames, mark
  EXPECT_EQ(line.voice.audible_end(), at_millis(500));
  EXPECT_EQ(line.voice.mark_deadline(), at_millis(500 + 300 + 150)) << "no mark has shown its delay yet";
}

TEST(ReplyVoice, WaitsForAMarkAsLongAsEarlierMarksHaveShown) {
  SpeakConfig config;
  config.trailing_silence = Duration{};
  Line line(config);
  line.play(100);
  line.voice.finish(kTurn);
  line.run_to(1000);
  const ReplyVoice::Acked acked = line.ack(180, "assistant_tts_end:3");
  EXPECT_TRUE(acked.known);
  EXPECT_TRUE(acked.closes_reply);
  EXPECT_FALSE(acked.cleared);
  EXPECT_EQ(line.voice.mark_delay(), millis(80));
  line.voice.end_reply(at_millis(1000));
  line.play(100, ReplyKind::kAnswer, TurnId{4});
  line.voice.finish(TurnId{4});
  line.run_to(1500);
  EXPECT_EQ(line.voice.mark_deadline(), at_millis(1100 + 80 + 150));
}

TEST(ReplyVoice, KnowsNoMarkThatItNeverSentAndNoneTwice) {
  Line line;
  line.play(20);
  line.voice.finish(kTurn);
  line.run_to(1000);
  EXPECT_FALSE(line.ack(1000, "someone else's").known);
  EXPECT_TRUE(line.ack(1000, "assistant_tts_end:3").closes_reply);
  EXPECT_FALSE(line.ack(1001, "assistant_tts_end:3").known);
}

TEST(ReplyVoice, IsAudibleUpToItsLastBlockOverTheThresholdAndNoLonger) {
  Line line;
  line.voice.play(kTurn, ReplyKind::kAnswer, loud(100), true);
  line.voice.play(kTurn, ReplyKind::kAnswer, quiet(60), false);
  EXPECT_EQ(line.voice.audible_end(), kNever) << "more may come";
  line.voice.finish(kTurn);
  line.run_to(1000);
  EXPECT_EQ(line.voice.audible_end(), at_millis(100));
  EXPECT_TRUE(line.voice.audible_within(at_millis(250), millis(200)));
  EXPECT_FALSE(line.voice.audible_within(at_millis(300), millis(200)));
}

TEST(ReplyVoice, ForeseesItsAudibleEndWhileAudioIsStillQueued) {
  Line line;
  line.play(1000);
  line.voice.finish(kTurn);
  line.run_to(100);
  EXPECT_EQ(line.voice.audible_end(), at_millis(1000));
}

TEST(ReplyVoice, LetsItsBeliefStandStillWhileTheLineDoes) {
  Line line;
  line.play(100);
  line.voice.finish(kTurn);
  line.run_to(50);
  line.voice.postpone(millis(400));
  EXPECT_EQ(line.voice.audible_end(), at_millis(500));
}

// ---- interruption -------------------------------------------------------------------------------------------

TEST(ReplyVoice, GivesTheUnheardPartFromTheStartOfTheSentenceThatWasCut) {
  Line line;
  line.voice.play(kTurn, ReplyKind::kAnswer, loud(1000, 0x21), true);
  line.voice.play(kTurn, ReplyKind::kAnswer, loud(1000, 0x22), true);
  line.run_to(1500);
  const ReplyVoice::Interrupted cut = line.voice.interrupt(at_millis(1500));
  EXPECT_EQ(cut.heard, millis(1500));
  EXPECT_EQ(cut.total, millis(2000));
  EXPECT_EQ(cut.since_first, millis(1500));
  EXPECT_EQ(cut.unheard, loud(1000, 0x22));
  EXPECT_FALSE(line.voice.speaking());
}

TEST(ReplyVoice, GoesOnFromThePauseBeforeTheCutInALongSentence) {
  Line line;
  std::vector<std::uint8_t> sentence = loud(2500);
  std::fill_n(sentence.begin() + 2300 * 8, 320, kMulawSilence);  // 40 ms
  line.voice.play(kTurn, ReplyKind::kAnswer, sentence, true);
  line.run_to(2420);
  const ReplyVoice::Interrupted cut = line.voice.interrupt(at_millis(2420));
  EXPECT_EQ(cut.heard, millis(2420));
  EXPECT_EQ(cut.unheard.size(), static_cast<std::size_t>(160 * 8)) << "from the end of the pause";
}

TEST(ReplyVoice, CountsAFillerAsNothingOfTheAnswer) {
  Line line;
  line.play(100, ReplyKind::kFiller);
  EXPECT_TRUE(line.voice.may_be_taken_back(kTurn));
  line.run_to(50);
  const ReplyVoice::Interrupted cut = line.voice.interrupt(at_millis(50));
  EXPECT_EQ(cut.total, Duration{});
  EXPECT_THAT(cut.unheard, IsEmpty());
}

TEST(ReplyVoice, SendsNothingMoreAfterAnInterruption) {
  Line line;
  line.play(1000);
  line.voice.finish(kTurn);
  line.run_to(500);
  line.voice.interrupt(at_millis(500));
  line.out.clear();
  line.run_to(3000);
  EXPECT_THAT(line.out, IsEmpty());
}

TEST(ReplyVoice, TakesAMarkThatAnInterruptionReleasedAsCleared) {
  Line line;
  line.play(100);
  line.voice.finish(kTurn);
  line.run_to(200);  // the mark is out, the silence before it still plays
  ASSERT_EQ(line.out.back(), "assistant_tts_end:3");
  line.voice.interrupt(at_millis(200));
  line.write();  // the clear
  const ReplyVoice::Acked acked = line.ack(280, "assistant_tts_end:3");
  EXPECT_TRUE(acked.known);
  EXPECT_TRUE(acked.cleared);
  EXPECT_FALSE(acked.closes_reply);
  EXPECT_EQ(line.voice.mark_delay(), millis(300)) << "it proves no delay";
  EXPECT_FALSE(line.ack(290, "assistant_tts_end:3").known) << "a second return is nobody's";
}

TEST(ReplyVoice, TakesAMarkAsClearedThatWasStillUnwrittenAtTheInterruption) {
  SpeakConfig config;
  config.trailing_silence = Duration{};
  Line line(config);
  line.takes = false;
  line.play(100);
  line.voice.finish(kTurn);
  line.run_to(0);
  ASSERT_EQ(line.out.back(), "assistant_tts_end:3");
  line.voice.interrupt(at_millis(20));
  for (int i = 0; i < 8; ++i) line.write();
  EXPECT_TRUE(line.ack(80, "assistant_tts_end:3").cleared);
  EXPECT_EQ(line.voice.mark_delay(), millis(300));
}

TEST(ReplyVoice, TakesAMarkAsClearedThatTheNextRepliesClearReleased) {
  Line line;
  line.play(100);
  line.voice.finish(kTurn);
  line.run_to(200);
  line.voice.end_reply(at_millis(200));  // the caller spoke in the tail
  line.play(100, ReplyKind::kAnswer, TurnId{4});
  line.run_to(220);  // the clear before it throws the tail away
  const ReplyVoice::Acked acked = line.ack(300, "assistant_tts_end:3");
  EXPECT_TRUE(acked.cleared);
  EXPECT_EQ(line.voice.mark_delay(), millis(300));
}

TEST(ReplyVoice, IsPlayedBeforeAClearWhenItsMarkWasReachedBefore) {
  SpeakConfig config;
  config.trailing_silence = Duration{};
  Line line(config);
  line.play(100);
  line.voice.finish(kTurn);
  line.run_to(200);
  line.voice.end_reply(at_millis(200));
  line.play(100, ReplyKind::kAnswer, TurnId{4});
  line.run_to(210);
  const ReplyVoice::Acked acked = line.ack(240, "assistant_tts_end:3");
  EXPECT_FALSE(acked.cleared);
  EXPECT_FALSE(acked.closes_reply) << "it is not the running reply's";
  EXPECT_EQ(line.voice.mark_delay(), millis(140));
}

TEST(ReplyVoice, SaysNothingMoreOfAReplyThatWasGivenUp) {
  Line line;
  line.takes = false;
  line.play(1000);
  line.run_to(5000);
  line.voice.end_reply(at_millis(5000));
  line.out.clear();
  line.takes = true;
  for (int i = 0; i < 7; ++i) line.write();
  line.run_to(9000);
  EXPECT_THAT(line.out, IsEmpty());
}

}  // namespace
}  // namespace parley
