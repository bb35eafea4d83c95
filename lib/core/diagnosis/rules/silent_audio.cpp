// The agent "speaks" and nothing is heard: a turn is answered by audio that is all silence. Silence that was sent
// before the turn ended is a habit and no answer; nor are single frames of it.
#include <algorithm>

#include "core/audio/level.h"
#include "core/diagnosis/rules.h"
#include "core/diagnosis/wording.h"

namespace parley::rule {
namespace {

constexpr Duration kReply = millis(400);
constexpr Duration kLongest = seconds(60);  // beyond it silence is a habit
constexpr Duration kRealVoice = millis(400);

struct Unheard {
  const CallerTurn* turn = nullptr;
  const SendingRun* run = nullptr;
};

std::vector<Unheard> unheard_of(const CallAccount& account) {
  std::vector<Unheard> found;
  for (const CallerTurn& turn : account.turns) {
    if (turn.answered() || turn.voiced < kRealVoice) continue;
    const auto run = std::find_if(account.sending.begin(), account.sending.end(), [&](const SendingRun& each) {
      return each.begin > turn.end && each.begin < turn.waits_until && each.loudest <= kAudibleRms &&
             each.length() >= kReply && each.length() <= kLongest;
    });
    if (run != account.sending.end()) found.push_back({&turn, &*run});
  }
  return found;
}

std::vector<Finding> check(const CallAccount& account) {
  const std::vector<Unheard> found = unheard_of(account);
  if (found.empty()) return {};
  const Unheard& first = found.front();
  Finding finding;
  finding.id = "silent-audio";
  finding.turn = first.turn->id;
  finding.at = first.run->begin;
  finding.until = first.run->end;
  finding.explanation = "The agent answered with silence: " + span_text(first.run->length()) + " of audio at " +
                        moment_text(first.run->begin) + " in which nothing can be heard";
  finding.explanation += found.size() > 1 ? ", and so for " + count_text(std::ssize(found), "turn") + "." : ".";
  for (const Unheard& unheard : found) {
    finding.evidence.push_back(
        {"turn " + std::to_string(unheard.turn->id.value) + " ended " + moment_text(unheard.turn->end) + ", " +
             count_text(unheard.run->messages, "message") + " of silence from " + moment_text(unheard.run->begin),
         unheard.run->begin, unheard.run->first_event});
    if (finding.evidence.size() == 4) break;
  }
  finding.causes = {
      {Certainty::kLikely, "synthesis failed quietly and gave zeros, or nothing that was then padded",
       "silent-reply"},
      {Certainty::kPossible, "the gain is zero, or the sample type was mistaken on the way to mu-law"}};
  finding.look_at = "what is done when synthesis fails or is empty: say so, or play a sound, but never silence";
  finding.covers = {"lost-turn", "stuck-speaking", "stuck-processing", "deaf", "slow-response", "stops-after-n"};
  finding.covers_from = kCallStart;
  for (const Reply& reply : account.replies) {
    if (reply.end <= first.turn->begin) finding.covers_from = reply.end;
  }
  return {finding};
}

}  // namespace

std::vector<Finding> silent_audio(const Evidence& evidence) {
  return each_call(evidence, check);
}

}  // namespace parley::rule
