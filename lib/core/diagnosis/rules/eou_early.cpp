// The agent takes a short pause of the caller's for the end of his turn and answers into the rest of it.
//
//   caller   ######.####...#########        the pause is that of anybody who thinks
//   agent                  ########         begun because of it, over what he went on to say
#include <algorithm>

#include "core/diagnosis/rules.h"
#include "core/diagnosis/wording.h"

namespace parley::rule {
namespace {

constexpr Duration kLongPause = millis(450);    // a limit that ends a turn in a longer one is a choice, not a fault
constexpr Duration kMostThinking = seconds(3);  // from the pause to the answer
constexpr Duration kLeastThinking = millis(150);
constexpr Duration kLeastBefore = millis(300);  // he must have said something that could be answered
constexpr Duration kLeastAfter = millis(300);   // ... and have gone on
constexpr Duration kRealReply = millis(600);    // shorter, unless it was cut, is an "mm-hm" of the agent's
constexpr Duration kMonologue = seconds(25);    // who takes the floor after so long does it on purpose
constexpr Duration kNoReaction = millis(400);   // who speaks sooner after the agent began had not heard him

struct CutOff {
  const Reply* reply = nullptr;
  CallerPause pause;
  Instant went_on_until;
};

/// When the caller, who paused before `reply` began, stopped speaking in the end; kNever if he did not go on.
Instant went_on(const CallAccount& account, const Reply& reply) {
  for (const Utterance& each : account.utterances) {
    if (each.kind == UtteranceKind::kNoise || each.end - reply.begin < kLeastAfter) continue;
    if (each.begin > reply.begin + kNoReaction) return kNever;
    return each.end;
  }
  return kNever;
}

std::optional<CutOff> cut_off(const CallAccount& account, const Reply& reply, Instant last_reply_end) {
  if (reply.audible < kRealReply && !reply.cut) return std::nullopt;
  const Instant until = went_on(account, reply);
  if (until == kNever) return std::nullopt;
  // What he had said since the agent was last heard.
  const auto said = std::find_if(account.utterances.begin(), account.utterances.end(), [&](const Utterance& each) {
    return each.kind != UtteranceKind::kNoise && each.begin >= last_reply_end && each.begin < reply.begin;
  });
  if (said == account.utterances.end() || reply.begin - said->begin >= kMonologue) return std::nullopt;
  CutOff found;
  for (const CallerPause& pause : account.pauses) {
    if (pause.begin < said->begin + kLeastBefore || pause.begin > reply.begin - kLeastThinking) continue;
    if (pause.begin < reply.begin - kMostThinking) continue;
    if (pause.length() > found.pause.length()) found.pause = pause;
  }
  if (found.pause.length() == Duration{} || found.pause.length() >= kLongPause) return std::nullopt;
  found.reply = &reply;
  found.went_on_until = until;
  return found;
}

/// The agent's own record says that it did not wait for the whole silence, because the words so far were complete.
bool taken_for_whole(const CallAccount& account, const CutOff& cut) {
  return std::any_of(account.states.begin(), account.states.end(), [&](const StateEntry& state) {
    return state.text_complete && state.at >= cut.pause.begin && state.at <= cut.reply->begin;
  });
}

std::vector<Finding> check(const CallAccount& account) {
  std::vector<CutOff> found;
  Instant heard_until = kCallStart;
  for (const Reply& reply : account.replies) {
    if (auto cut = cut_off(account, reply, heard_until)) found.push_back(*cut);
    heard_until = std::max(heard_until, reply.end);
  }
  if (found.empty()) return {};
  const CutOff& first = found.front();
  Finding finding;
  finding.id = "eou-early";
  if (first.reply->turn) finding.turn = account.turns[*first.reply->turn].id;
  finding.at = first.reply->begin;
  finding.until = first.went_on_until;
  const bool often = found.size() > 1 || found.size() * 2 >= account.turns.size();
  finding.severity = often ? Severity::kError : Severity::kWarning;
  finding.explanation = "The agent cut the caller off: he paused for " + span_text(first.pause.length()) + " at " +
                        moment_text(first.pause.begin) + " and went on, and at " + moment_text(first.reply->begin) +
                        " the agent spoke into it";
  finding.explanation += found.size() > 1 ? ", and so " + count_text(std::ssize(found), "time") + "." : ".";
  for (const CutOff& each : found) {
    finding.evidence.push_back({"pause " + moment_text(each.pause.begin) + " to " + moment_text(each.pause.end) +
                                    ", answer " + moment_text(each.reply->begin) + ", caller until " +
                                    moment_text(each.went_on_until),
                                each.reply->begin, each.reply->first_event});
    if (finding.evidence.size() == 4) break;
  }
  if (taken_for_whole(account, first)) {
    finding.causes.push_back({Certainty::kLikely,
                              "the words before the pause were taken for the whole question, which ends a turn "
                              "sooner (endpoint.drop=with_text)"});
  }
  finding.causes.push_back({Certainty::kLikely, "the silence that ends a turn is set shorter than people pause",
                            "silence-limit-too-short"});
  finding.causes.push_back(
      {Certainty::kPossible, "a limit on the length of a segment ended the turn in mid sentence"});
  finding.causes.push_back(
      {Certainty::kPossible,
       "what he says while the agent thinks is not listened to, so the answer is not held back"});
  finding.look_at =
      "the limit of silence (under 300 ms it needs words that are complete), and what holds an answer "
      "back while the caller is speaking";
  finding.covers = {"lost-turn",      "barge-in-ignored", "barge-in-no-clear", "barge-in-blind-tail",
                    "false-barge-in", "duplicate-reply",  "late-clear",        "slow-response"};
  return {finding};
}

}  // namespace

std::vector<Finding> eou_early(const Evidence& evidence) {
  return each_call(evidence, check);
}

}  // namespace parley::rule
