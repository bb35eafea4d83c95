#include "core/account/call_account.h"

#include <algorithm>

namespace parley {

std::size_t CallAccount::answered_turns() const {
  return static_cast<std::size_t>(
      std::count_if(turns.begin(), turns.end(), [](const CallerTurn& turn) { return turn.answered(); }));
}

ReplyIndex CallAccount::reply_at(Instant at) const {
  const auto after =
      std::upper_bound(replies.begin(), replies.end(), at, [](Instant t, const Reply& r) { return t < r.begin; });
  if (after == replies.begin()) return std::nullopt;
  const auto candidate = after - 1;
  if (at >= candidate->end) return std::nullopt;
  return static_cast<std::size_t>(candidate - replies.begin());
}

int PitchTally::median_pitch() const {
  std::int64_t below = 0;
  for (std::size_t period = 1; period < periods.size(); ++period) {
    below += periods[period];
    if (2 * below >= windows && below > 0) return 4000 / static_cast<int>(period);
  }
  return 0;
}

}  // namespace parley
