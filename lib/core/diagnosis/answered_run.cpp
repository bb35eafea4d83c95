#include "core/diagnosis/answered_run.h"

namespace parley {
namespace {

constexpr Duration kRealTurn = millis(300);
constexpr Duration kRealVoice = millis(500);
constexpr Duration kPatience = seconds(4);  // less is no verdict: the answer may still have come

}  // namespace

AnsweredRun answered_run(const CallAccount& account) {
  AnsweredRun run;
  run.answered = account.answered_turns();
  const Instant last_heard = account.replies.empty() ? kCallStart : account.replies.back().end;
  for (const CallerTurn& turn : account.turns) {
    if (turn.answered() || turn.end <= last_heard || turn.alone < kRealTurn || turn.voiced < kRealVoice) continue;
    if (account.ended - turn.waits_from >= kPatience) run.unanswered.push_back(&turn);
  }
  return run;
}

}  // namespace parley
