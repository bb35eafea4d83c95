// The agent stops sending when it is interrupted, but what Twilio holds plays to its end.
#include "core/diagnosis/overlap.h"
#include "core/diagnosis/rules.h"

namespace parley::rule {
namespace {

std::vector<Finding> check(const CallAccount& account) {
  std::vector<Finding> found = unheeded_finding(account, UnheededKind::kNoClear, "barge-in-no-clear");
  for (Finding& finding : found) {
    finding.causes.push_back({Certainty::kLikely,
                              "`clear` is not sent: stopping to send does not stop what was sent",
                              "barge-in-without-clear"});
    finding.causes.push_back({Certainty::kPossible, "`clear` is sent with a streamSid that is wrong"});
    finding.look_at = "the place that handles an interruption: it must send `clear` with the stream's own sid";
  }
  return found;
}

}  // namespace

std::vector<Finding> barge_in_no_clear(const Evidence& evidence) {
  return each_call(evidence, check);
}

}  // namespace parley::rule
