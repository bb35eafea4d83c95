// Many short hiccups inside replies: the sender's lead is smaller than its own unevenness. Ten of them at least,
// since a line has one now and then, and after each the far end lags by as much and forgives the next.
#include "core/diagnosis/choppy.h"
#include "core/diagnosis/rules.h"
#include "core/diagnosis/wording.h"

namespace parley::rule {
namespace {

std::vector<Finding> check(const CallAccount& account) {
  std::vector<Finding> all;
  for (const Choppy& choppy : find_choppy(account)) {
    if (choppy.kind != ChoppyKind::kJitter) continue;
    all = choppy_finding(account, choppy, "tx-jitter");
    Finding& finding = all.front();
    finding.severity = Severity::kWarning;
    finding.explanation = "The agent's voice hiccuped " + count_text(choppy.count, "time") + ", for up to " +
                          span_text(choppy.longest) + ": its frames came too unevenly for the lead that it keeps.";
    finding.causes = {
        {Certainty::kLikely, "frames are sent at the last moment, with no lead over playing", "send-loop-hiccups"},
        {Certainty::kPossible, "the send loop shares its thread with work of uneven length"},
        {Certainty::kPossible, "the line is uneven; a trace taken at the agent tells"}};
    finding.look_at = "the send loop: keep 100 to 200 ms of audio at the far end";
  }
  return all;
}

}  // namespace

std::vector<Finding> tx_jitter(const Evidence& evidence) {
  if (!evidence.quality.reliable()) return {};
  return each_call(evidence, check);
}

}  // namespace parley::rule
