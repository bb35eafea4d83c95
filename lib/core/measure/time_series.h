// A quantity over the time of a call, for a picture: lowest and highest value in spans of equal length, which
// double when there are too many. Bounded however long the call is; no statistics are made of it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/time.h"

namespace parley {

class TimeSeries {
 public:
  static constexpr std::size_t kMost = 1024;
  static constexpr Duration kFinest = millis(20);

  struct Span {
    std::int64_t index = 0;  // it begins at index times span()
    std::int64_t low = 0;
    std::int64_t high = 0;
  };

  /// Times may stand still and do not go back; one that does counts in the span that is open.
  void add(Instant at, std::int64_t value) {
    std::int64_t index = std::max<std::int64_t>(0, (at - kCallStart) / span_);
    if (!spans_.empty()) index = std::max(index, spans_.back().index);
    if (!spans_.empty() && spans_.back().index == index) {
      spans_.back().low = std::min(spans_.back().low, value);
      spans_.back().high = std::max(spans_.back().high, value);
      return;
    }
    spans_.push_back({index, value, value});
    if (spans_.size() > kMost) halve();
  }

  Duration span() const { return span_; }
  const std::vector<Span>& spans() const { return spans_; }

 private:
  void halve() {
    std::vector<Span> coarse;
    coarse.reserve(spans_.size());
    for (const Span& fine : spans_) {
      const std::int64_t index = fine.index / 2;
      if (!coarse.empty() && coarse.back().index == index) {
        coarse.back().low = std::min(coarse.back().low, fine.low);
        coarse.back().high = std::max(coarse.back().high, fine.high);
      } else {
        coarse.push_back({index, fine.low, fine.high});
      }
    }
    spans_ = std::move(coarse);
    span_ *= 2;
  }

  Duration span_ = kFinest;
  std::vector<Span> spans_;
};

}  // namespace parley
