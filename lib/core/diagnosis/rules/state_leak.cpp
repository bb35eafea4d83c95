// The first call is good and every later one is dead from its first turn: something outlives the call. Looks at the
// calls of one server in the order in which they came.
#include <cstddef>

#include "core/diagnosis/answered_run.h"
#include "core/diagnosis/rules.h"
#include "core/diagnosis/wording.h"

namespace parley::rule {
namespace {

bool good(const AnsweredRun& run) {
  return run.answered > 0 && !run.ended_for_good();
}
bool dead(const AnsweredRun& run) {
  return run.answered == 0 && run.ended_for_good();
}

}  // namespace

std::vector<Finding> state_leak(const Evidence& evidence) {
  CallIndex first_dead = 0;
  bool any_good = false;
  for (CallIndex i = 0; i < evidence.calls.size(); ++i) {
    const AnsweredRun run = answered_run(evidence.calls[i]);
    if (first_dead == 0) {
      any_good = any_good || good(run);
      if (dead(run)) first_dead = i;
      if (first_dead != 0 && !any_good) return {};
    } else if (run.answered > 0) {
      return {};  // it came back: that is no state that was left behind
    }
  }
  if (first_dead == 0) return {};
  const CallAccount& account = evidence.calls[first_dead];
  const CallerTurn& turn = *answered_run(account).unanswered.front();
  Finding finding;
  finding.id = "state-leak";
  finding.call = first_dead;
  finding.turn = turn.id;
  finding.at = turn.begin;
  finding.until = account.ended;
  finding.to_the_end = true;
  finding.explanation = "The server answered in an earlier call, and in call " + std::to_string(first_dead + 1) +
                        " it was dead from the first turn on: " + span_text(turn.end - turn.begin) +
                        " of caller speech at " + moment_text(turn.begin) + " brought nothing.";
  finding.evidence.push_back(
      {"caller voiced " + moment_text(turn.begin) + " to " + moment_text(turn.end), turn.begin, turn.first_event});
  finding.causes.push_back(
      {Certainty::kLikely,
       "a flag, a queue or a session belongs to the process and not to the call, and is not reset "
       "when a call ends",
       "state-leak"});
  finding.causes.push_back(
      {Certainty::kPossible, "the first call is still held by something that allows only one"});
  finding.look_at =
      "everything that is global or a member of the server: what of it does a call change, and what "
      "happens to it when the call ends?";
  finding.covers = {"stuck-processing", "stuck-speaking", "deaf", "lost-turn", "missing-greeting", "stops-after-n"};
  finding.covers_all_calls = true;
  finding.covers_from = kCallStart;
  return {finding};
}

}  // namespace parley::rule
