#include "core/measure/drift.h"

#include <algorithm>
#include <cmath>

namespace parley {
namespace {

constexpr double kPerPpm = 1e9;  // thousandths of a ppm in a ratio of one
constexpr double kNormalQuantile = 1.959964;
/// Readings closer than this share their disturbance (one write of the network carries several frames), so a slope
/// counts as independent only for every 200 ms of readings: two ends of 100 ms.
constexpr double kIndependentSpan = 200'000.0;

}  // namespace

void DriftEstimator::reading(Duration media, Instant at) {
  if (seen_++ % stride_ != 0) return;
  readings_.push_back({to_micros(media), to_micros(at) - to_micros(media)});
  if (readings_.size() < kMostReadings) return;
  for (std::size_t i = 0; 2 * i < readings_.size(); ++i) readings_[i] = readings_[2 * i];
  readings_.resize((readings_.size() + 1) / 2);
  stride_ *= 2;
}

void DriftEstimator::new_segment() {
  slopes_of(readings_, slopes_);
  thin(slopes_);
  covered_ += span_of(readings_);
  readings_.clear();
  stride_ = 1;
  seen_ = 0;
}

void DriftEstimator::add(const DriftEstimator& other) {
  const std::vector<Slope> more = other.all_slopes();
  slopes_.insert(slopes_.end(), more.begin(), more.end());
  thin(slopes_);
  covered_ += other.covered_ + span_of(other.readings_);
}

std::int64_t DriftEstimator::span_of(const std::vector<Reading>& readings) {
  return readings.empty() ? 0 : std::max<std::int64_t>(0, readings.back().media - readings.front().media);
}

void DriftEstimator::slopes_of(const std::vector<Reading>& readings, std::vector<Slope>& slopes) {
  const std::size_t half = readings.size() / 2;
  for (std::size_t i = 0; i < half; ++i) {
    const Reading& a = readings[i];
    const Reading& b = readings[i + half];
    if (b.media <= a.media) continue;
    const auto span = static_cast<double>(b.media - a.media);
    slopes.push_back({static_cast<double>(b.late - a.late) / span * kPerPpm, span});
  }
}

/// Each that stays weighs for the one that goes, so old slopes count as much as new ones.
void DriftEstimator::thin(std::vector<Slope>& slopes) {
  while (slopes.size() > kMostSlopes) {
    const std::size_t left = (slopes.size() + 1) / 2;
    for (std::size_t i = 0; i < left; ++i) {
      slopes[i] = slopes[2 * i];
      slopes[i].weight *= 2.0;
    }
    slopes.resize(left);
  }
}

/// Slopes as if all had the same weight, bounded by the time that their readings cover.
double DriftEstimator::independent(const std::vector<Slope>& slopes) const {
  double sum = 0.0;
  double squares = 0.0;
  for (const Slope& slope : slopes) {
    sum += slope.weight;
    squares += slope.weight * slope.weight;
  }
  if (squares <= 0.0) return 0.0;
  const auto covered = static_cast<double>(covered_ + span_of(readings_));
  return std::min(sum * sum / squares, covered / kIndependentSpan);
}

std::vector<DriftEstimator::Slope> DriftEstimator::all_slopes() const {
  std::vector<Slope> slopes = slopes_;
  slopes_of(readings_, slopes);
  thin(slopes);
  return slopes;
}

std::int64_t DriftEstimator::slopes() const {
  return static_cast<std::int64_t>(independent(all_slopes()));
}

std::optional<Drift> DriftEstimator::drift() const {
  std::vector<Slope> slopes = all_slopes();
  const double n = independent(slopes);
  if (n < static_cast<double>(kFewestSlopes)) return std::nullopt;
  std::sort(slopes.begin(), slopes.end(), [](const Slope& a, const Slope& b) { return a.value < b.value; });
  double sum = 0.0;
  for (const Slope& slope : slopes) sum += slope.weight;
  const double reach = kNormalQuantile * 0.5 / std::sqrt(n);
  const auto quantile = [&](double share) {
    double passed = 0.0;
    for (const Slope& slope : slopes) {
      passed += slope.weight;
      if (passed >= share * sum) return static_cast<std::int64_t>(slope.value);
    }
    return static_cast<std::int64_t>(slopes.back().value);
  };
  return Drift{quantile(0.5), quantile(std::max(0.0, 0.5 - reach)), quantile(std::min(1.0, 0.5 + reach))};
}

}  // namespace parley
