// The send clock is slower than the sound, so the voice breaks up more and more.
#include "core/diagnosis/choppy.h"
#include "core/diagnosis/rules.h"
#include "core/diagnosis/wording.h"

namespace parley::rule {
namespace {

constexpr std::int64_t kHeard = 30;  // per mille of the speech that is silence

std::vector<Finding> check(const CallAccount& account) {
  std::vector<Finding> all;
  for (const Choppy& choppy : find_choppy(account)) {
    if (choppy.kind != ChoppyKind::kDrift || choppy.gaps.empty()) continue;
    all = choppy_finding(account, choppy, "tx-drift");
    Finding& finding = all.front();
    finding.severity = choppy.dry * 1000 >= choppy.speech * kHeard ? Severity::kError : Severity::kWarning;
    const std::int64_t slow = 1000 - choppy.pace;
    finding.explanation = "The agent's voice broke up all the time: it sent " + std::to_string(slow / 10) + "." +
                          std::to_string(slow % 10) + " % less audio than was heard, so " +
                          count_text(choppy.count, "gap") + " tore " + span_text(choppy.speech) + " of speech.";
    finding.causes = {
        {Certainty::kLikely,
         "each frame is followed by a sleep of its length, and the time for the work comes on top",
         "relative-sleep"},
        {Certainty::kPossible, "synthesis is a little slower than the sound, and is sent as it comes"}};
    finding.look_at =
        "the send loop: sleep until an absolute instant (begin + frames sent x 20 ms), and keep a lead";
    finding.covers = {"underrun", "tx-jitter", "tx-stall", "slow-response"};
  }
  return all;
}

}  // namespace

std::vector<Finding> tx_drift(const Evidence& evidence) {
  if (!evidence.quality.reliable()) return {};
  return each_call(evidence, check);
}

}  // namespace parley::rule
