// After a reply the agent never listens again: it believes that it is still speaking.
#include "core/diagnosis/agent_log.h"
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
                      "never ends",
                      "mark-name-mismatch"});
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

/// What the log tells of the mark that came back on the wire.
void tell_mark(const AgentLog& log, const DeadEnd& end, Finding& finding) {
  if (end.mark == nullptr || !end.mark->has_returned()) return;
  const Instant back = end.mark->returned;
  const auto acked = log.between(back - millis(20), back + seconds(1), {LogKind::kMarkAcked});
  const auto sent = log.between(kCallStart, back, {LogKind::kMarkSent});
  if (!acked.empty()) {
    finding.causes.insert(
        finding.causes.begin(),
        {Certainty::kLikely,
         "the agent's log tells of the mark (log line " + std::to_string(log.event(acked.front()).line) +
             ") and of no state that followed it: its handler looks for another name",
         {}});
    finding.evidence.push_back(log.fact(acked.front()));
  } else if (!sent.empty()) {
    finding.causes.insert(
        finding.causes.begin(),
        {Certainty::kLikely,
         "the agent's log tells that the mark was sent (log line " + std::to_string(log.event(sent.back()).line) +
             ") and not that it came back, which it did: the handler of `mark` events never ran, "
             "or did not know the name",
         {}});
    finding.evidence.push_back(log.fact(sent.back()));
  }
}

std::vector<Finding> check(const CallAccount& account, const AgentLog* log) {
  const std::optional<DeadEnd> end = find_dead_end(account, log);
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
  if (log != nullptr) tell_mark(*log, *end, finding);
  return {finding};
}

}  // namespace

std::vector<Finding> stuck_speaking(const Evidence& evidence) {
  return each_call(evidence, [&](const CallAccount& account) { return check(account, usable_log(evidence)); });
}

}  // namespace parley::rule
