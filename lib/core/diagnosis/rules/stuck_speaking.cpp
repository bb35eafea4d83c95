// After a reply the agent never listens again: it believes that it is still speaking.
#include "core/diagnosis/dead_end.h"
#include "core/diagnosis/rules.h"
#include "core/diagnosis/wording.h"

namespace parley::rule {
namespace {

std::vector<Cause> causes_of(const DeadEnd& end) {
  std::vector<Cause> causes;
  if (end.mark == nullptr) {
    causes.push_back({Certainty::kLikely,
                      "the end of playing is never reported, or the flag that says \"speaking\" is "
                      "not reset when it is"});
  } else if (!end.mark->has_returned()) {
    causes.push_back({Certainty::kLikely,
                      "the agent waits for a mark that never came back and has no limit on the "
                      "wait"});
  } else {
    causes.push_back({Certainty::kLikely,
                      "the returned mark is not matched to the one that is awaited, so SPEAKING "
                      "never ends"});
    causes.push_back({Certainty::kPossible,
                      "the mark is handled on a path that waits for something else, or after the "
                      "flag was set again"});
  }
  if (!end.certain && end.empty_clear == nullptr) {
    causes.push_back({Certainty::kPossible,
                      "stuck-processing instead: the next turn died in recogniser or model with "
                      "its guard left set; the agent's log tells, by a line for that turn "
                      "after the mark"});
  }
  return causes;
}

std::vector<Finding> check(const CallAccount& account) {
  const std::optional<DeadEnd> end = find_dead_end(account);
  if (!end || end->kind != DeadEndKind::kSpeaking) return {};
  Finding finding = dead_end_finding(account, *end);
  finding.id = "stuck-speaking";
  const std::size_t replies = account.replies.size();
  finding.explanation = (replies == 1 ? std::string("After its first reply")
                                      : "After its reply at " + moment_text(end->last_reply->begin)) +
                        " the agent never listened again: " + unanswered_text(account, *end) + ".";
  finding.causes = causes_of(*end);
  if (end->mark == nullptr) {
    finding.look_at =
        "the place where a reply's audio is finished: what sets the agent back to listening, and on "
        "every path?";
  } else {
    finding.look_at = "the handler of `mark` events: compare the name sent (#" +
                      std::to_string(end->mark->sent_event) + ") with the name expected, and limit the wait";
  }
  return {finding};
}

}  // namespace

std::vector<Finding> stuck_speaking(const Evidence& evidence) {
  return each_call(evidence, check);
}

}  // namespace parley::rule
