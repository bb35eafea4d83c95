// Interruption works while frames are being sent, and not while the rest of them plays.
#include "core/diagnosis/overlap.h"
#include "core/diagnosis/rules.h"

namespace parley::rule {
namespace {

std::vector<Finding> check(const CallAccount& account) {
  std::vector<Finding> found = unheeded_finding(account, UnheededKind::kBlindTail, "barge-in-blind-tail");
  for (Finding& finding : found) {
    finding.causes.push_back({Certainty::kLikely,
                              "\"done sending\" is taken for \"done playing\": after the last frame interruption "
                              "is no longer looked for",
                              "speaking-flag-at-queue"});
    finding.causes.push_back(
        {Certainty::kPossible,
         "the state goes back to listening when sending ends, where voice does not lead to a `clear`"});
    finding.look_at = "what ends SPEAKING: the mark that comes back, or the last frame sent?";
  }
  return found;
}

}  // namespace

std::vector<Finding> barge_in_blind_tail(const Evidence& evidence) {
  return each_call(evidence, check);
}

}  // namespace parley::rule
