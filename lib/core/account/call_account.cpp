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

}  // namespace parley
