// Long dead air between the end of the caller's speech and the first audio of the answer. A filler is audio: it is
// there to end the dead air.
#include <algorithm>

#include "core/diagnosis/agent_log.h"
#include "core/diagnosis/log_steps.h"
#include "core/diagnosis/rules.h"
#include "core/diagnosis/wording.h"

namespace parley::rule {
namespace {

constexpr Duration kBudget = seconds(2);  // of any one turn
constexpr Duration kUnbearable = seconds(4);
constexpr Duration kSureVoice = millis(150);
constexpr Duration kTypical = millis(1200);  // of the median
constexpr std::size_t kEnoughTurns = 10;     // below it a median is no statement

std::vector<const CallerTurn*> waited_for(const CallAccount& account) {
  std::vector<const CallerTurn*> turns;
  for (const CallerTurn& turn : account.turns) {
    // A cough over the agent is no question, even if it made the agent stop.
    const bool cough = turn.voiced < kSureVoice && turn.alone < turn.end - turn.begin;
    if (turn.answered() && !account.replies[*turn.reply].early && !cough) turns.push_back(&turn);
  }
  return turns;
}

/// The step that took most of the wait, by the agent's own log.
void tell_step(const AgentLog& log, const CallAccount& account, const CallerTurn& turn, Finding& finding) {
  const Instant answered = account.replies[*turn.reply].begin;
  const auto longest = longest_step(log, turn, answered);
  if (!longest) return;
  for (Cause& cause : finding.causes) cause.certainty = Certainty::kPossible;
  finding.causes.insert(finding.causes.begin(),
                        {Certainty::kLikely,
                         "by the agent's log " + cause_text(*longest) + ", of " + span_text(answered - turn.end) +
                             " in turn " + std::to_string(turn.id.value),
                         {}});
  finding.evidence.push_back(log.fact(longest->line));
}

Finding shape(const CallAccount& account, const CallerTurn& turn) {
  Finding finding;
  finding.id = "slow-response";
  finding.turn = turn.id;
  finding.at = turn.end;
  finding.until = turn.waits_until;
  finding.causes.push_back(
      {Certainty::kLikely, "recogniser, model or synthesis is slow, and no filler bridges the wait"});
  finding.causes.push_back({Certainty::kPossible,
                            "the end of the turn is noticed late: the silence that closes it is "
                            "too long, or noise keeps it open (eou-late)",
                            "silence-limit-too-long"});
  if (account.turns.size() == 1) {
    finding.causes.push_back({Certainty::kPossible,
                              "turn-never-closes: one turn cannot tell; let the caller speak at "
                              "another time and see whether the answer moves with him"});
  }
  finding.look_at =
      "the agent's log between end of utterance, text, reply and first audio: which step took the time?";
  return finding;
}

std::vector<Finding> check(const CallAccount& account, const AgentLog* log) {
  const std::vector<const CallerTurn*> turns = waited_for(account);
  std::vector<const CallerTurn*> slow;
  for (const CallerTurn* turn : turns) {
    if (turn->waited() > kBudget) slow.push_back(turn);
  }
  if (!slow.empty()) {
    const CallerTurn& worst = **std::max_element(
        slow.begin(), slow.end(), [](const auto* a, const auto* b) { return a->waited() < b->waited(); });
    Finding finding = shape(account, *slow.front());
    finding.severity = worst.waited() > kUnbearable ? Severity::kError : Severity::kWarning;
    finding.explanation = "The caller waited " + span_text(slow.front()->waited()) + " for an answer";
    if (slow.size() > 1) {
      finding.explanation += "; " + std::to_string(slow.size()) + " of " +
                             count_text(std::ssize(turns), "answered turn") + " took over " + span_text(kBudget) +
                             ", the worst " + span_text(worst.waited()) + " (turn " +
                             std::to_string(worst.id.value) + ")";
    }
    finding.explanation += ".";
    for (const CallerTurn* turn : slow) {
      const Reply& reply = account.replies[*turn->reply];
      finding.evidence.push_back({"turn " + std::to_string(turn->id.value) + ": speech ended " +
                                      moment_text(turn->end) + ", audio " + moment_text(reply.begin),
                                  reply.begin, reply.first_event});
      if (finding.evidence.size() == 5) break;
    }
    if (log != nullptr) tell_step(*log, account, worst, finding);
    return {finding};
  }
  if (turns.size() < kEnoughTurns) return {};
  std::vector<const CallerTurn*> sorted = turns;
  std::sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) { return a->waited() < b->waited(); });
  const CallerTurn& median = *sorted[(sorted.size() - 1) / 2];
  if (median.waited() <= kTypical) return {};
  Finding finding = shape(account, *turns.front());
  finding.turn = kNoTurn;
  finding.severity = Severity::kWarning;
  finding.explanation = "Half of the " + std::to_string(turns.size()) + " answers took over " +
                        span_text(median.waited()) + ", which callers feel as sluggish.";
  finding.evidence.push_back(
      {"turn " + std::to_string(median.id.value) + " is the median: speech ended " + moment_text(median.end),
       median.end, median.last_event});
  if (log != nullptr) tell_step(*log, account, median, finding);
  return {finding};
}

}  // namespace

std::vector<Finding> slow_response(const Evidence& evidence) {
  if (!evidence.quality.reliable()) return {};
  return each_call(evidence, [&](const CallAccount& account) { return check(account, usable_log(evidence)); });
}

}  // namespace parley::rule
