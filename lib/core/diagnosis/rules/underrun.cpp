// Choppy voice: the far end ran out of audio inside a reply, and the pacing does not say why.
#include "core/diagnosis/choppy.h"
#include "core/diagnosis/rules.h"
#include "core/diagnosis/wording.h"

namespace parley::rule {
namespace {

constexpr std::int64_t kManyGaps = 10;
constexpr Duration kMuchSilence = seconds(1);

std::vector<Finding> check(const CallAccount& account) {
  std::vector<Finding> all;
  for (const Choppy& choppy : find_choppy(account)) {
    if (choppy.kind != ChoppyKind::kUnderrun) continue;
    all = choppy_finding(account, choppy, "underrun");
    Finding& finding = all.front();
    finding.covers = {};
    const bool bad = choppy.count >= kManyGaps && choppy.dry >= kMuchSilence;
    finding.severity = bad ? Severity::kError : Severity::kWarning;
    finding.explanation = "The agent's voice was choppy: it broke off " + count_text(choppy.count, "time") +
                          " in the middle of a word, for " + span_text(choppy.dry) + " in all.";
    finding.causes = {
        {Certainty::kLikely, "synthesis gives audio more slowly than it is heard, and is sent as it comes",
         "slow-synthesis"},
        {Certainty::kPossible, "the send loop is starved by other work"}};
    finding.look_at = "where audio goes from synthesis to the socket: begin to send when some of it is in hand";
  }
  return all;
}

}  // namespace

std::vector<Finding> underrun(const Evidence& evidence) {
  if (!evidence.quality.reliable()) return {};
  return each_call(evidence, check);
}

}  // namespace parley::rule
