// The agent stopped for a noise, and because no turn came of it, nothing ever set it going again.
#include "core/diagnosis/false_stop.h"
#include "core/diagnosis/rules.h"
#include "core/diagnosis/wording.h"

namespace parley::rule {
namespace {

std::vector<Finding> check(const CallAccount& account) {
  for (const FalseStop& stop : find_false_stops(account)) {
    if (!stop.for_good) continue;
    Finding finding = false_stop_finding(stop, "no-resume");
    finding.to_the_end = stop.silent_until == account.ended;
    finding.explanation = "The agent stopped in the middle of its reply at " + moment_text(stop.clear->at) +
                          " for a sound that was no interruption, and said nothing more for " +
                          span_text(stop.silent_until - stop.clear->at) +
                          (finding.to_the_end ? ", until the call ended." : ", until the caller spoke.");
    finding.causes.push_back(
        {Certainty::kLikely,
         "an interruption cancels the reply for good, and only a turn of the caller's starts the "
         "next one: after a noise there is none",
         "stops-for-any-noise"});
    finding.causes.push_back(
        {Certainty::kPossible, "the reply is to be taken up again, but its timer was cancelled with it"});
    finding.look_at =
        "what happens after an interruption from which no words come: something must be armed, to resume or to ask";
    finding.covers = {"false-barge-in"};
    return {finding};
  }
  return {};
}

}  // namespace

std::vector<Finding> no_resume(const Evidence& evidence) {
  return each_call(evidence, check);
}

}  // namespace parley::rule
