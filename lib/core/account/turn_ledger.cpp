#include "core/account/turn_ledger.h"

#include <algorithm>

namespace parley {
namespace {

constexpr Duration kSameReply = millis(600);
constexpr Duration kSameTurn = millis(900);
constexpr Duration kLeastVoice = millis(100);
constexpr Duration kBackchannel = millis(600);
constexpr Duration kGoesOn = millis(200);           // a reply that lasts this much longer was not stopped
constexpr Duration kYieldsWithin = millis(1500);    // a clear later than this after the voice is not because of it
constexpr Duration kPauseAtMark = millis(600);      // in sending, after which a mark parts two replies
constexpr Duration kPauseInSending = millis(1200);  // the same with no mark there
constexpr Duration kOwnFloor = millis(300);  // a reply begun this long after the caller was not begun over him

bool inside(Instant at, Instant begin, Instant end) {
  return begin <= at && at < end;
}

/// What follows was sent after the caller had finished a turn that began during `reply`, and after the agent had
/// paused in sending: an answer to him that queued up behind what was still playing.
bool queued_answer(const Reply& reply, const AgentStretch& next, const Utterance& utterance, bool marked) {
  if (utterance.length() < kBackchannel || utterance.begin < reply.begin || next.first_sent < utterance.end) {
    return false;
  }
  return next.first_sent - reply.last_sent >= (marked ? kPauseAtMark : kPauseInSending);
}

/// The caller said something between `reply` and `next` in the pause, or `next` answers what he said over `reply`.
bool turn_between(const CallAccount& account, const Reply& reply, const AgentStretch& next) {
  const bool marked = std::any_of(account.marks.begin(), account.marks.end(), [&](const MarkEntry& mark) {
    return mark.reached != kNever && reply.end <= mark.reached && mark.reached <= next.begin;
  });
  return std::any_of(account.utterances.begin(), account.utterances.end(), [&](const Utterance& utterance) {
    if (utterance.kind == UtteranceKind::kNoise || utterance.end > next.begin) return false;
    return utterance.begin >= reply.end || queued_answer(reply, next, utterance, marked);
  });
}

void group_replies(CallAccount& account) {
  for (const AgentStretch& stretch : account.stretches) {
    Reply* last = account.replies.empty() ? nullptr : &account.replies.back();
    if (last == nullptr || last->cut || stretch.begin - last->end >= kSameReply ||
        turn_between(account, *last, stretch)) {
      account.replies.push_back({stretch.begin, stretch.end, stretch.audible, stretch.cut, stretch.first_sent,
                                 stretch.last_sent, stretch.first_event, stretch.last_event, stretch.fingerprint,
                                 std::nullopt, false});
      continue;
    }
    last->end = stretch.end;
    last->audible += stretch.audible;
    last->cut = stretch.cut;
    last->last_sent = stretch.last_sent;
    last->last_event = stretch.last_event;
    last->fingerprint = last->fingerprint * 31 + stretch.fingerprint;
  }
}

void tell_noise(CallAccount& account) {
  for (Utterance& utterance : account.utterances) {
    if (utterance.voiced < kLeastVoice || utterance.steady) utterance.kind = UtteranceKind::kNoise;
  }
}

std::optional<std::size_t> clear_for(const CallAccount& account, const Utterance& utterance) {
  for (std::size_t i = 0; i < account.clears.size(); ++i) {
    const ClearSent& clear = account.clears[i];
    if (clear.audible && inside(clear.at, utterance.begin, utterance.end + kYieldsWithin)) return i;
  }
  return std::nullopt;
}

void tell_backchannels(CallAccount& account) {
  for (Utterance& utterance : account.utterances) {
    const ReplyIndex reply = account.reply_at(utterance.begin);
    utterance.over_agent = reply.has_value();
    if (!reply || utterance.kind == UtteranceKind::kNoise || utterance.length() >= kBackchannel) continue;
    const bool went_on = account.replies[*reply].end >= utterance.end + kGoesOn;
    if (went_on && !clear_for(account, utterance)) utterance.kind = UtteranceKind::kBackchannel;
  }
}

/// How much of [begin, end) the agent was not heard in.
Duration alone(const CallAccount& account, Instant begin, Instant end) {
  Duration sum = end - begin;
  for (const Reply& reply : account.replies) {
    const Instant from = std::max(begin, reply.begin);
    const Instant to = std::min(end, reply.end);
    if (to > from) sum -= to - from;
  }
  return sum;
}

bool agent_begins_between(const CallAccount& account, Instant from, Instant to) {
  return std::any_of(account.replies.begin(), account.replies.end(),
                     [&](const Reply& reply) { return from <= reply.begin && reply.begin <= to; });
}

void group_turns(CallAccount& account) {
  for (const Utterance& utterance : account.utterances) {
    if (utterance.kind != UtteranceKind::kSpeech) continue;
    CallerTurn* last = account.turns.empty() ? nullptr : &account.turns.back();
    if (last == nullptr || utterance.begin - last->end >= kSameTurn ||
        agent_begins_between(account, last->end, utterance.begin)) {
      CallerTurn turn;
      turn.id = TurnId{static_cast<std::int32_t>(account.turns.size()) + 1};
      turn.begin = utterance.begin;
      turn.first_event = utterance.first_event;
      account.turns.push_back(turn);
      last = &account.turns.back();
    }
    last->end = utterance.end;
    last->voiced += utterance.voiced;
    last->alone += alone(account, utterance.begin, utterance.end);
    last->last_event = utterance.last_event;
  }
}

/// The turn that a reply beginning at `at` belongs to; `early` tells that the caller was in the middle of it.
TurnIndex turn_for(const CallAccount& account, Instant at, bool& early) {
  TurnIndex ended;
  for (std::size_t i = 0; i < account.turns.size(); ++i) {
    const CallerTurn& turn = account.turns[i];
    if (turn.begin > at) break;
    if (turn.end <= at) {
      ended = i;
      continue;
    }
    if (ended && account.turns[*ended].replies.empty()) break;
    early = true;
    return i;
  }
  return ended;
}

void link_replies(CallAccount& account) {
  for (std::size_t i = 0; i < account.replies.size(); ++i) {
    Reply& reply = account.replies[i];
    reply.turn = turn_for(account, reply.begin, reply.early);
    if (!reply.turn) continue;
    CallerTurn& turn = account.turns[*reply.turn];
    turn.replies.push_back(i);
    // An early reply answers only until one comes that waited for the turn's end.
    if (!turn.reply || (account.replies[*turn.reply].early && !reply.early)) turn.reply = i;
  }
}

void tell_waits(CallAccount& account) {
  for (std::size_t i = 0; i < account.turns.size(); ++i) {
    CallerTurn& turn = account.turns[i];
    turn.waits_from = turn.end;
    const ReplyIndex playing = account.reply_at(turn.end);
    if (playing && playing != turn.reply) turn.waits_from = account.replies[*playing].end;
    const bool last = i + 1 == account.turns.size();
    turn.waits_until = last ? account.ended : account.turns[i + 1].begin;
    if (turn.reply) turn.waits_until = account.replies[*turn.reply].begin;
    turn.waits_until = std::max(turn.waits_until, turn.waits_from);
  }
}

/// A reply that began while the caller spoke, or right after, is not interrupted by him: he was first.
bool begun_over_caller(const CallAccount& account, const Reply& reply) {
  return std::any_of(account.utterances.begin(), account.utterances.end(), [&](const Utterance& utterance) {
    return utterance.kind == UtteranceKind::kSpeech && utterance.begin <= reply.begin &&
           reply.begin < utterance.end + kOwnFloor;
  });
}

void find_interruptions(CallAccount& account) {
  for (std::size_t i = 0; i < account.utterances.size(); ++i) {
    const Utterance& utterance = account.utterances[i];
    if (utterance.kind != UtteranceKind::kSpeech) continue;
    const ReplyIndex reply = account.reply_at(utterance.begin);
    if (!reply || begun_over_caller(account, account.replies[*reply])) continue;
    const Instant until = std::min(utterance.end, account.replies[*reply].end);
    account.interruptions.push_back(
        {i, *reply, utterance.begin, until - utterance.begin, clear_for(account, utterance)});
  }
}

}  // namespace

void tell_turns(CallAccount& account) {
  account.replies.clear();
  account.turns.clear();
  account.interruptions.clear();
  tell_noise(account);
  group_replies(account);
  tell_backchannels(account);
  group_turns(account);
  link_replies(account);
  tell_waits(account);
  find_interruptions(account);
}

}  // namespace parley
