// The caller is put through and hears nothing. Some agents wait for him to speak first, and the wire does not tell
// whether a greeting was meant, so this is a warning; of a server that never sends anything it is not even that,
// for it may be one that only listens.
#include <algorithm>

#include "core/diagnosis/rules.h"
#include "core/diagnosis/wording.h"

namespace parley::rule {
namespace {

constexpr Duration kGreetsWithin = seconds(3);
constexpr Duration kAboutToSpeak = seconds(1);  // a caller who begins this soon after had taken the floor

std::vector<Finding> check(const CallAccount& account) {
  const Instant limit = account.started + kGreetsWithin;
  if (account.ended < limit + kAboutToSpeak) return {};
  if (account.first_media != kNever && account.first_media <= limit) return {};
  const auto spoke = std::find_if(account.utterances.begin(), account.utterances.end(), [&](const Utterance& each) {
    return each.kind != UtteranceKind::kNoise && each.begin < limit + kAboutToSpeak;
  });
  if (spoke != account.utterances.end() || !account.digits.empty()) return {};
  if (account.first_media == kNever && account.turns.empty()) return {};  // nobody wanted anything of anybody
  Finding finding;
  finding.id = "missing-greeting";
  finding.turn = kGreetingTurn;
  finding.at = limit;
  finding.evidence.push_back({"stream started " + moment_text(account.started), account.started, kNoEvent});
  if (account.first_media == kNever) {
    finding.severity = Severity::kInfo;
    finding.explanation =
        "The agent never sent any audio. A server that only listens does that on purpose; of one "
        "that should talk, this is the fault.";
    finding.causes.push_back(
        {Certainty::kPossible, "the handler of `start` never ran, so it has no streamSid to send with"});
    finding.look_at = "the agent's log: did it see `start`, and what did it do then?";
    return {finding};
  }
  const bool first_word = account.turns.empty() || account.first_media < account.turns.front().begin;
  finding.severity = Severity::kWarning;
  finding.until = account.first_media;
  finding.explanation =
      "The caller was put through and heard nothing for " +
      span_text((first_word ? account.first_media : account.turns.front().begin) - account.started) +
      (first_word ? ", until the agent spoke." : ", until he spoke himself.");
  finding.evidence.push_back({"first audio " + moment_text(account.first_media), account.first_media, kNoEvent});
  if (first_word) {
    finding.causes.push_back({Certainty::kLikely, "the greeting is synthesised only when the call has come"});
    finding.causes.push_back({Certainty::kPossible, "the recogniser or the model is connected first, and slowly"});
  } else {
    finding.causes.push_back(
        {Certainty::kPossible, "the greeting is sent before `start` or not at all", "greeting-never-sent"});
    finding.causes.push_back({Certainty::kPossible, "the agent is meant to wait for the caller to speak first"});
  }
  finding.look_at = "what the handler of `start` does: a greeting that is ready beforehand can be sent at once";
  return {finding};
}

}  // namespace

std::vector<Finding> missing_greeting(const Evidence& evidence) {
  return each_call(evidence, check);
}

}  // namespace parley::rule
