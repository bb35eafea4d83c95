#include "core/audio/voice_like.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

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

constexpr std::int32_t kUnit = 4096;        // gain of 1
constexpr std::int32_t kLoudest = 740;      // gain of a stressed syllable; sets the level of the whole
constexpr std::int32_t kRampSamples = 160;  // 20 ms up and down between a syllable and a dip
constexpr std::int64_t kFadeSamples = 80;   // 10 ms at both ends of the whole, so that neither clicks

constexpr std::int64_t kLongestVoicedMs = 240;
constexpr std::int64_t kLongestDipMs = 100;
constexpr std::size_t kLongestSyllable = static_cast<std::size_t>(kLongestVoicedMs + kLongestDipMs) * 8;
constexpr std::int64_t kLoudestPercent = 110;  // of kLoudest
// No vowel has more than four times the peak of a sine of its energy, for it has sixteen harmonics; so a sample of
// the loudest syllable needs no more than 16 bits, and its product with the gain no more than 32.
static_assert(std::int64_t{32767} * 4 * kLoudest * kLoudestPercent / 100 / kUnit <= INT16_MAX);
static_assert(std::int64_t{32767} * 4 * kLoudest * kLoudestPercent / 100 <= INT32_MAX);
constexpr std::int64_t kGlide = 1024;
constexpr std::uint32_t kPhaseMask = (static_cast<std::uint32_t>(kPeriod) << 16U) - 1;

/// How far the phase moves a sample at a pitch in centihertz.
constexpr std::uint32_t step_of(std::int64_t pitch) {
  return static_cast<std::uint32_t>(pitch * kPeriod * 65536 / (100 * kSampleRate));
}

/// One syllable and the dip after it, in samples.
struct Syllable {
  std::int64_t voiced = 0;
  std::int64_t dip = 0;
  std::int32_t gain = 0;      // of kUnit
  std::int32_t dip_gain = 0;  // of kUnit
  std::size_t vowel = 0;
  std::int64_t pitch = 0;  // centihertz
};

Syllable draw_syllable(Random& random) {
  Syllable s;
  s.voiced = random.between(130, kLongestVoicedMs) * 8;
  const bool word_ends = random.chance(250);
  s.dip = (word_ends ? random.between(80, kLongestDipMs) : random.between(40, 60)) * 8;
  s.gain = static_cast<std::int32_t>(kLoudest * random.between(75, kLoudestPercent) / 100);
  s.dip_gain = s.gain / (word_ends ? 12 : 6);
  s.vowel = static_cast<std::size_t>(random.below(kVowels));
  s.pitch = random.between(11'500, 18'500);
  return s;
}

/// The bare sound of a syllable and of the dip after it, before its gain. Pitch and phase go on from one to the
/// next.
class Throat {
 public:
  void sound(const Syllable& syllable, std::span<std::int32_t> out) {
    const Wave& wave = waves()[syllable.vowel];
    // The pitch glides: one part in 1024 of the way each sample is a time constant of 128 ms. Less than one part is
    // nothing, so most of a syllable stays on one pitch.
    std::size_t i = 0;
    for (; i < out.size(); ++i) {
      const std::int64_t way = syllable.pitch - pitch_;
      if (way < kGlide && way > -kGlide) break;
      pitch_ += way / kGlide;
      step_ = step_of(pitch_);
      phase_ = (phase_ + step_) & kPhaseMask;
      out[i] = wave[phase_ >> 16U];
    }
    const std::uint32_t step = step_;
    std::uint32_t phase = phase_;
    for (; i < out.size(); ++i) {
      phase = (phase + step) & kPhaseMask;
      out[i] = wave[phase >> 16U];
    }
    phase_ = phase;
  }

 private:
  std::int64_t pitch_ = 15'000;  // centihertz
  std::uint32_t step_ = step_of(15'000);
  std::uint32_t phase_ = 0;  // of the period, in units of 1 / 65536 entry
};

/// Up from the dip's level, along the plateau, down again, and the dip: `sound` begins with the syllable and may
/// end anywhere in it.
void shape(const Syllable& s, std::span<std::int32_t> sound) {
  const auto size = static_cast<std::int64_t>(sound.size());
  const auto scale = [&](std::int64_t from, std::int64_t to, auto gain_at) {
    for (std::int64_t i = from; i < std::min(to, size); ++i) {
      std::int32_t& sample = sound[static_cast<std::size_t>(i)];
      sample = sample * gain_at(static_cast<std::int32_t>(i)) / kUnit;
    }
  };
  const auto voiced = static_cast<std::int32_t>(s.voiced);
  const std::int32_t rise = s.gain - s.dip_gain;
  scale(0, kRampSamples, [&](std::int32_t i) { return s.dip_gain + rise * i / kRampSamples; });
  scale(kRampSamples, voiced - kRampSamples, [&](std::int32_t) { return s.gain; });
  scale(voiced - kRampSamples, voiced,
        [&](std::int32_t i) { return s.dip_gain + rise * (voiced - i) / kRampSamples; });
  scale(voiced, size, [&](std::int32_t) { return s.dip_gain; });
}

/// Takes the click off both ends of the whole.
void fade(std::span<std::int16_t> samples) {
  const auto total = static_cast<std::int64_t>(samples.size());
  const auto fade_one = [&](std::int64_t i) {
    const std::int64_t to_edge = std::min(i + 1, total - i);
    std::int16_t& sample = samples[static_cast<std::size_t>(i)];
    if (to_edge < kFadeSamples) sample = static_cast<std::int16_t>(sample * to_edge / kFadeSamples);
  };
  const std::int64_t front = std::min(kFadeSamples, total);
  for (std::int64_t i = 0; i < front; ++i) fade_one(i);
  for (std::int64_t i = std::max(front, total - kFadeSamples); i < total; ++i) fade_one(i);
}

}  // namespace

std::vector<std::uint8_t> voice_like(Duration length, std::uint64_t seed) {
  Random random{seed};
  const auto total = static_cast<std::size_t>(std::max<std::int64_t>(0, duration_to_samples(length)));
  std::vector<std::int16_t> samples(total);
  Throat throat;
  std::array<std::int32_t, kLongestSyllable> room;
  for (std::size_t begin = 0; begin < total;) {
    const Syllable syllable = draw_syllable(random);
    const std::size_t here = std::min(static_cast<std::size_t>(syllable.voiced + syllable.dip), total - begin);
    const std::span<std::int32_t> sound = std::span(room).first(here);
    throat.sound(syllable, sound);
    shape(syllable, sound);
    std::transform(sound.begin(), sound.end(), samples.begin() + static_cast<std::ptrdiff_t>(begin),
                   [](std::int32_t sample) { return static_cast<std::int16_t>(sample); });
    begin += here;
  }
  fade(samples);
  return mulaw_encode(samples);
}

}  // namespace parley
