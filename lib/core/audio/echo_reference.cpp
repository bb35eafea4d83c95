#include "core/audio/echo_reference.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iterator>

#include "core/audio/correlation.h"
#include "core/audio/level.h"
#include "core/audio/mulaw.h"
#include "core/base/check.h"

namespace parley {
namespace {

// The squared correlation that counts as a copy: 0.5 means that half of the energy is explained.
constexpr std::int64_t kCopyNumerator = 1;
constexpr std::int64_t kCopyDenominator = 2;
// What is worth a closer look at a quarter of the rate. A copy loses something there, for its high tones are gone
// and its delay lies between two places; two different voices have a few places that come so far.
constexpr std::int64_t kLikelyNumerator = 1;
constexpr std::int64_t kLikelyDenominator = 4;

/// The shift that brings every sample under 2^10, so that 480 products fit into 32 bits.
int scale_of(std::span<const std::int16_t> samples) {
  std::int16_t lowest = 0;
  std::int16_t highest = 0;
  for (const std::int16_t sample : samples) {
    lowest = std::min(lowest, sample);
    highest = std::max(highest, sample);
  }
  const int peak = std::max(static_cast<int>(highest), -static_cast<int>(lowest));
  int shift = 0;
  while (peak >> shift >= 1024) ++shift;
  return shift;
}

void scale(std::span<std::int16_t> samples, int shift) {
  for (std::int16_t& sample : samples) sample = static_cast<std::int16_t>(sample >> shift);
}

/// Each `kCoarse` samples summed to one, and the sums scaled so that 120 products fit into 32 bits however quiet or
/// loud they are.
template <int kCoarse, std::size_t kSums>
void to_coarse(std::span<const std::int16_t> samples, std::span<std::int16_t, kSums> coarse) {
  std::array<std::int32_t, kSums> sums;
  std::int32_t lowest = 0;
  std::int32_t highest = 0;
  for (std::size_t at = 0; at < kSums; ++at) {
    std::int32_t sum = 0;
    for (std::size_t i = 0; i < kCoarse; ++i) sum += samples[at * kCoarse + i];
    sums[at] = sum;
    lowest = std::min(lowest, sum);
    highest = std::max(highest, sum);
  }
  const std::int32_t peak = std::max(highest, -lowest);
  int shift = 0;
  while (peak >> shift >= 2048) ++shift;
  for (std::size_t at = 0; at < kSums; ++at) coarse[at] = static_cast<std::int16_t>(sums[at] >> shift);
}

/// Of samples that were scaled.
std::int32_t energy_of_scaled(std::span<const std::int16_t> samples) {
  std::int32_t sum = 0;
  for (const std::int16_t sample : samples) sum += std::int32_t{sample} * sample;
  return sum;
}

}  // namespace

void EchoReference::said(std::int64_t position, std::span<const std::uint8_t> mulaw) {
  if (memory_.empty()) memory_.resize(kMemory);
  said_until_ = position + static_cast<std::int64_t>(mulaw.size());
  while (!mulaw.empty()) {
    const std::size_t at = static_cast<std::size_t>(position) % kMemory;
    const std::size_t piece = std::min(mulaw.size(), kMemory - at);
    mulaw_decode(mulaw.first(piece), std::span(memory_).subspan(at, piece));
    mulaw = mulaw.subspan(piece);
    position += static_cast<std::int64_t>(piece);
  }
}

/// What we said from `begin` on; silence where that is not known.
void EchoReference::recall(std::int64_t begin, std::span<std::int16_t> samples) const {
  const std::int64_t end = begin + std::ssize(samples);
  const std::int64_t oldest = std::max<std::int64_t>(0, said_until_ - static_cast<std::int64_t>(kMemory));
  const std::int64_t from = std::clamp(oldest, begin, end);
  const std::int64_t to = std::clamp(said_until_, from, end);
  auto place = std::fill_n(samples.begin(), from - begin, std::int16_t{0});
  for (std::int64_t at = from; at < to;) {
    const std::size_t in_memory = static_cast<std::size_t>(at) % kMemory;
    const std::int64_t piece = std::min(to - at, static_cast<std::int64_t>(kMemory - in_memory));
    place = std::copy_n(memory_.begin() + static_cast<std::ptrdiff_t>(in_memory), piece, place);
    at += piece;
  }
  std::fill(place, samples.end(), std::int16_t{0});
}

int EchoReference::unexplained_level(const PcmFrame& heard, std::int64_t position) {
  std::copy(heard_.begin() + kFrameSamples, heard_.end(), heard_.begin());
  std::copy(heard.begin(), heard.end(), heard_.end() - kFrameSamples);
  const int level = rms_level(heard);
  if (memory_.empty() || level == 0) return level;
  const auto heard_energy = static_cast<std::int64_t>(energy_of(heard_));
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

std::optional<EchoReference::Fit> EchoReference::fit_at_known_delay(std::int64_t position) const {
  if (!locked_) return std::nullopt;
  return best_fit(position, *locked_ - kDrift, *locked_ + kDrift);
}

std::optional<EchoReference::Fit> EchoReference::best_fit(std::int64_t position, int from, int to) const {
  from = std::max(from, 0);
  std::array<std::int16_t, kWindow + kWidest> memory;
  std::array<std::int32_t, kWidest + 1> product_memory;
  const auto places = static_cast<std::size_t>(to - from) + 1;
  PARLEY_CHECK(places <= product_memory.size());
  const std::span stretch = std::span(memory).first(kWindow + places - 1);
  const std::span products = std::span(product_memory).first(places);
  recall(position - static_cast<std::int64_t>(kWindow) - to, stretch);
  const int said_scale = scale_of(stretch);
  const int heard_scale = scale_of(heard_);
  std::array<std::int16_t, kWindow> heard = heard_;
  scale(heard, heard_scale);
  scale(stretch, said_scale);
  correlate(heard, stretch, products);

  std::int64_t energy = energy_of_scaled(stretch.first(kWindow));
  std::optional<Fit> best;
  double best_share = 0;
  for (std::size_t at = 0; at < places; ++at) {
    const std::int64_t product = products[at];
    if (product > 0 && energy > 0) {
      const double share =
          static_cast<double>(product) * static_cast<double>(product) / static_cast<double>(energy);
      if (share > best_share) {
        best_share = share;
        best = Fit{to - static_cast<int>(at), product << (said_scale + heard_scale), energy << (2 * said_scale)};
      }
    }
    if (at + 1 < places) {
      energy +=
          std::int32_t{stretch[at + kWindow]} * stretch[at + kWindow] - std::int32_t{stretch[at]} * stretch[at];
    }
  }
  return best;
}

/// The delays at which the two fit best, at a quarter of the rate: a sixteenth of the work, and voices have most of
/// their energy below 1 kHz. More than one, because a voice resembles itself one pitch period later.
EchoReference::Delays EchoReference::likely_delays(std::int64_t position) const {
  constexpr std::size_t kHeard = kWindow / kCoarse;
  constexpr std::size_t kLags = kLongestDelay / kCoarse + 1;  // no delay and the longest included
  constexpr std::size_t kPadded = (kHeard + 15) / 16 * 16;    // silence fills the last of the vector registers
  std::array<std::int16_t, kWindow + kLongestDelay> memory;
  recall(position - static_cast<std::int64_t>(memory.size()), memory);
  std::array<std::int16_t, kPadded> heard{};
  std::array<std::int16_t, kPadded + kLags> said{};
  to_coarse<kCoarse, kHeard>(heard_, std::span(heard).first<kHeard>());
  to_coarse<kCoarse, kHeard + kLags - 1>(memory, std::span(said).first<kHeard + kLags - 1>());
  std::array<std::int32_t, kLags> products;
  correlate(heard, said, products);
  const std::int64_t heard_energy = energy_of_scaled(heard);
  std::int64_t energy = energy_of_scaled(std::span(said).first(kHeard));
  std::array<Likely, kLags> likely;
  std::size_t found = 0;
  for (std::size_t at = 0; at < kLags; ++at) {
    // Energies and products are under 2^29, so that all of this fits into 64 bits.
    const std::int64_t product = std::max(products[at], 0);
    if (product > 0 && product * product * kLikelyDenominator >= energy * heard_energy * kLikelyNumerator) {
      const double share =
          static_cast<double>(product) * static_cast<double>(product) / static_cast<double>(energy);
      likely[found++] = {static_cast<int>(at), share};
    }
    energy += std::int32_t{said[at + kHeard]} * said[at + kHeard] - std::int32_t{said[at]} * said[at];
  }
  return best_of(std::span(likely).first(found));
}

/// The best, then the best of what is not next to it, and so on. The first wins where two are equal.
EchoReference::Delays EchoReference::best_of(std::span<Likely> likely) {
  constexpr int kNeighbours = 2;
  Delays delays;
  while (delays.count < delays.values.size() && !likely.empty()) {
    const auto best = std::max_element(likely.begin(), likely.end(),
                                       [](const Likely& a, const Likely& b) { return a.share < b.share; });
    const int at = best->at;
    delays.values[delays.count++] = kLongestDelay - at * kCoarse;
    const auto rest = std::remove_if(likely.begin(), likely.end(),
                                     [at](const Likely& other) { return std::abs(other.at - at) <= kNeighbours; });
    likely = likely.first(static_cast<std::size_t>(rest - likely.begin()));
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
  if (pause_ > 0) {
    --pause_;
    return;
  }
  // Too quiet to tell, and too quiet to matter.
  if (heard_energy < static_cast<std::int64_t>(kWindow) * 30 * 30) {
    agreeing_ = 0;
    return;
  }
  std::optional<Fit> fit;
  const Delays likely = likely_delays(position);
  for (const int delay : std::span(likely.values).first(likely.count)) {
    const auto near = best_fit(position, delay - 2 * kCoarse, delay + 2 * kCoarse);
    if (near && (!fit || near->share() > fit->share())) fit = near;
  }
  if (!fit || !explains(*fit, heard_energy)) {
    agreeing_ = 0;
    // Somebody speaks who is no copy of us. He goes on, so look less often until something is found.
    fruitless_ = std::min(fruitless_ + 1, kLongestPause);
    pause_ = fruitless_;
    return;
  }
  fruitless_ = 0;
  agreeing_ = agreeing_ > 0 && std::abs(fit->delay - candidate_) <= kDrift ? agreeing_ + 1 : 1;
  candidate_ = fit->delay;
  if (agreeing_ >= kAgreeing) locked_ = candidate_;
}

}  // namespace parley
