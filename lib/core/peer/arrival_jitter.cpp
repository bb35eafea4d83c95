#include "core/peer/arrival_jitter.h"

#include <algorithm>
#include <cstdlib>

namespace parley {
namespace {

constexpr std::int64_t kDeviationUs = 4'000;
constexpr int kSpikePerMille = 12;
constexpr std::int64_t kSpikeMinUs = 5'000;
constexpr std::int64_t kSpikeMaxUs = 50'000;
constexpr std::int64_t kMostUs = 70'000;

}  // namespace

Instant ArrivalJitter::arrival(Instant sent) {
  Instant at = sent;
  if (enabled_) {
    std::int64_t late = std::abs(random_.normal(kDeviationUs));
    if (random_.chance(kSpikePerMille)) late += random_.between(kSpikeMinUs, kSpikeMaxUs);
    at += micros(std::min(late, kMostUs));
  }
  last_ = std::max(last_, at);
  return last_;
}

}  // namespace parley
