// The connection broke: it ended without a closing handshake, or with a code that says that something went wrong.
#include "core/diagnosis/closing.h"
#include "core/diagnosis/rules.h"
#include "core/diagnosis/wording.h"

namespace parley::rule {
namespace {

constexpr std::int64_t kFirstFrames = 25;  // half a second: nobody has spoken, so nothing but opening was done

std::vector<Finding> check(const CallAccount& account) {
  const std::optional<Closing> closing = find_closing(account);
  if (!closing || !closing->broken) return {};
  Finding finding = closing_finding(account, *closing, "dropped-call");
  const std::string code = std::to_string(account.ending.close_code);
  if (closing->kind == ClosingKind::kAtRest) {
    finding.severity = Severity::kInfo;
    finding.explanation = "When nobody spoke and nothing was owed, the connection ended with code " + code +
                          ": the caller noticed nothing.";
    finding.look_at =
        "how the server closes a call that is over: a close frame with code 1000 says that it meant to";
    return {finding};
  }
  finding.explanation = "The line dropped at " + moment_text(account.ended) + ", " +
                        (closing->speaking                ? "while the caller was speaking"
                         : closing->unanswered != nullptr ? "while the caller waited for an answer"
                         : account.replies.empty()        ? "before the agent had said anything"
                                                          : "while the agent was speaking") +
                        ".";
  if (account.media_to_agent < kFirstFrames && account.replies.empty()) {
    finding.causes.push_back({Certainty::kLikely,
                              "the handler threw while it opened the call: a key, an address or a service that it "
                              "needs is missing"});
  }
  if (account.ending.close_code == 1006) {
    finding.causes.push_back(
        {Certainty::kLikely, "the process or the handler died: there was no closing handshake"});
    finding.causes.push_back(
        {Certainty::kPossible, "something between dropped the connection: a proxy's limit on idle or total time"});
  } else {
    finding.causes.push_back({Certainty::kLikely,
                              "the handler threw, and its framework closed the socket with code " + code,
                              "closes-mid-call"});
  }
  finding.look_at = "the agent's log at this instant: an exception, a restart, a limit of the proxy in front";
  return {finding};
}

}  // namespace

std::vector<Finding> dropped_call(const Evidence& evidence) {
  return each_call(evidence, check);
}

}  // namespace parley::rule
