// A giant or a chipmunk: audio of another sample rate sent as 8 kHz. Pitch alone does not prove a giant, for there
// are deep voices; but none that has nothing over 2 kHz.
#include "core/diagnosis/rules.h"
#include "core/diagnosis/wording.h"

namespace parley::rule {
namespace {

constexpr std::int64_t kEnoughWindows = 20;
constexpr int kTooLow = 85;    // Hz, as a median over a call: hardly any voice
constexpr int kLow = 110;      // ... a deep one
constexpr int kTooHigh = 320;  // ... no grown-up's

std::string share_text(std::int64_t part, std::int64_t whole) {
  return std::to_string(100 * part / whole) + " %";
}

std::vector<Finding> check(const CallAccount& account) {
  const PitchTally& pitch = account.pitch;
  if (pitch.windows < kEnoughWindows) return {};
  const int median = pitch.median_pitch();
  const bool dull = 3 * pitch.dull >= pitch.windows;
  const bool very_dull = 4 * pitch.dull >= 3 * pitch.windows;
  const bool slow = (median < kTooLow && dull) || (median < kLow && very_dull);
  const bool fast = median >= kTooHigh;
  if (!slow && !fast) return {};
  Finding finding;
  finding.id = "wrong-rate";
  const bool certain = slow ? median < kTooLow : 2 * pitch.dull < pitch.windows;
  finding.severity = certain ? Severity::kError : Severity::kWarning;
  finding.at = pitch.first;
  finding.until = pitch.last;
  finding.explanation = std::string("The agent sounds like a ") +
                        (slow ? "giant, too slow and too low" : "chipmunk, too fast and too high") +
                        ": its voice is at " + std::to_string(median) + " Hz";
  finding.explanation +=
      slow ? " and " + share_text(pitch.dull, pitch.windows) + " of it has nothing over 2 kHz." : ".";
  const EventIndex event = account.sending.empty() ? kNoEvent : account.sending.front().first_event;
  finding.evidence = {{"median pitch " + std::to_string(median) + " Hz over " +
                           count_text(pitch.windows, "window") + " of 60 ms from " + moment_text(pitch.first),
                       pitch.first, event}};
  finding.causes.push_back({certain ? Certainty::kLikely : Certainty::kPossible,
                            slow ? "audio of 16 or 24 kHz is sent as if it were 8 kHz"
                                 : "audio is reduced to less than 8 kHz, or resampled twice, before it is sent",
                            slow ? "sixteen-kilohertz" : ""});
  if (!certain) finding.causes.push_back({Certainty::kPossible, "the voice is meant to sound so; listen to it"});
  finding.look_at = "the sample rate that synthesis is asked for, and the resampler before mu-law";
  finding.covers = {"over-long-reply", "slow-response", "barge-in-ignored"};
  return {finding};
}

}  // namespace

std::vector<Finding> wrong_rate(const Evidence& evidence) {
  return each_call(evidence, check);
}

}  // namespace parley::rule
