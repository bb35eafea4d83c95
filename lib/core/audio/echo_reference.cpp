#include "core/audio/echo_reference.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "core/audio/level.h"
#include "core/audio/mulaw.h"

namespace parley {
namespace {

// The squared correlation that counts as a copy: 0.5 means that half of the energy is explained.
constexpr std::int64_t kCopyNumerator = 1;
constexpr std::int64_t kCopyDenominator = 2;

/// The shift that brings the largest sample under 2^10, so that 480 products fit into 32 bits.
int scale_of(std::span<const std::int16_t> samples) {
  int peak = 0;
  for (const std::int16_t sample : samples) peak = std::max(peak, std::abs(static_cast<int>(sample)));
  int shift = 0;
  while (peak >> shift >= 1024) ++shift;
  return shift;
}

/// Scaled so that 120 products fit into 32 bits, however quiet or loud the sums are.
void to_eleven_bits(std::span<std::int32_t> sums) {
  std::int32_t peak = 0;
  for (const std::int32_t sum : sums) peak = std::max(peak, std::abs(sum));
  int shift = 0;
  while (peak >> shift >= 2048) ++shift;
  for (std::int32_t& sum : sums) sum >>= shift;
}

std::int64_t energy_of(std::span<const std::int16_t> samples) {
  std::int64_t sum = 0;
  for (const std::int16_t sample : samples) sum += std::int64_t{sample} * sample;
  return sum;
}

}  // namespace

void EchoReference::said(std::int64_t position, std::span<const std::uint8_t> mulaw) {
  if (memory_.empty()) memory_.resize(kMemory);
  for (std::size_t i = 0; i < mulaw.size(); ++i) {
    memory_[(static_cast<std::size_t>(position) + i) % kMemory] = mulaw_decode(mulaw[i]);
  }
  said_until_ = position + static_cast<std::int64_t>(mulaw.size());
}

std::int16_t EchoReference::said_at(std::int64_t position) const {
  const bool known =
      position >= 0 && position < said_until_ && position >= said_until_ - static_cast<std::int64_t>(kMemory);
  return known ? memory_[static_cast<std::size_t>(position) % kMemory] : std::int16_t{0};
}

int EchoReference::unexplained_level(const PcmFrame& heard, std::int64_t position) {
  std::copy(heard_.begin() + kFrameSamples, heard_.end(), heard_.begin());
  std::copy(heard.begin(), heard.end(), heard_.end() - kFrameSamples);
  const int level = rms_level(heard);
  if (memory_.empty() || level == 0) return level;
  const std::int64_t heard_energy = energy_of(heard_);
  auto fit = fit_at_known_delay(position);
  if (!fit || !explains(*fit, heard_energy)) {
    // The caller, or an echo at another delay: three frames that agree will tell.
    learn(position, heard_energy);
    fit = fit_at_known_delay(position);
  }
  if (!fit) return level;
  // Energy left after the best gain: E - product^2 / said. Doubles are exact enough here and IEEE everywhere; the
  // result is an integer level.
  const double product = static_cast<double>(fit->product);
  const double explained = product * product / static_cast<double>(fit->said_energy);
  const double rest = std::max(0.0, static_cast<double>(heard_energy) - explained);
  const int unexplained = static_cast<int>(std::sqrt(rest / static_cast<double>(kWindow)));
  const int echo = static_cast<int>(std::sqrt(explained / static_cast<double>(kWindow)));
  // One delay and one gain leave something of a real line's echo: under half of it is still echo.
  return unexplained * 2 <= echo ? 0 : std::min(level, unexplained);
}

std::optional<EchoReference::Fit> EchoReference::fit_at_known_delay(std::int64_t position) {
  if (!locked_) return std::nullopt;
  return best_fit(position, *locked_ - kDrift, *locked_ + kDrift);
}

std::optional<EchoReference::Fit> EchoReference::best_fit(std::int64_t position, int from, int to) {
  from = std::max(from, 0);
  const std::size_t length = kWindow + static_cast<std::size_t>(to - from);
  const std::int64_t begin = position - static_cast<std::int64_t>(kWindow) - to;
  stretch_.resize(length);
  for (std::size_t i = 0; i < length; ++i) stretch_[i] = said_at(begin + static_cast<std::int64_t>(i));
  const int said_scale = scale_of(stretch_);
  const int heard_scale = scale_of(heard_);
  std::array<std::int16_t, kWindow> heard;
  for (std::size_t i = 0; i < kWindow; ++i) heard[i] = static_cast<std::int16_t>(heard_[i] >> heard_scale);
  for (std::int16_t& sample : stretch_) sample = static_cast<std::int16_t>(sample >> said_scale);

  std::int64_t energy = energy_of(std::span(stretch_).first(kWindow));
  std::optional<Fit> best;
  double best_share = 0;
  for (std::size_t at = 0; at + kWindow <= length; ++at) {
    std::int32_t product = 0;
    for (std::size_t i = 0; i < kWindow; ++i) product += std::int32_t{heard[i]} * stretch_[at + i];
    if (product > 0 && energy > 0) {
      const double share = static_cast<double>(product) * product / static_cast<double>(energy);
      if (share > best_share) {
        best_share = share;
        best = Fit{to - static_cast<int>(at), std::int64_t{product} << (said_scale + heard_scale),
                   energy << (2 * said_scale)};
      }
    }
    if (at + kWindow < length) {
      energy +=
          std::int32_t{stretch_[at + kWindow]} * stretch_[at + kWindow] - std::int32_t{stretch_[at]} * stretch_[at];
    }
  }
  return best;
}

/// The delays at which the two fit best, at a quarter of the rate: a sixteenth of the work, and voices have most of
/// their energy below 1 kHz. More than one, because a voice resembles itself one pitch period later.
std::vector<int> EchoReference::likely_delays(std::int64_t position) {
  constexpr std::size_t kHeard = kWindow / kCoarse;
  constexpr std::size_t kLags = kLongestDelay / kCoarse;
  constexpr std::size_t kCandidates = 8;
  std::array<std::int32_t, kHeard> heard{};
  for (std::size_t i = 0; i < kWindow; ++i) heard[i / kCoarse] += heard_[i];
  std::array<std::int32_t, kHeard + kLags> said{};
  const std::int64_t begin = position - static_cast<std::int64_t>(kWindow) - kLongestDelay;
  for (std::size_t i = 0; i < said.size() * kCoarse; ++i) {
    said[i / kCoarse] += said_at(begin + static_cast<std::int64_t>(i));
  }
  to_eleven_bits(heard);
  to_eleven_bits(said);
  std::int64_t energy = 0;
  for (std::size_t i = 0; i < kHeard; ++i) energy += said[i] * said[i];
  std::array<double, kLags> share{};
  for (std::size_t at = 0; at < kLags; ++at) {
    std::int32_t product = 0;
    for (std::size_t i = 0; i < kHeard; ++i) product += heard[i] * said[at + i];
    if (product > 0 && energy > 0) share[at] = static_cast<double>(product) * product / static_cast<double>(energy);
    energy += said[at + kHeard] * said[at + kHeard] - said[at] * said[at];
  }
  std::vector<int> delays;
  while (delays.size() < kCandidates) {
    const auto best = std::max_element(share.begin(), share.end());
    if (*best <= 0) break;
    const auto at = static_cast<std::size_t>(best - share.begin());
    delays.push_back(kLongestDelay - static_cast<int>(at) * kCoarse);
    for (std::size_t near = at < 2 ? 0 : at - 2; near <= std::min(at + 2, kLags - 1); ++near) share[near] = 0;
  }
  return delays;
}

bool EchoReference::explains(const Fit& fit, std::int64_t heard_energy) const {
  const double product = static_cast<double>(fit.product);
  return product * product * static_cast<double>(kCopyDenominator) >= static_cast<double>(heard_energy) *
                                                                          static_cast<double>(fit.said_energy) *
                                                                          static_cast<double>(kCopyNumerator);
}

void EchoReference::learn(std::int64_t position, std::int64_t heard_energy) {
  // Too quiet to tell, and too quiet to matter.
  if (heard_energy < static_cast<std::int64_t>(kWindow) * 30 * 30) {
    agreeing_ = 0;
    return;
  }
  std::optional<Fit> fit;
  for (const int delay : likely_delays(position)) {
    const auto near = best_fit(position, delay - 2 * kCoarse, delay + 2 * kCoarse);
    if (near && (!fit || near->share() > fit->share())) fit = near;
  }
  if (!fit || !explains(*fit, heard_energy)) {
    agreeing_ = 0;
    return;
  }
  agreeing_ = agreeing_ > 0 && std::abs(fit->delay - candidate_) <= kDrift ? agreeing_ + 1 : 1;
  candidate_ = fit->delay;
  if (agreeing_ >= kAgreeing) locked_ = candidate_;
}

}  // namespace parley
