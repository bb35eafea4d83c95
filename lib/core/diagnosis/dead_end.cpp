#include "core/diagnosis/dead_end.h"

#include <algorithm>

#include "core/diagnosis/agent_log.h"
#include "core/diagnosis/wording.h"

namespace parley {
namespace {

constexpr Duration kRealTurn = millis(300);   // of speech while nobody else speaks
constexpr Duration kRealVoice = millis(500);  // in all: below it, dropping it as a cough would be right
constexpr Duration kPatience = seconds(4);    // less is no verdict: the answer may still have come
constexpr Duration kReaction = seconds(1);

const MarkEntry* mark_of(const CallAccount& account, const Reply& reply) {
  const MarkEntry* found = nullptr;
  for (const MarkEntry& mark : account.marks) {
    if (mark.sent >= reply.first_sent) found = &mark;
  }
  return found;
}

const ClearSent* clear_on_nothing(const CallAccount& account, const DeadEnd& end) {
  for (const ClearSent& clear : account.clears) {
    if (clear.audible) continue;
    for (const CallerTurn* turn : end.unanswered) {
      if (turn->begin <= clear.at && clear.at <= turn->end + kReaction) return &clear;
    }
  }
  return nullptr;
}

/// After its last reply it noticed the end of one of his turns: it was not deaf, whatever it did then.
bool took_a_turn(const CallAccount& account, const DeadEnd& end) {
  return std::any_of(account.states.begin(), account.states.end(), [&](const StateEntry& state) {
    const bool by_voice = state.reason == TurnReason::kEndOfUtterance || state.reason == TurnReason::kMaxUtterance;
    return state.to == TurnState::kProcessing && by_voice && state.at > end.last_reply->end;
  });
}

/// The state in force when the caller was left waiting: the last before the end of the call.
void read_states(const CallAccount& account, DeadEnd& end) {
  for (const StateEntry& state : account.states) {
    if (state.to != TurnState::kEnded) end.state = &state;
  }
  if (end.state == nullptr) return;
  end.certain = true;
  switch (end.state->to) {
    case TurnState::kSpeaking:
      end.kind = DeadEndKind::kSpeaking;
      break;
    case TurnState::kProcessing:
      end.kind = DeadEndKind::kProcessing;
      break;
    case TurnState::kListening:
    case TurnState::kEnded:
      end.kind = took_a_turn(account, end) ? DeadEndKind::kProcessing : DeadEndKind::kListening;
      break;
  }
}

/// A mark came back and the agent went on to speak again: it knows its own marks.
bool marks_were_matched(const CallAccount& account, const Reply& last) {
  return std::any_of(account.marks.begin(), account.marks.end(), [&](const MarkEntry& mark) {
    return mark.has_returned() && !mark.cleared && mark.returned <= last.first_sent;
  });
}

/// From the wire alone.
DeadEndKind guess(const CallAccount& account, const DeadEnd& end) {
  if (end.empty_clear != nullptr) return DeadEndKind::kSpeaking;
  const bool first_mark = end.mark != nullptr && !marks_were_matched(account, *end.last_reply);
  return first_mark && !end.last_reply->cut ? DeadEndKind::kSpeaking : DeadEndKind::kProcessing;
}

/// The agent's log tells of the caller's words, so it listened, and took the turn, whatever came of it.
void read_log(const AgentLog& log, DeadEnd& end) {
  // Nothing was answered since its last reply, so what was heard since then is of the turns that nobody answered.
  end.heard = log.after(end.last_reply->end,
                        {LogKind::kFinal, LogKind::kText, LogKind::kUtteranceEnd, LogKind::kDuplicate});
  const bool listens = end.state == nullptr || end.state->to == TurnState::kListening;
  if (end.heard.empty() || !listens) return;
  end.kind = DeadEndKind::kProcessing;
  end.certain = true;
}

}  // namespace

std::optional<DeadEnd> find_dead_end(const CallAccount& account, const AgentLog* log) {
  if (account.replies.empty() || account.turns.empty()) return std::nullopt;
  DeadEnd end;
  end.last_reply = &account.replies.back();
  Duration voiced{};
  for (const CallerTurn& turn : account.turns) {
    if (turn.answered() || turn.end <= end.last_reply->end || turn.alone < kRealTurn) continue;
    end.unanswered.push_back(&turn);
    voiced += turn.voiced;
  }
  if (end.unanswered.empty() || voiced < kRealVoice) return std::nullopt;
  if (account.ended - end.unanswered.front()->waits_from < kPatience) return std::nullopt;

  end.answered = account.answered_turns();
  end.mark = mark_of(account, *end.last_reply);
  end.empty_clear = clear_on_nothing(account, end);
  for (const FailureEntry& failure : account.failures) {
    if (failure.at >= end.last_reply->begin) end.failure = &failure;
  }
  end.kind = guess(account, end);
  read_states(account, end);
  if (log != nullptr) read_log(*log, end);
  end.from = end.last_reply->end;
  if (end.kind == DeadEndKind::kSpeaking && end.mark != nullptr && end.mark->has_returned()) {
    end.from = std::max(end.from, end.mark->returned);
  }
  if (end.kind != DeadEndKind::kSpeaking) end.from = end.unanswered.front()->end;
  return end;
}

Finding dead_end_finding(const CallAccount& account, const DeadEnd& end) {
  Finding finding;
  finding.turn = end.unanswered.front()->id;
  finding.at = end.from;
  finding.until = account.ended;
  finding.to_the_end = true;
  finding.covers = {"lost-turn", "slow-response", "eou-late", "no-resume"};
  finding.covers_from = std::min(end.from, end.unanswered.front()->begin);
  if (end.mark != nullptr) {
    const MarkEntry& mark = *end.mark;
    const std::string name = "mark \"" + mark.name + "\"";
    if (mark.has_returned()) {
      finding.evidence.push_back(
          {name + " returned " + moment_text(mark.returned) + (mark.cleared ? " (cleared)" : ""), mark.returned,
           mark.returned_event});
    } else {
      finding.evidence.push_back(
          {name + " sent " + moment_text(mark.sent) + ", never returned", mark.sent, mark.sent_event});
    }
  }
  finding.evidence.push_back(
      {"last agent audio " + moment_text(end.last_reply->end), end.last_reply->end, end.last_reply->last_event});
  for (const CallerTurn* turn : end.unanswered) {
    finding.evidence.push_back({"caller voiced " + moment_text(turn->begin) + " to " + moment_text(turn->end),
                                turn->begin, turn->first_event});
  }
  if (end.empty_clear != nullptr) {
    finding.evidence.push_back({"clear sent " + moment_text(end.empty_clear->at) + " with nothing playing",
                                end.empty_clear->at, end.empty_clear->event});
  }
  if (end.failure != nullptr) {
    finding.evidence.push_back({"failure \"" + end.failure->reason + "\" at " + moment_text(end.failure->at),
                                end.failure->at, end.failure->event});
  }
  if (end.state != nullptr) {
    finding.evidence.push_back({"last change of state " + moment_text(end.state->at), end.state->at,
                                end.state->event, end.state->log_line});
  }
  return finding;
}

std::string unanswered_text(const CallAccount& account, const DeadEnd& end) {
  const CallerTurn& first = *end.unanswered.front();
  std::string text = span_text(first.end - first.begin) + " of caller speech at " + moment_text(first.begin);
  if (end.unanswered.size() > 1) {
    text += " and " + count_text(std::ssize(end.unanswered) - 1, "later turn");
  }
  return text + " brought nothing in the " + span_text(account.ended - first.waits_from) + " that were left";
}

}  // namespace parley
