// One turn is answered by nothing while others are.
#include "core/diagnosis/rules.h"
#include "core/diagnosis/wording.h"

namespace parley::rule {
namespace {

constexpr Duration kRealVoice = millis(500);    // below it, dropping it as a cough would be right
constexpr Duration kRealTurn = millis(300);     // while the agent was not speaking
constexpr Duration kPatience = seconds(3);      // a caller who goes on sooner may have been joined to his next turn
constexpr Duration kLastPatience = seconds(4);  // at the end of the call

std::vector<Finding> check(const CallAccount& account) {
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
                              "words equal the last ones, or for noise because it was short"});
    finding.causes.push_back({Certainty::kPossible, "its processing failed and nothing was said instead"});
    finding.look_at =
        "what drops a finished utterance (same text, shortest length, busy flag), and what is said when "
        "recogniser or model fail";
    finding.covers = {"slow-response"};
    finding.covers_from = turn.end;
    found.push_back(std::move(finding));
  }
  return found;
}

}  // namespace

std::vector<Finding> lost_turn(const Evidence& evidence) {
  return each_call(evidence, check);
}

}  // namespace parley::rule
