// The agent interrupts itself: its own voice comes back on the caller's line, and it yields to it. He had not said
// anything, nor was there any other noise.
#include <algorithm>

#include "core/diagnosis/rules.h"
#include "core/diagnosis/wording.h"

namespace parley::rule {
namespace {

constexpr Duration kEcho = millis(100);  // of the second before the clear
constexpr Duration kReaction = millis(1500);
constexpr std::size_t kOften = 2;

bool caller_was_heard(const CallAccount& account, Instant at) {
  return std::any_of(account.utterances.begin(), account.utterances.end(), [&](const Utterance& utterance) {
    return utterance.begin <= at && at <= utterance.end + kReaction;
  });
}

std::vector<Finding> check(const CallAccount& account) {
  std::vector<const ClearSent*> found;
  for (const ClearSent& clear : account.clears) {
    if (clear.audible && clear.echo_before >= kEcho && !caller_was_heard(account, clear.at))
      found.push_back(&clear);
  }
  if (found.empty()) return {};
  const ClearSent& first = *found.front();
  Finding finding;
  finding.id = "self-echo";
  finding.severity = found.size() >= kOften ? Severity::kError : Severity::kWarning;
  finding.at = first.at;
  for (const CallerTurn& turn : account.turns) {
    if (turn.end <= first.at) finding.turn = turn.id;
  }
  finding.explanation = "The agent interrupted itself " + count_text(std::ssize(found), "time") +
                        ": the caller was silent, and his line carried only the agent's own voice.";
  for (const ClearSent* clear : found) {
    finding.evidence.push_back(
        {"clear " + moment_text(clear->at) + ", after " + span_text(clear->echo_before) + " of its own echo",
         clear->at, clear->event});
    if (finding.evidence.size() == 4) break;
  }
  finding.causes = {
      {Certainty::kLikely, "the detector does not know what is being played, so an echo is a voice to it"},
      {Certainty::kPossible, "its threshold is fixed, and low for a line with echo"}};
  finding.look_at = "the interruption's condition: require more than an echo of what is being played would give";
  finding.covers = {"false-barge-in", "no-resume",       "late-clear", "stale-audio-after-clear",
                    "lost-turn",      "duplicate-reply", "eou-early",  "turn-never-closes"};
  finding.covers_from = first.at - kReaction;
  return {finding};
}

}  // namespace

std::vector<Finding> self_echo(const Evidence& evidence) {
  return each_call(evidence, check);
}

}  // namespace parley::rule
