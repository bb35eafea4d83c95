#include "speech/stream/audio_line.h"

#include <gtest/gtest.h>

#include <vector>

namespace parley {
namespace {

RecognizerAudio audio(std::int64_t begin, std::size_t samples, std::uint8_t value = 1) {
  return {MediaTime{begin}, std::vector<std::uint8_t>(samples, value)};
}

TEST(AnAudioLine, GivesOutInOrderWhatCameIn) {
  AudioLine line;
  line.push(audio(0, 3, 'a'));
  line.push(audio(3, 2, 'b'));
  EXPECT_EQ(line.take(2), "aa");
  EXPECT_EQ(line.take(100), "a");
  EXPECT_EQ(line.take(100), "bb");
  EXPECT_EQ(line.take(100), "");
  EXPECT_TRUE(line.empty());
  EXPECT_EQ(line.given(), 5);
  EXPECT_EQ(line.taken(), 5);
}

TEST(AnAudioLine, KnowsWhereASampleLayInTheCall) {
  AudioLine line;
  line.push(audio(1000, 100));
  line.push(audio(5000, 100));  // the line left something out
  line.take(100);
  line.take(100);
  EXPECT_EQ(line.begin_at(0).samples, 1000);
  EXPECT_EQ(line.end_at(50).samples, 1050);
  EXPECT_EQ(line.end_at(100).samples, 1100) << "an end belongs to what is before it";
  EXPECT_EQ(line.begin_at(100).samples, 5000) << "a beginning to what comes";
  EXPECT_EQ(line.end_at(150).samples, 5050);
  EXPECT_EQ(line.end_at(9999).samples, 5100) << "nobody heard what was not sent";
  EXPECT_EQ(line.begin_at(-5).samples, 1000);
}

TEST(AnAudioLine, HasNoTimeBeforeAnythingWasSent) {
  const AudioLine line;
  EXPECT_EQ(line.begin_at(10).samples, 0);
  EXPECT_EQ(line.end_at(10).samples, 0);
}

TEST(AnAudioLine, GivesSilenceOfOurOwnNoTimeInTheCall) {
  AudioLine line;
  line.push(audio(0, 160));
  line.take(160);
  line.sent_silence(800);
  line.push(audio(160, 160));
  line.take(160);
  EXPECT_EQ(line.end_at(500).samples, 160);
  EXPECT_EQ(line.end_at(960 + 80).samples, 240);
  EXPECT_EQ(line.position(), 1120);
  EXPECT_EQ(line.taken(), 320);
}

TEST(AnAudioLine, DropsTheOldestBeyondItsBoundAndCountsIt) {
  AudioLine line;
  line.push(audio(0, 10));
  line.take(10);  // it is taken from now on
  for (int i = 0; i < 250; ++i) line.push(audio(10 + i * 160, 160));
  EXPECT_EQ(line.waiting(), AudioLine::kMostWaiting);
  EXPECT_EQ(line.dropped(), 50 * 160);
  line.take(160);
  EXPECT_EQ(line.begin_at(10).samples, 10 + 50 * 160) << "what is sent after a drop lies where it was spoken";
}

TEST(AnAudioLine, HoldsMoreUntilItWasTakenDownOnce) {
  AudioLine line;
  for (int i = 0; i < 650; ++i) line.push(audio(i * 160, 160));
  EXPECT_EQ(line.dropped(), 0);
  line.take(4000);
  line.push(audio(650 * 160, 160));
  EXPECT_EQ(line.dropped(), 0) << "what came again is not dropped for having come at once";
  while (!line.empty()) line.take(4000);
  line.push(audio(651 * 160, AudioLine::kMostWaiting + 1));
  EXPECT_EQ(line.dropped(), 1) << "but only once";
}

TEST(AnAudioLine, GivesAllAgainWhenAnotherStreamBegins) {
  AudioLine line;
  line.push(audio(0, 2, 'a'));
  line.push(audio(2, 2, 'b'));
  line.take(3);
  line.take(3);
  EXPECT_TRUE(line.rewind());
  EXPECT_EQ(line.position(), 0);
  EXPECT_EQ(line.taken(), 0);
  std::string all;
  while (!line.empty()) all += line.take(100);
  EXPECT_EQ(all, "aabb");
  EXPECT_EQ(line.end_at(4).samples, 4);
  line.proven();
  EXPECT_FALSE(line.rewind()) << "nothing is kept once the stream has answered";
}

TEST(AnAudioLine, SaysThatItCannotGiveAgainWhatItDidNotKeep) {
  AudioLine line;
  for (int i = 0; i < 800; ++i) {
    line.push(audio(i * 160, 160));
    line.take(160);
  }
  EXPECT_FALSE(line.rewind());
}

TEST(AnAudioLine, RemembersABoundedNumberOfGaps) {
  AudioLine line;
  for (int i = 0; i < 10'000; ++i) {
    line.push(audio(i * 1000, 10));
    line.take(10);
  }
  EXPECT_EQ(line.end_at(99'995).samples, 9999 * 1000 + 5);
  EXPECT_GT(line.begin_at(0).samples, 0) << "long ago is said to be as long ago as is remembered";
}

}  // namespace
}  // namespace parley
