// Percentiles of a bounded sample, each with the interval in which the source's own percentile lies with 95 %
// confidence, by order statistics: no shape of distribution is assumed. A percentile that the sample is too small
// for is nothing, not a guess. What a value means, and whether it is too large, is for others.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace parley {

/// An end of the interval is missing where so few values cannot bound it.
struct Percentile {
  std::int64_t value = 0;  // nearest rank
  std::optional<std::int64_t> low;
  std::optional<std::int64_t> high;
  bool operator==(const Percentile&) const = default;
};

/// How many values a percentile needs: so many that one of them can be expected beyond it. 2 for the median, 20 for
/// the 95th, 100 for the 99th.
constexpr std::size_t samples_needed(int percent) {
  return static_cast<std::size_t>((100 + (100 - percent) - 1) / (100 - percent));
}

class Sample {
 public:
  /// Beyond this every second value is forgotten, and of those to come only as many are kept.
  static constexpr std::size_t kMost = std::size_t{1} << 17U;

  void add(std::int64_t value);
  void add(const Sample& other);

  bool empty() const { return count_ == 0; }
  /// Of all values, the forgotten ones too.
  std::int64_t count() const { return count_; }
  std::int64_t max() const { return max_; }  // 0 when empty
  std::int64_t min() const { return min_; }
  /// Those that are kept, each standing for as many as any other, in the order of their adding.
  const std::vector<std::int64_t>& kept() const { return values_; }
  /// `percent` is 1 to 99. Nothing under samples_needed(percent).
  std::optional<Percentile> percentile(int percent) const;

 private:
  std::vector<std::int64_t> values_;
  std::int64_t stride_ = 1;
  std::int64_t count_ = 0;
  std::int64_t max_ = 0;
  std::int64_t min_ = 0;
};

/// The ranks, counted from 1, between which the percentile of the source lies with 95 % confidence; 0 below and
/// n + 1 above say that no value of the sample bounds it.
struct RankInterval {
  std::size_t low = 0;
  std::size_t high = 0;
  bool operator==(const RankInterval&) const = default;
};
RankInterval rank_interval(std::size_t n, int percent);

}  // namespace parley
