#include "bench/speech/line.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <functional>

#include "core/audio/mulaw.h"
#include "core/base/random.h"
#include "core/base/time.h"

namespace parley::bench {
namespace {

constexpr double kFullScale = 32767;
constexpr double kQuietLine = 10;  // of a line that is called clean, root mean square
constexpr std::size_t kBefore = 300 * kSampleRate / 1000;
constexpr std::size_t kAfter = 400 * kSampleRate / 1000;

/// Of the louder half, so that pauses do not count.
template <typename Sample>
double loudness_of(const std::vector<Sample>& sound) {
  std::vector<double> powers;
  for (std::size_t at = 0; at + kFrameSamples <= sound.size(); at += kFrameSamples) {
    double sum = 0;
    for (std::size_t i = at; i < at + kFrameSamples; ++i) sum += 1.0 * sound[i] * sound[i];
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

double white(Random& random) {
  return static_cast<double>(random.normal(1000)) / 1000.0;
}

/// As much of it in each octave: a sum of filtered white noises, within half a decibel over the telephone's band.
class PinkNoise {
 public:
  double next(Random& random) {
    const double sample = white(random);
    double sum = 0;
    for (std::size_t i = 0; i < kPoles.size(); ++i) {
      state_[i] = kPoles[i] * state_[i] + kGains[i] * sample;
      sum += state_[i];
    }
    return sum + 0.18 * sample;
  }

 private:
  static constexpr std::array<double, 3> kPoles{0.995, 0.963, 0.57};
  static constexpr std::array<double, 3> kGains{0.1, 0.3, 1.0};
  std::array<double, 3> state_{};
};

}  // namespace

LineNoise line_noise(std::string_view text) {
  const std::string_view kind = text.substr(0, text.find(':'));
  const int snr = kind.size() == text.size() ? 20 : std::atoi(std::string(text.substr(kind.size() + 1)).c_str());
  if (kind == "white") return {NoiseKind::kWhite, snr};
  if (kind == "pink") return {NoiseKind::kPink, snr};
  if (kind == "babble") return {NoiseKind::kBabble, snr};
  return {NoiseKind::kNone, snr};
}

std::vector<double> TelephoneLine::noise_of(const LineNoise& noise, std::size_t samples, double loudness,
                                            std::uint64_t seed) const {
  Random random(seed);
  std::vector<double> sound(samples);
  if (noise.kind == NoiseKind::kBabble && !babble_.empty()) {
    std::size_t at = static_cast<std::size_t>(random.below(static_cast<std::int64_t>(babble_.size())));
    for (double& sample : sound) sample = babble_[at++ % babble_.size()];
  } else {
    PinkNoise pink;
    for (double& sample : sound) sample = noise.kind == NoiseKind::kPink ? pink.next(random) : white(random);
  }
  double power = 0;
  for (const double sample : sound) power += sample * sample;
  const double wanted =
      noise.kind == NoiseKind::kNone ? kQuietLine : loudness / std::pow(10.0, noise.snr_db / 20.0);
  const double gain = wanted / std::max(std::sqrt(power / static_cast<double>(samples)), 1e-9);
  for (double& sample : sound) sample *= gain;
  return sound;
}

std::vector<std::uint8_t> TelephoneLine::carry(const std::vector<std::int16_t>& speech, const LineNoise& noise,
                                               int level_db, std::uint64_t seed) const {
  const double own = loudness_of(speech);
  const double loudness = kFullScale * std::pow(10.0, level_db / 20.0);
  const std::vector<double> beside = noise_of(noise, kBefore + speech.size() + kAfter, loudness, seed);
  std::vector<std::int16_t> line(beside.size());
  for (std::size_t i = 0; i < line.size(); ++i) {
    const bool spoken = i >= kBefore && i - kBefore < speech.size() && own > 0;
    line[i] = limited((spoken ? speech[i - kBefore] * loudness / own : 0) + beside[i]);
  }
  return mulaw_encode(line);
}

std::vector<std::int16_t> talking_at_once(const std::vector<std::vector<std::int16_t>>& speeches,
                                          std::size_t voices) {
  std::vector<std::vector<double>> tracks(voices);
  for (std::size_t i = 0; i < speeches.size(); ++i) {
    const double gain = 1000.0 / std::max(loudness_of(speeches[i]), 1.0);
    std::vector<double>& track = tracks[i % voices];
    for (const std::int16_t sample : speeches[i]) track.push_back(sample * gain);
  }
  std::size_t longest = 0;
  for (const auto& track : tracks) longest = std::max(longest, track.size());
  std::vector<std::int16_t> all(longest);
  for (std::size_t i = 0; i < longest; ++i) {
    double sum = 0;
    for (const auto& track : tracks) sum += track.empty() ? 0 : track[i % track.size()];
    all[i] = limited(sum);
  }
  return all;
}

}  // namespace parley::bench
