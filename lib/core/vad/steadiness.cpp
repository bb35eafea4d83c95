#include "core/vad/steadiness.h"

#include <algorithm>

namespace parley {

void Steadiness::add(int level) {
  if (skipped_ < kSkipped) {
    ++skipped_;
    return;
  }
  group_sum_ += level;
  if (++in_group_ < kGroup) return;
  const int mean = group_sum_ / kGroup;
  in_group_ = 0;
  group_sum_ = 0;
  lowest_ = groups_ == 0 ? mean : std::min(lowest_, mean);
  highest_ = groups_ == 0 ? mean : std::max(highest_, mean);
  sum_ += mean;
  ++groups_;
}

void Steadiness::reset() {
  *this = Steadiness{};
}

bool Steadiness::steady() const {
  // 3 dB is a factor of 1.413 in level.
  return groups_ >= kEnoughGroups &&
         static_cast<long long>(highest_) * 1000 < static_cast<long long>(lowest_) * 1413;
}

}  // namespace parley
