// How many turns of a call were answered before the answers ended for good: what rules over several calls compare.
#pragma once

#include <cstddef>
#include <vector>

#include "core/account/call_account.h"

namespace parley {

struct AnsweredRun {
  std::size_t answered = 0;
  std::vector<const CallerTurn*> unanswered;  // after the last reply, each of them real and waited for

  /// The caller spoke, and nothing came to the end of the call.
  bool ended_for_good() const { return !unanswered.empty(); }
};

AnsweredRun answered_run(const CallAccount& account);

}  // namespace parley
