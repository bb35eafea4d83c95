#include "sim/caller_sounds.h"

#include <algorithm>

namespace parley {

namespace {

/// A sine by Bhaskara's rational approximation, within 0.2 %: `phase` runs from 0 to 65535 a period, the result is
/// in units of 1/32768.
std::int32_t sine(std::uint32_t phase) {
  const bool negative = (phase & 0x8000U) != 0;
  const auto x = static_cast<std::int64_t>(phase & 0x7FFFU);
  const std::int64_t product = x * (32768 - x);
  const auto value = static_cast<std::int32_t>(16 * product * 32768 / (5LL * 32768 * 32768 - 4 * product));
  return negative ? -value : value;
}

}  // namespace

std::int32_t gain_q16(int db) {
  // One step at a time from 0 dB, in units of 2^-30; 60 steps stay within 0.01 dB.
  constexpr std::int64_t kOneDbUp = 1'204'738'328;  // 10^(1/20)
  constexpr std::int64_t kOneDbDown = 956'973'408;  // 10^(-1/20)
  std::int64_t gain = std::int64_t{1} << 30;
  for (int i = 0; i < std::min(db, 20); ++i) gain = (gain * kOneDbUp) >> 30;
  for (int i = 0; i > std::max(db, -60); --i) gain = (gain * kOneDbDown) >> 30;
  return static_cast<std::int32_t>(gain >> 14);
}

std::int16_t white_noise(Random& random, int level) {
  // The RMS of a uniform distribution on [-a, a] is a / sqrt(3).
  const std::int64_t amplitude = static_cast<std::int64_t>(level) * 1732 / 1000;
  return saturated(random.between(-amplitude, amplitude));
}

std::vector<std::int16_t> tone_sound(Duration length, int hz, int level) {
  std::vector<std::int16_t> samples(static_cast<std::size_t>(duration_to_samples(length)));
  const std::int64_t amplitude = static_cast<std::int64_t>(level) * 1414 / 1000;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const std::uint64_t phase =
        (static_cast<std::uint64_t>(i) * static_cast<std::uint64_t>(hz) << 16U) / kSampleRate;
    samples[i] = saturated(amplitude * sine(static_cast<std::uint32_t>(phase & 0xFFFFU)) / 32768);
  }
  return samples;
}

std::vector<std::int16_t> noise_sound(Duration length, int level, Random random) {
  std::vector<std::int16_t> samples(static_cast<std::size_t>(duration_to_samples(length)));
  for (std::int16_t& sample : samples) sample = white_noise(random, level);
  return samples;
}

std::vector<std::int16_t> click_sound(int level, Random random) {
  const auto length = random.between(duration_to_samples(millis(30)), duration_to_samples(millis(60)));
  std::vector<std::int16_t> samples(static_cast<std::size_t>(length));
  for (std::int64_t i = 0; i < length; ++i) {
    const std::int64_t left = length - i;
    samples[static_cast<std::size_t>(i)] = saturated(white_noise(random, level) * left / length * left / length);
  }
  return samples;
}

std::vector<std::int16_t> cough_sound(int level, Random random) {
  constexpr std::int64_t kLength = duration_to_samples(millis(140));
  constexpr std::int64_t kRise = duration_to_samples(millis(10));
  std::vector<std::int16_t> samples(static_cast<std::size_t>(kLength));
  std::int64_t dull = 0;
  for (std::int64_t i = 0; i < kLength; ++i) {
    dull = (dull + white_noise(random, level) * 2) / 2;  // a one-pole low pass, roughly of the same RMS
    const std::int64_t envelope = i < kRise ? i * kLength / kRise : kLength - i;
    samples[static_cast<std::size_t>(i)] = saturated(dull * envelope / kLength);
  }
  return samples;
}

}  // namespace parley
