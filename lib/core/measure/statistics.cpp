#include "core/measure/statistics.h"

#include <algorithm>
#include <cmath>

namespace parley {
namespace {

constexpr double kTail = 0.025;           // on either side
constexpr std::size_t kExactUpTo = 1000;  // beyond it the normal law differs by less than a rank
constexpr double kNormalQuantile = 1.959964;

/// The binomial weights for 0 to n, up to a factor: from the mode outward, so that none of those that count can
/// vanish below the smallest double.
std::vector<double> binomial_weights(std::size_t n, double p) {
  std::vector<double> weights(n + 1, 0.0);
  const auto mode = std::min(n, static_cast<std::size_t>(static_cast<double>(n + 1) * p));
  const double odds = p / (1.0 - p);
  weights[mode] = 1.0;
  for (std::size_t k = mode; k < n; ++k) {
    weights[k + 1] = weights[k] * odds * static_cast<double>(n - k) / static_cast<double>(k + 1);
  }
  for (std::size_t k = mode; k > 0; --k) {
    weights[k - 1] = weights[k] / odds * static_cast<double>(k) / static_cast<double>(n - k + 1);
  }
  return weights;
}

/// How many of the sample lie at or below the percentile is binomial: the l-th value lies above it only if fewer
/// than l do, the u-th below it only if at least u do.
RankInterval exact_interval(std::size_t n, double p) {
  const std::vector<double> weights = binomial_weights(n, p);
  double all = 0.0;
  for (const double weight : weights) all += weight;
  RankInterval ranks{0, n + 1};
  double below = 0.0;
  while (ranks.low < n && below + weights[ranks.low] <= kTail * all) below += weights[ranks.low++];
  double above = 0.0;
  while (ranks.high > 1 && above + weights[ranks.high - 1] <= kTail * all) above += weights[--ranks.high];
  return ranks;
}

}  // namespace

RankInterval rank_interval(std::size_t n, int percent) {
  if (n == 0) return {0, 1};
  const double p = static_cast<double>(percent) / 100.0;
  if (n <= kExactUpTo) return exact_interval(n, p);
  const double mean = static_cast<double>(n) * p;
  const double reach = kNormalQuantile * std::sqrt(mean * (1.0 - p));
  const double low = mean - reach;
  const auto high = static_cast<std::size_t>(mean + reach) + 2;
  return {low < 1.0 ? 0 : static_cast<std::size_t>(low), std::min(high, n + 1)};
}

void Sample::add(std::int64_t value) {
  max_ = count_ == 0 ? value : std::max(max_, value);
  min_ = count_ == 0 ? value : std::min(min_, value);
  if (count_++ % stride_ != 0) return;
  values_.push_back(value);
  if (values_.size() < kMost) return;
  for (std::size_t i = 0; 2 * i < values_.size(); ++i) values_[i] = values_[2 * i];
  values_.resize((values_.size() + 1) / 2);
  stride_ *= 2;
}

void Sample::add(const Sample& other) {
  if (other.empty()) return;
  // A thinned sample stands for more values than it holds, and each of them has to weigh as much as here.
  for (const std::int64_t value : other.values_) {
    for (std::int64_t i = 0; i < other.stride_; ++i) add(value);
  }
  count_ += other.count_ - static_cast<std::int64_t>(other.values_.size()) * other.stride_;
  max_ = std::max(max_, other.max_);
  min_ = std::min(min_, other.min_);
}

std::optional<Percentile> Sample::percentile(int percent) const {
  const std::size_t n = values_.size();
  if (n < samples_needed(percent)) return std::nullopt;
  std::vector<std::int64_t> sorted = values_;
  std::sort(sorted.begin(), sorted.end());
  const std::size_t rank = (n * static_cast<std::size_t>(percent) + 99) / 100;  // nearest, rounded up
  const RankInterval ranks = rank_interval(n, percent);
  Percentile result;
  result.value = sorted[rank - 1];
  if (ranks.low >= 1) result.low = sorted[ranks.low - 1];
  if (ranks.high <= n) result.high = sorted[ranks.high - 1];
  return result;
}

}  // namespace parley
