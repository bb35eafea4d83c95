#include "bench/speech/voices.h"

extern "C" {
#include <flite/flite.h>
cst_voice* register_cmu_us_awb(const char* folder);
cst_voice* register_cmu_us_kal(const char* folder);
cst_voice* register_cmu_us_rms(const char* folder);
}

#include <algorithm>
#include <cmath>

#include "core/audio/mulaw.h"
#include "core/base/random.h"
#include "core/base/time.h"
#include "files/resampler.h"

namespace parley::bench {
namespace {

constexpr double kLoudness = 3277;  // root mean square, -20 dB of full scale
constexpr std::size_t kBefore = 300 * kSampleRate / 1000;
constexpr std::size_t kAfter = 400 * kSampleRate / 1000;

cst_voice* voice_called(std::string_view name) {
  static const bool ready = flite_init() == 0;
  static cst_voice* const awb = ready ? register_cmu_us_awb(nullptr) : nullptr;
  static cst_voice* const kal = ready ? register_cmu_us_kal(nullptr) : nullptr;
  static cst_voice* const rms = ready ? register_cmu_us_rms(nullptr) : nullptr;
  if (name == "awb") return awb;
  if (name == "kal") return kal;
  return name == "rms" ? rms : nullptr;
}

/// Of the louder half, so that pauses do not count.
double loudness_of(const std::vector<std::int16_t>& speech) {
  std::vector<double> powers;
  for (std::size_t at = 0; at + kFrameSamples <= speech.size(); at += kFrameSamples) {
    double sum = 0;
    for (std::size_t i = at; i < at + kFrameSamples; ++i) sum += double{1} * speech[i] * speech[i];
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

std::vector<std::int16_t> at_usual_loudness(std::vector<std::int16_t> speech) {
  const double loudness = loudness_of(speech);
  if (loudness <= 0) return speech;
  for (std::int16_t& sample : speech) sample = limited(sample * kLoudness / loudness);
  return speech;
}

std::vector<std::int16_t> spoken(std::string_view voice, const std::string& text) {
  cst_voice* const speaker = voice_called(voice);
  if (speaker == nullptr) return {};
  cst_wave* const wave = flite_text_to_wave(text.c_str(), speaker);
  if (wave == nullptr) return {};
  std::vector<float> samples;
  for (int i = 0; i < wave->num_samples; ++i) samples.push_back(static_cast<float>(wave->samples[i]) / 32768.0F);
  Resampler resampler(wave->sample_rate);
  delete_wave(wave);
  resampler.push(samples);
  return at_usual_loudness(resampler.finish());
}

std::vector<std::uint8_t> telephoned(const std::vector<std::int16_t>& speech, int snr_db, std::uint64_t seed) {
  Random random(seed);
  const auto deviation = static_cast<std::int64_t>(kLoudness / std::pow(10.0, snr_db / 20.0));
  std::vector<std::int16_t> line(kBefore + speech.size() + kAfter);
  std::copy(speech.begin(), speech.end(), line.begin() + kBefore);
  for (std::int16_t& sample : line) sample = limited(static_cast<double>(sample + random.normal(deviation)));
  return mulaw_encode(line);
}

}  // namespace parley::bench
