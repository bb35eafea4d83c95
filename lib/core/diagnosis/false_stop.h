// The agent stopped for what was no turn of the caller's, a noise or a click, and did not go on soon. Two rules
// share this one look:
//
//   no-resume        it never went on: silence until somebody else broke it
//   false-barge-in   all others
#pragma once

#include <vector>

#include "core/diagnosis/finding.h"

namespace parley {

struct FalseStop {
  const ClearSent* clear = nullptr;
  const Utterance* noise = nullptr;  // nothing: a sound too short to be an utterance
  Instant silent_until;
  bool for_good = false;  // nobody, and least of all the agent, said anything for so long that a caller gives up
};

std::vector<FalseStop> find_false_stops(const CallAccount& account);
/// Without causes and advice, which are the rules' own.
Finding false_stop_finding(const FalseStop& stop, std::string_view id);

}  // namespace parley
