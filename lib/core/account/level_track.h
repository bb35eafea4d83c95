// The levels of both sides in columns of 100 ms, for drawing. Bounded: what lies beyond a day is not drawn.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/account/call_account.h"

namespace parley {

class LevelTrack {
 public:
  void caller(Instant at, int level) {
    if (LevelColumn* column = find(at)) column->caller = std::max(column->caller, level);
  }
  void agent(Instant at, int level) {
    if (LevelColumn* column = find(at)) column->agent = std::max(column->agent, level);
  }
  void buffered(Instant at, Duration held) {
    const auto ms = static_cast<std::int32_t>(std::min<std::int64_t>(to_millis(held), INT32_MAX));
    if (LevelColumn* column = find(at)) column->buffered_ms = std::max(column->buffered_ms, ms);
  }
  const std::vector<LevelColumn>& columns() const { return columns_; }

 private:
  static constexpr std::size_t kMostColumns = 864'000;  // 24 hours

  LevelColumn* find(Instant at) {
    if (at < kCallStart) return nullptr;
    const auto index = static_cast<std::size_t>(at.time_since_epoch() / kColumnSpan);
    if (index >= kMostColumns) return nullptr;
    if (index >= columns_.size()) columns_.resize(index + 1);
    return &columns_[index];
  }

  std::vector<LevelColumn> columns_;
};

}  // namespace parley
