#include "core/account/voice_pitch.h"

#include <algorithm>
#include <cmath>

#include "core/audio/mulaw.h"

namespace parley {
namespace {

constexpr int kSkippedBlocks = 3;           // between two windows
constexpr std::int64_t kMostWindows = 600;  // with a pitch
constexpr std::size_t kHalf = 240;          // the window at 4 kHz
constexpr std::size_t kShortest = 8;        // lag: 500 Hz
constexpr std::size_t kLongest = 100;       // 40 Hz
constexpr std::size_t kCompared = kHalf - kLongest;
constexpr double kPeriodic = 0.6;     // less alike from period to period is no voice
constexpr double kNearlyBest = 0.88;  // of two lags that fit about as well the shorter is the period
constexpr std::array<int, 3> kHalfBand{150, -25,
                                       3};  // with 256 in the middle, over 512: passes what is below 2 kHz

using Window = std::array<std::int16_t, kHalf>;

/// Likeness of the sound to itself `lag` later, -1 to 1.
double likeness(const Window& x, std::size_t lag) {
  std::int64_t product = 0;
  std::int64_t here = 0;
  std::int64_t there = 0;
  for (std::size_t i = 0; i < kCompared; ++i) {
    const std::int64_t a = x[i];
    const std::int64_t b = x[i + lag];
    product += a * b;
    here += a * a;
    there += b * b;
  }
  if (here == 0 || there == 0) return 0;
  return static_cast<double>(product) / std::sqrt(static_cast<double>(here) * static_cast<double>(there));
}

/// The period in samples at 4 kHz; 0 when there is none.
std::size_t period_of(const Window& x) {
  std::array<double, kLongest + 2> alike{};
  double best = 0;
  for (std::size_t lag = kShortest - 1; lag <= kLongest; ++lag) {
    alike[lag] = likeness(x, lag);
    if (lag >= kShortest) best = std::max(best, alike[lag]);
  }
  if (best < kPeriodic) return 0;
  for (std::size_t lag = kShortest; lag <= kLongest; ++lag) {
    const bool peak = alike[lag] >= alike[lag - 1] && (lag == kLongest || alike[lag] >= alike[lag + 1]);
    if (peak && alike[lag] >= kNearlyBest * best) return lag;
  }
  return 0;
}

}  // namespace

void VoicePitch::hear(Instant at, std::span<const std::uint8_t> mulaw, bool audible, bool follows) {
  if (tally_.windows == kMostWindows) return;
  if (!audible || !follows || mulaw.size() != kFrameSamples) fill_ = 0;
  if (!audible || mulaw.size() != kFrameSamples) return;
  if (skip_ > 0) {
    --skip_;
    return;
  }
  mulaw_decode(mulaw, std::span(window_).subspan(fill_, kFrameSamples));
  fill_ += kFrameSamples;
  if (fill_ < kWindow) return;
  fill_ = 0;
  skip_ = kSkippedBlocks;
  judge(at);
}

void VoicePitch::judge(Instant at) {
  Window low{};
  std::int64_t energy = 0;
  std::int64_t high_energy = 0;
  constexpr std::size_t kReach = 5;
  for (std::size_t i = kReach; i + kReach < kWindow; ++i) {
    int sum = 256 * window_[i];
    for (std::size_t k = 0; k < kHalfBand.size(); ++k) {
      const std::size_t off = 2 * k + 1;
      sum += kHalfBand[k] * (window_[i - off] + window_[i + off]);
    }
    const int passed = sum / 512;
    if (i % 2 == 0) low[i / 2] = static_cast<std::int16_t>(std::clamp(passed, -32'768, 32'767));
    const std::int64_t high = window_[i] - passed;
    high_energy += high * high;
    energy += std::int64_t{window_[i]} * window_[i];
  }
  const std::size_t period = period_of(low);
  if (period == 0 || energy == 0) return;
  if (tally_.windows == 0) tally_.first = at;
  tally_.last = at;
  ++tally_.windows;
  ++tally_.periods[period];
  if (high_energy * 1000 < energy * PitchTally::kDullPerMille) ++tally_.dull;
}

}  // namespace parley
