#include "core/account/voice_pitch.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <span>
#include <vector>

#include "core/audio/mulaw.h"

namespace parley {
namespace {

/// A buzz: a pulse each period, of a few samples' width.
std::vector<std::uint8_t> buzz(int hz, std::int64_t length_ms) {
  std::vector<std::int16_t> samples(static_cast<std::size_t>(length_ms * 8));
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const std::size_t phase = i * static_cast<std::size_t>(hz) % 8000;
    samples[i] = phase < 4000 ? static_cast<std::int16_t>(6000 - 3 * static_cast<int>(phase)) : std::int16_t{-2000};
  }
  return mulaw_encode(samples);
}

PitchTally tally_of(const std::vector<std::uint8_t>& sound, bool audible = true, bool follows = true) {
  VoicePitch pitch;
  for (std::size_t at = 0; at + 160 <= sound.size(); at += 160) {
    pitch.hear(at_millis(static_cast<std::int64_t>(at / 8)), std::span(sound).subspan(at, 160), audible, follows);
  }
  return pitch.tally();
}

TEST(VoicePitch, MeasuresTheHeightOfABuzz) {
  for (const int hz : {60, 80, 120, 200, 320}) {
    EXPECT_NEAR(tally_of(buzz(hz, 3000)).median_pitch(), hz, hz / 12) << hz;
  }
}

TEST(VoicePitch, SaysNothingOfWhatIsInaudibleOrInShreds) {
  EXPECT_EQ(tally_of(buzz(120, 3000), false).windows, 0);
  EXPECT_EQ(tally_of(buzz(120, 3000), true, false).windows, 0);
  EXPECT_EQ(PitchTally{}.median_pitch(), 0);
}

TEST(VoicePitch, ListensToSixHundredWindowsAndNoMore) {
  EXPECT_EQ(tally_of(buzz(120, 100'000)).windows, 600);
}

}  // namespace
}  // namespace parley
