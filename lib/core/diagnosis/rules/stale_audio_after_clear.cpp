// The old answer goes on over the caller after its `clear`: what was queued behind it is still sent.
#include <algorithm>

#include "core/diagnosis/rules.h"
#include "core/diagnosis/wording.h"

namespace parley::rule {
namespace {

constexpr Duration kInFlight = millis(100);  // a frame or two cross the clear, and that is nobody's fault
constexpr Duration kPacing = millis(120);    // the next frame of a stream that was never stopped
constexpr Duration kSoon = millis(1500);

/// The run that goes on where the cleared one was broken off, and what the caller was saying meanwhile.
struct Stale {
  const ClearSent* clear = nullptr;
  const SendingRun* run = nullptr;
};

bool caller_speaks_at(const CallAccount& account, Instant at) {
  return std::any_of(account.utterances.begin(), account.utterances.end(), [&](const Utterance& utterance) {
    return utterance.kind == UtteranceKind::kSpeech && utterance.begin <= at && at <= utterance.end;
  });
}

std::vector<Stale> stale_of(const CallAccount& account) {
  std::vector<Stale> found;
  for (const ClearSent& clear : account.clears) {
    if (!clear.audible || !caller_speaks_at(account, clear.at)) continue;
    const auto run = std::find_if(account.sending.begin(), account.sending.end(),
                                  [&](const SendingRun& each) { return each.first_event > clear.event; });
    if (run == account.sending.end() || run->audible <= kInFlight) continue;
    const Duration after = run->begin - clear.at;
    const bool same_stream = after <= kPacing || (after <= kSoon && run->begins_abruptly);
    if (same_stream && caller_speaks_at(account, run->begin)) found.push_back({&clear, &*run});
  }
  return found;
}

std::vector<Finding> check(const CallAccount& account) {
  const std::vector<Stale> found = stale_of(account);
  if (found.empty()) return {};
  const Stale& first = found.front();
  Finding finding;
  finding.id = "stale-audio-after-clear";
  finding.at = first.clear->at;
  finding.until = first.run->end;
  for (const CallerTurn& turn : account.turns) {
    if (turn.begin <= first.clear->at && first.clear->at <= turn.end) finding.turn = turn.id;
  }
  finding.explanation = "The caller interrupted and the agent cleared its audio at " +
                        moment_text(first.clear->at) +
                        ", yet the old reply went on over him: " + span_text(first.run->audible) +
                        " of audio followed the clear at once";
  finding.explanation += found.size() > 1 ? ", and so " + count_text(std::ssize(found), "time") + "." : ".";
  for (const Stale& stale : found) {
    finding.evidence.push_back({"clear " + moment_text(stale.clear->at), stale.clear->at, stale.clear->event});
    finding.evidence.push_back({"audio again " + span_text(stale.run->begin - stale.clear->at) + " later",
                                stale.run->begin, stale.run->first_event});
    if (finding.evidence.size() == 6) break;
  }
  finding.causes = {
      {Certainty::kLikely, "the queue behind the send loop is not emptied when `clear` is sent",
       "stale-frames-after-clear"},
      {Certainty::kPossible, "model or synthesis go on, and nothing tells their late audio from new"}};
  finding.look_at =
      "the interruption's path: stop the sender first, then empty its queue, then send `clear`; give "
      "every reply a number and drop frames of an old one";
  finding.covers = {"barge-in-ignored", "barge-in-no-clear", "barge-in-blind-tail",
                    "late-clear",       "eou-early",         "duplicate-reply",
                    "slow-response",    "lost-turn",         "truncated-reply",
                    "false-barge-in",   "no-resume"};
  finding.covers_from = first.clear->at - kSoon;
  return {finding};
}

}  // namespace

std::vector<Finding> stale_audio_after_clear(const Evidence& evidence) {
  return each_call(evidence, check);
}

}  // namespace parley::rule
