// The agent says that it listens, the caller speaks, and nothing ever comes of it. Only its own states tell this
// from the two stuck findings, so without states this rule is silent.
#include "core/diagnosis/agent_log.h"
#include "core/diagnosis/dead_end.h"
#include "core/diagnosis/rules.h"

namespace parley::rule {
namespace {

std::vector<Finding> check(const CallAccount& account, const AgentLog* log) {
  const std::optional<DeadEnd> end = find_dead_end(account, log);
  if (!end || end->kind != DeadEndKind::kListening) return {};
  Finding finding = dead_end_finding(account, *end);
  finding.id = "deaf";
  finding.explanation = "The agent was listening and heard nothing: " + unanswered_text(account, *end) + ".";
  finding.causes.push_back({Certainty::kLikely,
                            "the voice threshold lies above the caller's speech, as after a noise "
                            "floor that was calibrated while somebody spoke",
                            "threshold-above-speech"});
  finding.causes.push_back({Certainty::kPossible, "the recogniser's session is dead and its audio goes nowhere"});
  finding.look_at =
      "the level and threshold logged while the caller spoke, and the state of the recogniser's session";
  return {finding};
}

}  // namespace

std::vector<Finding> deaf(const Evidence& evidence) {
  return each_call(evidence, [&](const CallAccount& account) { return check(account, usable_log(evidence)); });
}

}  // namespace parley::rule
