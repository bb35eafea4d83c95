#include "core/audio/voice_like.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "core/audio/mulaw.h"
#include "core/base/random.h"

namespace parley {
namespace {

constexpr std::int64_t kPeriod = 512;  // entries of one pitch period
constexpr int kHarmonics = 16;         // at 185 Hz the highest is 2960 Hz: inside the telephone band
constexpr int kVowels = 4;
using Wave = std::array<std::int32_t, static_cast<std::size_t>(kPeriod)>;

/// Sine of `position` / kPeriod turns, scaled to 32767, by Bhaskara's rational approximation (error 0.2 %).
constexpr std::int64_t sine(std::int64_t position) {
  const std::int64_t wrapped = position % kPeriod;
  const std::int64_t half = kPeriod / 2;
  const std::int64_t x = wrapped < half ? wrapped : wrapped - half;
  const std::int64_t product = x * (half - x);
  const std::int64_t value = 32767 * 16 * product / (5 * half * half - 4 * product);
  return wrapped < half ? value : -value;
}

/// How strong each harmonic is, in hundredths: a steep slope with two bumps, roughly where vowels have formants.
constexpr std::array<std::array<int, kHarmonics>, kVowels> kFormants{{
    {60, 70, 80, 100, 90, 60, 60, 50, 40, 20, 12, 10, 8, 8, 6, 4},    // as in "father"
    {70, 100, 80, 40, 20, 10, 8, 8, 10, 14, 20, 30, 36, 30, 20, 12},  // as in "see"
    {80, 90, 100, 90, 50, 40, 24, 14, 10, 8, 6, 6, 4, 4, 4, 2},       // as in "go"
    {60, 80, 100, 80, 40, 24, 20, 20, 30, 40, 46, 40, 24, 12, 8, 6},  // as in "bed"
}};

constexpr Wave make_wave(const std::array<int, kHarmonics>& strength) {
  Wave wave{};
  std::int64_t energy = 0;
  for (const int part : strength) energy += static_cast<std::int64_t>(part) * part;
  std::int64_t norm = 1;  // square root of the energy, so that all vowels are equally loud
  while ((norm + 1) * (norm + 1) <= energy) ++norm;
  for (std::int64_t i = 0; i < kPeriod; ++i) {
    std::int64_t sum = 0;
    for (std::int64_t h = 0; h < kHarmonics; ++h) {
      // Phases that grow with the square of the harmonic keep the peak low for the energy.
      sum += strength[static_cast<std::size_t>(h)] * sine(i * (h + 1) + h * h * 17);
    }
    wave[static_cast<std::size_t>(i)] = static_cast<std::int32_t>(sum / norm);
  }
  return wave;
}

constexpr std::array<Wave, kVowels> make_waves() {
  std::array<Wave, kVowels> waves{};
  for (std::size_t v = 0; v < kVowels; ++v) waves[v] = make_wave(kFormants[v]);
  return waves;
}

const std::array<Wave, kVowels>& waves() {
  static const std::array<Wave, kVowels> table = make_waves();  // the same whoever asks first
  return table;
}

constexpr std::int64_t kUnit = 4096;        // gain of 1
constexpr std::int64_t kLoudest = 740;      // gain of a stressed syllable; sets the level of the whole
constexpr std::int64_t kRampSamples = 160;  // 20 ms up and down between a syllable and a dip
constexpr std::int64_t kFadeSamples = 80;   // 10 ms at both ends of the whole, so that neither clicks

/// One syllable and the dip after it, in samples.
struct Syllable {
  std::int64_t voiced = 0;
  std::int64_t dip = 0;
  std::int64_t gain = 0;      // of kUnit
  std::int64_t dip_gain = 0;  // of kUnit
  std::size_t vowel = 0;
  std::int64_t pitch = 0;  // centihertz
};

Syllable draw_syllable(Random& random) {
  Syllable s;
  s.voiced = random.between(130, 240) * 8;
  const bool word_ends = random.chance(250);
  s.dip = (word_ends ? random.between(80, 100) : random.between(40, 60)) * 8;
  s.gain = kLoudest * random.between(75, 110) / 100;
  s.dip_gain = s.gain / (word_ends ? 12 : 6);
  s.vowel = static_cast<std::size_t>(random.below(kVowels));
  s.pitch = random.between(11'500, 18'500);
  return s;
}

/// Gain at `at` samples into the syllable: a trapezoid that stands on the dip's level.
std::int64_t gain_at(const Syllable& s, std::int64_t at) {
  const std::int64_t edge = std::min(at, s.voiced - at);
  if (edge >= kRampSamples) return s.gain;
  if (edge <= 0) return s.dip_gain;
  return s.dip_gain + (s.gain - s.dip_gain) * edge / kRampSamples;
}

}  // namespace

std::vector<std::uint8_t> voice_like(Duration length, std::uint64_t seed) {
  Random random{seed};
  const std::int64_t total = std::max<std::int64_t>(0, duration_to_samples(length));
  std::vector<std::int16_t> samples;
  samples.reserve(static_cast<std::size_t>(total));
  std::int64_t phase = 0;  // of the period, in units of 1 / 65536 entry
  std::int64_t pitch = 15'000;
  while (static_cast<std::int64_t>(samples.size()) < total) {
    const Syllable syllable = draw_syllable(random);
    const Wave& wave = waves()[syllable.vowel];
    const auto begin = static_cast<std::int64_t>(samples.size());
    const std::int64_t here = std::min(syllable.voiced + syllable.dip, total - begin);
    for (std::int64_t i = 0; i < here; ++i) {
      // The pitch glides: one part in 1024 of the way each sample is a time constant of 128 ms.
      pitch += (syllable.pitch - pitch) / 1024;
      phase = (phase + pitch * kPeriod * 65536 / (100 * kSampleRate)) % (kPeriod * 65536);
      const std::int64_t to_end = total - (begin + i);
      const std::int64_t to_edge = std::min(begin + i + 1, to_end);
      std::int64_t sample = wave[static_cast<std::size_t>(phase / 65536)] * gain_at(syllable, i) / kUnit;
      if (to_edge < kFadeSamples) sample = sample * to_edge / kFadeSamples;
      samples.push_back(static_cast<std::int16_t>(std::clamp<std::int64_t>(sample, -32768, 32767)));
    }
  }
  return mulaw_encode(samples);
}

}  // namespace parley
