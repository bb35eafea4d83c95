#include "core/diagnosis/overlap.h"

#include <algorithm>

#include "core/diagnosis/wording.h"

namespace parley {
namespace {

constexpr Duration kClearlyOver = seconds(1);     // of both voices together: no backchannel, no cough
constexpr Duration kKeepsTalking = millis(1500);  // shorter, and it may just have finished its sentence
constexpr Duration kOverIfNoticed = millis(500);  // the same two where it is seen that the agent took it for a turn
constexpr Duration kTalkingIfNoticed = seconds(1);
constexpr Duration kNoSooner = millis(100);  // nobody knows a voice before; sending that ends sooner was over
constexpr Duration kStopsSending = millis(700);
constexpr Duration kDrains = seconds(1);
constexpr Duration kOverTime = millis(200);  // sent over time, not in one go

/// An answer was sent while the interrupted reply still played.
bool answered_meanwhile(const CallAccount& account, const Interruption& interruption, const Reply& reply) {
  const std::size_t next = interruption.reply + 1;
  if (next >= account.replies.size()) return false;
  const Instant sent = account.replies[next].first_sent;
  return sent > account.utterances[interruption.utterance].end && sent < reply.end;
}

TurnId turn_at(const CallAccount& account, Instant at) {
  for (const CallerTurn& turn : account.turns) {
    if (turn.begin <= at && at <= turn.end) return turn.id;
  }
  return kNoTurn;
}

}  // namespace

std::vector<Unheeded> find_unheeded(const CallAccount& account) {
  const bool heeds_others = std::any_of(account.interruptions.begin(), account.interruptions.end(),
                                        [](const Interruption& each) { return each.clear.has_value(); });
  std::vector<Unheeded> found;
  for (const Interruption& interruption : account.interruptions) {
    const Reply& reply = account.replies[interruption.reply];
    if (interruption.clear || reply.cut) continue;
    const Duration went_on = reply.end - interruption.onset;
    const bool was_sending = reply.last_sent > interruption.onset + kNoSooner;
    const bool stopped = was_sending && reply.last_sent <= interruption.onset + kStopsSending &&
                         reply.end - reply.last_sent >= kDrains;
    const bool noticed = stopped || answered_meanwhile(account, interruption, reply);
    if (interruption.overlap < (noticed ? kOverIfNoticed : kClearlyOver)) continue;
    if (went_on < (noticed ? kTalkingIfNoticed : kKeepsTalking)) continue;
    Unheeded unheeded{UnheededKind::kIgnored, &interruption, &reply, went_on};
    if (!was_sending && (heeds_others || (noticed && reply.last_sent - reply.first_sent >= kOverTime))) {
      unheeded.kind = UnheededKind::kBlindTail;
    } else if (noticed) {
      unheeded.kind = UnheededKind::kNoClear;
    }
    found.push_back(unheeded);
  }
  return found;
}

std::vector<Finding> unheeded_finding(const CallAccount& account, UnheededKind kind, std::string_view id) {
  Finding finding;
  finding.id = id;
  std::int64_t times = 0;
  for (const Unheeded& unheeded : find_unheeded(account)) {
    if (unheeded.kind != kind) continue;
    const Interruption& interruption = *unheeded.interruption;
    const Utterance& utterance = account.utterances[interruption.utterance];
    if (++times == 1) {
      finding.turn = turn_at(account, interruption.onset);
      finding.at = interruption.onset;
      finding.until = unheeded.reply->end;
      finding.explanation = "The caller spoke into the reply at " + moment_text(interruption.onset) +
                            " and the agent talked on over him for " + span_text(unheeded.went_on);
    }
    if (times > 3) continue;
    finding.evidence.push_back(
        {"caller's onset " + moment_text(interruption.onset), interruption.onset, utterance.first_event});
    finding.evidence.push_back({"last audio of the reply sent " + moment_text(unheeded.reply->last_sent),
                                unheeded.reply->last_sent, unheeded.reply->last_event});
    finding.evidence.push_back({"heard until " + moment_text(unheeded.reply->end) + ", no clear",
                                unheeded.reply->end, unheeded.reply->last_event});
  }
  if (times == 0) return {};
  finding.explanation += times > 1 ? ", and so " + count_text(times, "time") + "." : ".";
  return {finding};
}

}  // namespace parley
