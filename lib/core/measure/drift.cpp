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
/// In which the earliest is looked for, in microseconds of media.
constexpr std::int64_t kShortestWindow = 400'000;
constexpr std::int64_t kLongestWindow = 2'000'000;

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
  add_slopes(readings_, slopes_);
  add_slopes(earliest(readings_), earliest_slopes_);
  covered_ += span_of(readings_);
  readings_.clear();
  stride_ = 1;
  seen_ = 0;
}

void DriftEstimator::add(const DriftEstimator& other) {
  const Slopes more = with(other.slopes_, other.readings_);
  for (const Slope& slope : more.kept) slopes_.add(slope, more.stride);
  const Slopes more_earliest = with(other.earliest_slopes_, earliest(other.readings_));
  for (const Slope& slope : more_earliest.kept) earliest_slopes_.add(slope, more_earliest.stride);
  covered_ += other.covered_ + span_of(other.readings_);
}

std::int64_t DriftEstimator::span_of(const std::vector<Reading>& readings) {
  return readings.empty() ? 0 : std::max<std::int64_t>(0, readings.back().media - readings.front().media);
}

/// Of a segment's windows the reading that was delayed least.
std::vector<DriftEstimator::Reading> DriftEstimator::earliest(const std::vector<Reading>& readings) {
  std::vector<Reading> least;
  const std::int64_t window = std::clamp(span_of(readings) / 4, kShortestWindow, kLongestWindow);
  std::int64_t index = -1;
  for (const Reading& reading : readings) {
    const std::int64_t at = (reading.media - readings.front().media) / window;
    if (at > index) {
      least.push_back(reading);
      index = at;
    } else if (reading.late < least.back().late) {
      least.back() = reading;
    }
  }
  return least;
}

void DriftEstimator::add_slopes(const std::vector<Reading>& readings, Slopes& slopes) {
  const std::size_t half = readings.size() / 2;
  for (std::size_t i = 0; i < half; ++i) {
    const Reading& a = readings[i];
    const Reading& b = readings[i + half];
    if (b.media <= a.media) continue;
    const auto span = static_cast<double>(b.media - a.media);
    slopes.add({static_cast<double>(b.late - a.late) / span * kPerPpm, span}, 1);
  }
}

void DriftEstimator::Slopes::add(const Slope& slope, std::int64_t stands_for) {
  while (stride < stands_for) halve();
  const std::int64_t next = (seen + stride - 1) / stride * stride;  // that is kept
  seen += stands_for;
  if (next >= seen) return;
  kept.push_back(slope);
  if (kept.size() > kMostSlopes) halve();
}

void DriftEstimator::Slopes::halve() {
  for (std::size_t i = 0; 2 * i < kept.size(); ++i) kept[i] = kept[2 * i];
  kept.resize((kept.size() + 1) / 2);
  stride *= 2;
}

/// Slopes as if all had the same weight, bounded by the time that their readings cover.
double DriftEstimator::independent(const Slopes& slopes) const {
  double sum = 0.0;
  double squares = 0.0;
  for (const Slope& slope : slopes.kept) {
    sum += slope.weight;
    squares += slope.weight * slope.weight;
  }
  if (squares <= 0.0) return 0.0;
  const auto covered = static_cast<double>(covered_ + span_of(readings_));
  return std::min(sum * sum / squares, covered / kIndependentSpan);
}

DriftEstimator::Slopes DriftEstimator::with(const Slopes& finished, const std::vector<Reading>& running) {
  Slopes slopes = finished;
  add_slopes(running, slopes);
  return slopes;
}

std::int64_t DriftEstimator::slopes() const {
  return static_cast<std::int64_t>(independent(with(slopes_, readings_)));
}

std::optional<Drift> DriftEstimator::drift() const {
  const Slopes all = with(slopes_, readings_);
  const auto told = drift_of(all, independent(all));
  if (!told) return std::nullopt;
  const Slopes few = with(earliest_slopes_, earliest(readings_));
  const auto earliest_told = drift_of(few, independent(few));
  return earliest_told && earliest_told->high - earliest_told->low < told->high - told->low ? earliest_told : told;
}

std::optional<Drift> DriftEstimator::drift_of(const Slopes& all, double n) {
  if (n < static_cast<double>(kFewestSlopes)) return std::nullopt;
  std::vector<Slope> slopes = all.kept;
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
