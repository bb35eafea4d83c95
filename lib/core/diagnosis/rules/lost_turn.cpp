// One turn is answered by nothing while others are.
#include "core/diagnosis/agent_log.h"
#include "core/diagnosis/log_steps.h"
#include "core/diagnosis/rules.h"
#include "core/diagnosis/wording.h"

namespace parley::rule {
namespace {

constexpr Duration kRealVoice = millis(500);    // below it, dropping it as a cough would be right
constexpr Duration kRealTurn = millis(300);     // while the agent was not speaking
constexpr Duration kPatience = seconds(3);      // a caller who goes on sooner may have been joined to his next turn
constexpr Duration kLastPatience = seconds(4);  // at the end of the call

/// From when on the log's lines may be of this turn: without times they are only known to stand behind what was
/// told before it.
Instant begin_in(const AgentLog& log, const CallAccount& account, const CallerTurn& turn) {
  if (log.alignment.kind == LogAlignmentKind::kByClock) return turn.begin;
  Instant from = kCallStart;
  for (const Reply& reply : account.replies) {
    if (reply.end <= turn.begin) from = reply.end;
  }
  return from;
}

/// What became of the turn by the agent's own log.
void tell_loss(const AgentLog& log, const CallAccount& account, const CallerTurn& turn, Finding& finding) {
  if (const auto failed = step_that_failed(log, begin_in(log, account, turn), turn.waits_until)) {
    finding.causes.insert(finding.causes.begin(),
                          {Certainty::kLikely, "the agent's log says: " + failed->text, {}});
    for (const std::size_t line : failed->lines) finding.evidence.push_back(log.fact(line));
    return;
  }
  const auto elsewhere = log.between(kCallStart, kNever, {LogKind::kFinal, LogKind::kText, LogKind::kUtteranceEnd});
  if (elsewhere.empty()) return;
  finding.causes.insert(finding.causes.begin(),
                        {Certainty::kLikely,
                         "the agent's log tells of words at other times (log line " +
                             std::to_string(log.event(elsewhere.front()).line) +
                             ") and of none in this turn: it was not listening, or did not hear him",
                         {}});
}

std::vector<Finding> check(const CallAccount& account, const AgentLog* log) {
  std::vector<Finding> found;
  if (account.answered_turns() == 0) return found;
  for (std::size_t i = 0; i < account.turns.size(); ++i) {
    const CallerTurn& turn = account.turns[i];
    const bool last = i + 1 == account.turns.size();
    if (turn.answered() || turn.voiced < kRealVoice || turn.alone < kRealTurn) continue;
    if (turn.waited() < (last ? kLastPatience : kPatience)) continue;
    Finding finding;
    finding.id = "lost-turn";
    finding.turn = turn.id;
    finding.at = turn.end;
    finding.until = turn.waits_until;
    finding.explanation = "The caller spoke for " + span_text(turn.end - turn.begin) + " at " +
                          moment_text(turn.begin) + " and was not answered; " + span_text(turn.waited()) +
                          (last ? " later the call ended." : " later he spoke again.");
    finding.evidence.push_back({"caller voiced " + moment_text(turn.begin) + " to " + moment_text(turn.end),
                                turn.begin, turn.first_event});
    for (const CallerTurn& other : account.turns) {
      if (!other.answered()) continue;
      const Reply& reply = account.replies[*other.reply];
      finding.evidence.push_back(
          {"turn " + std::to_string(other.id.value) + " was answered " + moment_text(reply.begin), reply.begin,
           reply.first_event});
      break;
    }
    finding.causes.push_back({Certainty::kLikely,
                              "the turn was dropped by a guard: taken for a duplicate because its "
                              "words equal the last ones, or for noise because it was short",
                              "turn-dropped"});
    finding.causes.push_back({Certainty::kPossible, "its processing failed and nothing was said instead"});
    finding.look_at =
        "what drops a finished utterance (same text, shortest length, busy flag), and what is said when "
        "recogniser or model fail";
    finding.covers = {"slow-response"};
    finding.covers_from = turn.end;
    if (log != nullptr) tell_loss(*log, account, turn, finding);
    found.push_back(std::move(finding));
  }
  return found;
}

}  // namespace

std::vector<Finding> lost_turn(const Evidence& evidence) {
  return each_call(evidence, [&](const CallAccount& account) { return check(account, usable_log(evidence)); });
}

}  // namespace parley::rule
