#include "core/reply/phrases.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numbers>
#include <vector>

#include "core/audio/mulaw.h"

namespace parley {
namespace {

/// Amplitude of the part of `samples` that lies at `hz`.
double amplitude_at(const std::vector<std::int16_t>& samples, double hz) {
  double sine = 0;
  double cosine = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double angle = 2 * std::numbers::pi * hz * static_cast<double>(i) / 8000;
    sine += samples[i] * std::sin(angle);
    cosine += samples[i] * std::cos(angle);
  }
  return 2 * std::hypot(sine, cosine) / static_cast<double>(samples.size());
}

TEST(Beep, LastsThreeHundredMilliseconds) {
  EXPECT_EQ(beep().size(), 2400U);
}

TEST(Beep, IsAToneOf440HertzAndAmplitude9000) {
  const std::vector<std::int16_t> samples = mulaw_decode(beep());
  EXPECT_NEAR(amplitude_at(samples, 440), 9000, 150);
  EXPECT_LT(amplitude_at(samples, 430), 1000) << "three periods of the difference fit into 300 ms";
  EXPECT_LT(amplitude_at(samples, 880), 200);
}

TEST(Beep, NeitherGrowsNorFades) {
  const std::vector<std::int16_t> samples = mulaw_decode(beep());
  const auto peak = [&](std::ptrdiff_t from) {
    int most = 0;
    std::for_each(samples.begin() + from, samples.begin() + from + 400,
                  [&](std::int16_t s) { most = std::max(most, std::abs(static_cast<int>(s))); });
    return most;
  };
  EXPECT_NEAR(peak(0), 9000, 300);
  EXPECT_NEAR(peak(2000), 9000, 300);
}

TEST(EnglishPhrases, HaveWordsForEverythingAndNoAudioYet) {
  const Phrases phrases = english_phrases();
  for (const Phrase& phrase : phrases.items) {
    EXPECT_FALSE(phrase.text.empty());
    EXPECT_TRUE(phrase.mulaw.empty()) << phrase.text;
  }
}

}  // namespace
}  // namespace parley
