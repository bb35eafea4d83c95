#include "voice/telephone_shaper.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "core/audio/level.h"

namespace parley {
namespace {

using Samples = std::vector<std::int16_t>;

struct Heard {
  Samples all;
  std::vector<std::size_t> pieces;
  std::size_t wanted_pieces = 1'000'000;
  SpeechSink sink = [this](std::span<const std::int16_t> piece) {
    all.insert(all.end(), piece.begin(), piece.end());
    pieces.push_back(piece.size());
    return pieces.size() < wanted_pieces;
  };
};

Samples tone(int rate, int hz, int milliseconds, int amplitude) {
  Samples samples(static_cast<std::size_t>(rate) * static_cast<std::size_t>(milliseconds) / 1000);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double phase = 2 * 3.14159265358979 * hz * static_cast<double>(i) / rate;
    samples[i] = static_cast<std::int16_t>(amplitude * std::sin(phase));
  }
  return samples;
}

void push_in_blocks(TelephoneShaper& shaper, const Samples& samples, std::size_t block) {
  for (std::size_t at = 0; at < samples.size(); at += block) {
    if (!shaper.push(std::span(samples).subspan(at, std::min(block, samples.size() - at)))) return;
  }
  shaper.finish();
}

TEST(ATelephoneShaper, KeepsASoundsLengthAndLevelFromAnyRate) {
  for (const int rate : {8000, 16000, 22050, 24000, 48000}) {
    Heard heard;
    TelephoneShaper shaper(rate, 100, heard.sink);
    push_in_blocks(shaper, tone(rate, 500, 1000, 10000), 320);
    EXPECT_NEAR(static_cast<double>(heard.all.size()), 8000, 80) << rate;
    EXPECT_NEAR(rms_level(heard.all), 7071, 150) << rate;
    EXPECT_EQ(shaper.given(), heard.all.size());
  }
}

TEST(ATelephoneShaper, GivesTheSameWhateverTheBlocks) {
  const Samples sound = tone(22050, 700, 500, 8000);
  Heard small;
  Heard whole;
  TelephoneShaper one(22050, 100, small.sink);
  TelephoneShaper other(22050, 100, whole.sink);
  push_in_blocks(one, sound, 7);
  push_in_blocks(other, sound, sound.size());
  EXPECT_EQ(small.all, whole.all);
}

TEST(ATelephoneShaper, FoldsNothingFromBeyondTheTelephonesBandBackIntoIt) {
  Heard heard;
  TelephoneShaper shaper(16000, 100, heard.sink);
  push_in_blocks(shaper, tone(16000, 6000, 1000, 10000), 320);
  EXPECT_LT(rms_level(heard.all), 60);
}

TEST(ATelephoneShaper, AppliesTheGainAndSaturates) {
  Heard half;
  TelephoneShaper quiet(8000, 50, half.sink);
  push_in_blocks(quiet, tone(8000, 500, 400, 10000), 160);
  EXPECT_NEAR(rms_level(half.all), 3535, 60);
  Heard loud;
  TelephoneShaper over(8000, 1000, loud.sink);
  push_in_blocks(over, Samples(800, 20000), 160);
  EXPECT_EQ(loud.all.front(), 32767);
}

TEST(ATelephoneShaper, CutsSilenceOffBeforeTheFirstSoundAndAfterTheLastButKeepsPauses) {
  Samples sound(4000);  // half a second of nothing
  const Samples voice = tone(8000, 500, 300, 8000);
  sound.insert(sound.end(), voice.begin(), voice.end());
  sound.insert(sound.end(), 2400, 0);
  sound.insert(sound.end(), voice.begin(), voice.end());
  sound.insert(sound.end(), 8000, 0);
  Heard heard;
  TelephoneShaper shaper(8000, 100, heard.sink);
  push_in_blocks(shaper, sound, 200);
  // 20 ms kept, 300 of voice, 300 of pause, 300 of voice, 160 kept.
  EXPECT_NEAR(static_cast<double>(heard.all.size()), (20 + 300 + 300 + 300 + 160) * 8, 80);
}

TEST(ATelephoneShaper, GivesTheFirstPieceEarlyAndTheOthersLarger) {
  Heard heard;
  TelephoneShaper shaper(8000, 100, heard.sink);
  push_in_blocks(shaper, tone(8000, 500, 2000, 8000), 80);
  ASSERT_GT(heard.pieces.size(), 3U);
  EXPECT_LE(heard.pieces[0], 480U);
  EXPECT_GE(heard.pieces[1], 1280U);
}

TEST(ATelephoneShaper, SaysWhenNoMoreIsWantedAndGivesNothingAfterThat) {
  Heard heard;
  heard.wanted_pieces = 2;
  TelephoneShaper shaper(8000, 100, heard.sink);
  EXPECT_FALSE(shaper.push(tone(8000, 500, 2000, 8000)));
  shaper.finish();
  EXPECT_EQ(heard.pieces.size(), 2U);
}

TEST(ATelephoneShaper, GivesNothingOfSilence) {
  Heard heard;
  TelephoneShaper shaper(16000, 100, heard.sink);
  push_in_blocks(shaper, Samples(16000), 320);
  EXPECT_TRUE(heard.pieces.empty());
}

}  // namespace
}  // namespace parley
