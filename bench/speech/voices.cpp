#include "bench/speech/voices.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>

#include "core/audio/mulaw.h"
#include "core/base/random.h"
#include "core/base/time.h"

namespace parley::bench {
namespace {

constexpr double kLoudness = 3277;  // root mean square, -20 dB of full scale
constexpr std::size_t kBefore = 300 * kSampleRate / 1000;
constexpr std::size_t kAfter = 400 * kSampleRate / 1000;

/// Of the louder half, so that pauses do not count.
double loudness_of(const std::vector<std::int16_t>& speech) {
  std::vector<double> powers;
  for (std::size_t at = 0; at + kFrameSamples <= speech.size(); at += kFrameSamples) {
    double sum = 0;
    for (std::size_t i = at; i < at + kFrameSamples; ++i) sum += 1.0 * speech[i] * speech[i];
    powers.push_back(sum / kFrameSamples);
  }
  std::sort(powers.begin(), powers.end(), std::greater<>());
  powers.resize((powers.size() + 1) / 2);
  double sum = 0;
  for (const double power : powers) sum += power;
  return powers.empty() ? 0 : std::sqrt(sum / static_cast<double>(powers.size()));
}

std::int16_t limited(double sample) {
  return static_cast<std::int16_t>(std::clamp(sample, -32768.0, 32767.0));
}

}  // namespace

std::vector<std::uint8_t> telephoned(std::vector<std::int16_t> speech, int snr_db, std::uint64_t seed) {
  const double loudness = loudness_of(speech);
  Random random(seed);
  const auto deviation = static_cast<std::int64_t>(kLoudness / std::pow(10.0, snr_db / 20.0));
  std::vector<std::int16_t> line(kBefore + speech.size() + kAfter);
  for (std::size_t i = 0; i < speech.size(); ++i) {
    line[kBefore + i] = limited(loudness <= 0 ? 0 : speech[i] * kLoudness / loudness);
  }
  for (std::int16_t& sample : line) sample = limited(static_cast<double>(sample + random.normal(deviation)));
  return mulaw_encode(line);
}

}  // namespace parley::bench
