// The agent closed the socket when all was sent, and not when all had been heard: the goodbye is cut.
#include "core/diagnosis/closing.h"
#include "core/diagnosis/rules.h"
#include "core/diagnosis/wording.h"

namespace parley::rule {
namespace {

constexpr Duration kWords = millis(400);  // less is a syllable

std::vector<Finding> check(const CallAccount& account) {
  const std::optional<Closing> closing = find_closing(account);
  if (!closing || closing->kind != ClosingKind::kCutsPlayback) return {};
  Finding finding = closing_finding(account, *closing, "hangup-during-playback");
  finding.severity = account.ending.unheard >= kWords ? Severity::kError : Severity::kWarning;
  finding.explanation = "The agent hung up at " + moment_text(account.ended) + " with " +
                        span_text(account.ending.unheard) +
                        " of its speech still unheard: closing throws away what Twilio holds.";
  finding.causes.push_back(
      {Certainty::kLikely, "the socket is closed after the last message was sent", "closes-after-last-send"});
  finding.causes.push_back({Certainty::kPossible, "the handler ended early in the middle of sending"});
  finding.look_at =
      "what ends the call after the last reply: send a mark behind it and close when that mark comes back, or "
      "after "
      "the time it takes to play";
  return {finding};
}

}  // namespace

std::vector<Finding> hangup_during_playback(const Evidence& evidence) {
  return each_call(evidence, check);
}

}  // namespace parley::rule
