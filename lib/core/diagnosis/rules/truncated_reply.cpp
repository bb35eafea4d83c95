// The last syllable is missing, reply after reply. The wire shows it where sound is sent in pieces of one size: no
// reply ever ends with a shorter piece, and yet they are loud up to the last sample. Who pads the last piece ends
// in silence; who sends it as it is ends with a shorter one.
#include <algorithm>

#include "core/diagnosis/rules.h"
#include "core/diagnosis/wording.h"

namespace parley::rule {
namespace {

constexpr Duration kRealReply = millis(400);
constexpr Duration kReplyOver = millis(600);
constexpr std::int64_t kLargePiece = 800;  // 100 ms: what does not fill one is heard to be missing
constexpr std::size_t kReplies = 3;
constexpr std::size_t kRepliesOfFrames = 8;

/// The last run of a reply that was sent to its end.
std::vector<const SendingRun*> endings(const CallAccount& account) {
  std::vector<const SendingRun*> found;
  for (std::size_t i = 0; i < account.sending.size(); ++i) {
    const SendingRun& run = account.sending[i];
    if (run.cut || run.audible < kRealReply || run.messages < 2) continue;
    const Instant played = run.begin + run.length();
    if (played > account.ended) continue;
    const bool goes_on = i + 1 < account.sending.size() && account.sending[i + 1].begin < played + kReplyOver;
    if (!goes_on) found.push_back(&run);
  }
  return found;
}

std::vector<Finding> check(const CallAccount& account) {
  const std::vector<const SendingRun*> replies = endings(account);
  std::vector<const SendingRun*> abrupt;
  bool large = true;
  for (const SendingRun* run : replies) {
    if (run->last != run->largest) return {};  // it does send what is left
    large = large && run->largest >= kLargePiece;
    if (run->ends_abruptly) abrupt.push_back(run);
  }
  const bool enough = large ? replies.size() >= kReplies && abrupt.size() >= 2
                            : replies.size() >= kRepliesOfFrames && 4 * abrupt.size() >= 3 * replies.size();
  if (!enough) return {};
  Finding finding;
  finding.id = "truncated-reply";
  finding.severity = Severity::kWarning;
  finding.at = abrupt.front()->end;
  finding.explanation = "Replies end in the middle of a sound: all " + std::to_string(replies.size()) +
                        " are whole pieces of " + span_text(samples_to_duration(abrupt.front()->largest)) +
                        " long, none ends with a shorter one, and " + std::to_string(abrupt.size()) +
                        " are loud up to the last sample.";
  for (const SendingRun* run : abrupt) {
    finding.evidence.push_back(
        {"reply of " + span_text(run->length()) + " ends loud, last sent " + moment_text(run->end), run->end,
         run->last_event});
    if (finding.evidence.size() == 4) break;
  }
  finding.causes = {
      {Certainty::kLikely, "what is left at the end and does not fill a piece is dropped instead of padded or sent",
       "partial-chunk-dropped"},
      {Certainty::kPossible, "the recordings themselves are cut too tightly"}};
  finding.look_at = "the end of the loop that cuts audio to pieces: send the rest too, padded with silence (0xFF)";
  return {finding};
}

}  // namespace

std::vector<Finding> truncated_reply(const Evidence& evidence) {
  return each_call(evidence, check);
}

}  // namespace parley::rule
