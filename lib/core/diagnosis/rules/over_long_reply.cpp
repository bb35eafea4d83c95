// A monologue: the agent speaks on and on and leaves the caller no turn.
#include <algorithm>

#include "core/diagnosis/rules.h"
#include "core/diagnosis/wording.h"

namespace parley::rule {
namespace {

constexpr Duration kLong = seconds(30);  // of speaking: three times what a person listens to patiently
constexpr Duration kEndless = seconds(60);
constexpr Duration kBreath = millis(1500);  // a shorter pause offers nobody the floor

/// Replies with nothing but breaths between them.
struct Monologue {
  const Reply* first = nullptr;
  const Reply* last = nullptr;

  Duration length() const { return last->end - first->begin; }
};

Monologue longest(const CallAccount& account) {
  Monologue best;
  Monologue now;
  for (const Reply& reply : account.replies) {
    const bool goes_on = now.last != nullptr && !now.last->cut && reply.turn == now.last->turn &&
                         reply.begin - now.last->end < kBreath;
    if (!goes_on) now.first = &reply;
    now.last = &reply;
    if (best.first == nullptr || now.length() > best.length()) best = now;
  }
  return best;
}

std::vector<Finding> check(const CallAccount& account) {
  if (account.replies.empty()) return {};
  const Monologue monologue = longest(account);
  if (monologue.length() < kLong || monologue.last->cut) return {};
  Finding finding;
  finding.id = "over-long-reply";
  finding.severity = monologue.length() >= kEndless ? Severity::kError : Severity::kWarning;
  if (monologue.first->turn) finding.turn = account.turns[*monologue.first->turn].id;
  finding.at = monologue.first->begin;
  finding.until = monologue.last->end;
  finding.explanation = "The agent spoke for " + span_text(monologue.length()) + " without a pause for the caller.";
  finding.evidence.push_back(
      {"begins " + moment_text(monologue.first->begin), monologue.first->begin, monologue.first->first_event});
  finding.evidence.push_back(
      {"ends " + moment_text(monologue.last->end), monologue.last->end, monologue.last->last_event});
  finding.causes.push_back(
      {Certainty::kLikely, "nothing limits the length of a reply, in text or in time", "endless-reply"});
  finding.causes.push_back({Certainty::kPossible, "the synthesiser repeats itself or never reports its end"});
  finding.look_at =
      "the longest reply that the model may give, and a limit on speaking after which the rest is offered";
  if (finding.severity == Severity::kError) finding.covers = {"barge-in-ignored", "lost-turn"};
  finding.covers_from = finding.at;
  return {finding};
}

}  // namespace

std::vector<Finding> over_long_reply(const Evidence& evidence) {
  return each_call(evidence, check);
}

}  // namespace parley::rule
