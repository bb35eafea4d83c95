// The server stopped reading its socket: what is sent to it piles up until the line takes no more. A line that
// stalls does so for less than a second; this lasts.
#include <algorithm>

#include "core/diagnosis/rules.h"
#include "core/diagnosis/wording.h"

namespace parley::rule {
namespace {

constexpr Duration kNoLineStalls = seconds(2);

std::vector<Finding> check(const CallAccount& account) {
  for (const SocketStall& stall : account.stalls) {
    const bool to_the_end = stall.end == kNever;
    const Instant until = to_the_end ? account.ended : stall.end;
    if (until - stall.begin < kNoLineStalls) continue;
    Finding finding;
    finding.id = "socket-stalled";
    finding.at = stall.begin;
    finding.until = until;
    finding.to_the_end = to_the_end;
    finding.explanation =
        "The agent froze: by " + moment_text(stall.begin) + " it had stopped reading what Twilio sends, " +
        (to_the_end ? std::string("and never read again.") : "for " + span_text(until - stall.begin) + ".");
    finding.evidence.push_back(
        {"socket full, nothing taken " + moment_text(stall.begin), stall.begin, stall.event});
    for (const CallerTurn& turn : account.turns) {
      if (turn.answered() || turn.waits_until < stall.begin) continue;
      finding.turn = turn.id;
      finding.evidence.push_back(
          {"caller voiced " + moment_text(turn.begin) + ", no answer", turn.begin, turn.first_event});
      break;
    }
    finding.causes.push_back({Certainty::kLikely,
                              "the loop that receives does something that blocks: it pushes to the recogniser, or "
                              "sends, and waits without a limit",
                              "blocking-push"});
    finding.causes.push_back({Certainty::kPossible, "the whole process hangs: a lock, a long computation"});
    finding.look_at =
        "what is awaited between two reads of the socket: it must be bounded, and pushing to the recogniser must "
        "never be one of it";
    finding.covers = {"stuck-processing", "stuck-speaking", "deaf",       "lost-turn",        "slow-response",
                      "no-resume",        "stops-after-n",  "rx-backlog", "barge-in-ignored", "missing-greeting"};
    return {finding};
  }
  return {};
}

}  // namespace

std::vector<Finding> socket_stalled(const Evidence& evidence) {
  return each_call(evidence, check);
}

}  // namespace parley::rule
