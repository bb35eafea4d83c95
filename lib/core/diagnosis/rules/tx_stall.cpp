// The sending stops for a quarter of a second or more inside a reply, for longer than the lead lasts.
#include "core/diagnosis/choppy.h"
#include "core/diagnosis/rules.h"
#include "core/diagnosis/wording.h"

namespace parley::rule {
namespace {

constexpr std::int64_t kOften = 3;
constexpr Duration kMuchSilence = seconds(1);

Finding stalled(const CallAccount& account, const Choppy& choppy) {
  Finding finding = choppy_finding(account, choppy, "tx-stall").front();
  finding.severity = choppy.count >= kOften || choppy.dry >= kMuchSilence ? Severity::kError : Severity::kWarning;
  finding.explanation = "The agent's voice stopped in the middle of a word " + count_text(choppy.count, "time") +
                        ", up to " + span_text(choppy.longest) +
                        ", because nothing was sent; what was missing never " + "caught up.";
  finding.causes = {{Certainty::kLikely, "other work blocks the loop that sends (a recogniser, a file, a request)",
                     "blocking-send-loop"},
                    {Certainty::kPossible, "synthesis paused in mid sentence, and nothing was held back for that"}};
  finding.look_at = "what else runs on the loop that sends, and whether a call in it can block";
  finding.covers = {"underrun", "tx-jitter"};
  return finding;
}

/// All of it came at once afterwards: the line, or a sender that catches up. The far end cannot tell.
Finding held_up(const CallAccount& account, const Choppy& choppy) {
  Finding finding = choppy_finding(account, choppy, "tx-stall").front();
  finding.severity = Severity::kInfo;
  finding.explanation = "Inconclusive: the agent's voice stopped in the middle of a word " +
                        count_text(choppy.count, "time") + ", up to " + span_text(choppy.longest) +
                        ", and what was missing then came in one burst.";
  finding.causes = {{Certainty::kPossible, "the line stalled: TCP holds everything and lets it go at once"},
                    {Certainty::kPossible, "the send loop was blocked and caught up afterwards"}};
  finding.look_at = "a trace taken at the agent: if frames from Twilio stood still as well, it was the line";
  return finding;
}

std::vector<Finding> check(const CallAccount& account) {
  std::vector<Finding> all;
  for (const Choppy& choppy : find_choppy(account)) {
    if (choppy.kind == ChoppyKind::kStall) all.push_back(stalled(account, choppy));
    if (choppy.kind == ChoppyKind::kHeldUp) all.push_back(held_up(account, choppy));
  }
  return all;
}

}  // namespace

std::vector<Finding> tx_stall(const Evidence& evidence) {
  if (!evidence.quality.reliable()) return {};
  return each_call(evidence, check);
}

}  // namespace parley::rule
