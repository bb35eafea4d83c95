// A number of turns is answered, then none. The same number in several calls of one server is a limit; of one call
// the wire cannot tell a limit from a handler that broke at that turn, and the finding says so.
#include <algorithm>
#include <cstddef>

#include "core/diagnosis/answered_run.h"
#include "core/diagnosis/rules.h"
#include "core/diagnosis/wording.h"

namespace parley::rule {
namespace {

constexpr std::size_t kEnoughAnswered = 3;    // in one call; fewer, and the first thing that broke is more likely
constexpr std::size_t kEnoughUnanswered = 2;  // the caller tried again

Finding shape(const CallAccount& account, const AnsweredRun& run) {
  const CallerTurn& first = *run.unanswered.front();
  Finding finding;
  finding.id = "stops-after-n";
  finding.turn = first.id;
  finding.at = first.begin;
  finding.until = account.ended;
  finding.to_the_end = true;
  for (const CallerTurn* turn : run.unanswered) {
    finding.evidence.push_back(
        {"turn " + std::to_string(turn->id.value) + " at " + moment_text(turn->begin) + " brought nothing",
         turn->begin, turn->first_event});
    if (finding.evidence.size() == 3) break;
  }
  finding.look_at =
      "a limit on turns or tokens, and what the caller hears when it is reached; else what is kept from "
      "turn to turn and never emptied";
  finding.covers = {"stuck-processing", "stuck-speaking", "deaf", "lost-turn", "slow-response", "no-resume"};
  return finding;
}

/// The calls that ended in silence after the same number of answers, if there are two and no call had more answers.
std::vector<CallIndex> same_number(const Evidence& evidence) {
  std::vector<CallIndex> same;
  std::size_t number = 0;
  std::size_t most = 0;
  for (CallIndex i = 0; i < evidence.calls.size(); ++i) {
    const AnsweredRun run = answered_run(evidence.calls[i]);
    most = std::max(most, run.answered);
    if (!run.ended_for_good() || run.answered == 0) continue;
    if (!same.empty() && run.answered != number) return {};
    number = run.answered;
    same.push_back(i);
  }
  if (same.size() < 2 || most > number) return {};
  return same;
}

std::vector<Finding> several(const Evidence& evidence, const std::vector<CallIndex>& calls) {
  const CallAccount& account = evidence.calls[calls.front()];
  const AnsweredRun run = answered_run(account);
  Finding finding = shape(account, run);
  finding.call = calls.front();
  finding.explanation = "In " + count_text(std::ssize(calls), "call") + " the agent answered " +
                        count_text(static_cast<std::int64_t>(run.answered), "turn") +
                        " and then none, each time after the same number.";
  finding.causes.push_back({Certainty::kLikely, "a limit of " +
                                                    count_text(static_cast<std::int64_t>(run.answered), "turn") +
                                                    " is reached, and nothing is said about it"});
  finding.causes.push_back({Certainty::kPossible, "something that each turn uses up is never given back"});
  finding.covers_all_calls = true;
  return {finding};
}

std::vector<Finding> one(const CallAccount& account) {
  const AnsweredRun run = answered_run(account);
  if (run.answered < kEnoughAnswered || run.unanswered.size() < kEnoughUnanswered) return {};
  // Its own states say where it is stuck, a failure says why, and an interruption is a better suspect than a limit.
  if (!account.states.empty() || !account.failures.empty() || account.replies.back().cut) return {};
  // Turns that had been lost before are another story.
  if (run.answered + run.unanswered.size() != account.turns.size()) return {};
  Finding finding = shape(account, run);
  finding.explanation = "The agent answered " + count_text(static_cast<std::int64_t>(run.answered), "turn") +
                        " and then none, though the caller spoke " +
                        count_text(std::ssize(run.unanswered), "more time") + ".";
  finding.causes.push_back({Certainty::kPossible,
                            "a limit on turns; a second call that stops after the same number would prove it",
                            "turn-limit"});
  finding.causes.push_back(
      {Certainty::kPossible,
       "stuck-processing instead: this turn died in recogniser or model with its guard left set; "
       "the agent's log tells"});
  return {finding};
}

}  // namespace

std::vector<Finding> stops_after_n(const Evidence& evidence) {
  const std::vector<CallIndex> calls = same_number(evidence);
  if (!calls.empty()) return several(evidence, calls);
  return each_call(evidence, one);
}

}  // namespace parley::rule
