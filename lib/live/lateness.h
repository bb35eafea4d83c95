// How late things happened against their deadlines, as a histogram of fixed size: to ten microseconds up to ten
// milliseconds, to a millisecond up to a second, to ten up to ten seconds, and beyond that only counted. Whoever
// measures others says with it how far his own times can be trusted.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "core/base/time.h"

namespace parley {

class LatenessHistogram {
 public:
  /// Early counts as in time.
  void add(Duration lateness) {
    const Duration late = std::max(lateness, Duration{});
    ++counts_[bucket_of(late)];
    ++total_;
    max_ = std::max(max_, late);
  }
  void add(const LatenessHistogram& other) {
    for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
    total_ += other.total_;
    max_ = std::max(max_, other.max_);
  }

  std::int64_t count() const { return total_; }
  Duration max() const { return max_; }
  /// The lateness that so many of a thousand stay within, rounded up to the histogram's step; 0 of nothing.
  Duration per_mille(int thousandths) const {
    const std::int64_t rank = (total_ * thousandths + 999) / 1000;
    std::int64_t seen = 0;
    for (std::size_t i = 0; i < counts_.size(); ++i) {
      seen += counts_[i];
      if (seen >= rank && seen > 0) return std::min(upper_edge(i), max_);
    }
    return max_;
  }
  Duration p50() const { return per_mille(500); }
  Duration p99() const { return per_mille(990); }

 private:
  static constexpr std::size_t kFine = 1000;    // of 10 us
  static constexpr std::size_t kCoarse = 1000;  // of 1 ms; the first ten are never used
  static constexpr std::size_t kWide = 1000;    // of 10 ms; the first hundred are never used
  static constexpr std::size_t kBeyond = kFine + kCoarse + kWide;

  static std::size_t bucket_of(Duration late) {
    const auto us = static_cast<std::size_t>(late.count());
    if (us < kFine * 10) return us / 10;
    if (us < kCoarse * 1000) return kFine + us / 1000;
    if (us < kWide * 10'000) return kFine + kCoarse + us / 10'000;
    return kBeyond;
  }
  static Duration upper_edge(std::size_t bucket) {
    const auto index = static_cast<std::int64_t>(bucket);
    if (bucket < kFine) return micros((index + 1) * 10);
    if (bucket < kFine + kCoarse) return millis(index - static_cast<std::int64_t>(kFine) + 1);
    if (bucket < kBeyond) return millis(10) * (index - static_cast<std::int64_t>(kFine + kCoarse) + 1);
    return Duration::max();
  }

  std::array<std::int64_t, kBeyond + 1> counts_{};
  std::int64_t total_ = 0;
  Duration max_{};
};

}  // namespace parley
