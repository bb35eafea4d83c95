// The agent closed the connection in good order while the caller spoke or waited. To be silent and close is also
// how a call is handed over to what follows in the TwiML, so only closing on a caller who is speaking is an error.
#include "core/diagnosis/closing.h"
#include "core/diagnosis/rules.h"
#include "core/diagnosis/wording.h"

namespace parley::rule {
namespace {

std::vector<Finding> check(const CallAccount& account) {
  const std::optional<Closing> closing = find_closing(account);
  if (!closing || closing->kind != ClosingKind::kCutsCaller) return {};
  Finding finding = closing_finding(account, *closing, "premature-close");
  finding.severity = closing->speaking ? Severity::kError : Severity::kWarning;
  if (closing->speaking) {
    finding.explanation =
        "The agent hung up on the caller at " + moment_text(account.ended) + " while he was speaking.";
  } else if (closing->unanswered != nullptr) {
    finding.explanation = "The agent hung up " + span_text(account.ended - closing->unanswered->end) +
                          " after the caller's turn at " + moment_text(closing->unanswered->begin) +
                          " instead of answering it.";
  } else {
    finding.explanation = "The agent hung up at " + moment_text(account.ended) + " without having said anything.";
  }
  finding.causes.push_back({Certainty::kPossible,
                            "the handler returned early: a path that ends it without an answer",
                            "hangs-up-on-turn"});
  finding.causes.push_back(
      {Certainty::kPossible,
       "it was meant: a hand-over to what follows in the TwiML, or a goodbye that the caller had said; the agent's "
       "log tells"});
  finding.look_at = "every path on which the handler returns or closes, and what the caller hears on it first";
  return {finding};
}

}  // namespace

std::vector<Finding> premature_close(const Evidence& evidence) {
  return each_call(evidence, check);
}

}  // namespace parley::rule
