// The agent talks on over the caller: it goes on sending, and no clear ever comes.
#include "core/diagnosis/overlap.h"
#include "core/diagnosis/rules.h"

namespace parley::rule {
namespace {

std::vector<Finding> check(const CallAccount& account) {
  std::vector<Finding> found = unheeded_finding(account, UnheededKind::kIgnored, "barge-in-ignored");
  for (Finding& finding : found) {
    finding.causes.push_back({Certainty::kLikely,
                              "interruption is not looked for while the agent speaks, or is switched off",
                              "barge-in-off"});
    finding.causes.push_back(
        {Certainty::kPossible,
         "interruption is looked for only while frames are being sent, and the whole reply had been sent at once"});
    finding.look_at =
        "what happens to the caller's frames in SPEAKING: are they measured, and does voice lead to a `clear`?";
  }
  return found;
}

}  // namespace

std::vector<Finding> barge_in_ignored(const Evidence& evidence) {
  return each_call(evidence, check);
}

}  // namespace parley::rule
