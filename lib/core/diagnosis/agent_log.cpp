#include "core/diagnosis/agent_log.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace parley {
namespace {

bool is_one_of(LogKind kind, std::initializer_list<LogKind> kinds) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

std::string field_text(const LogEvent& event, std::string_view key) {
  const std::string* value = event.find(key);
  return value == nullptr ? std::string() : ", " + std::string(key) + "=" + *value;
}

std::string with_words(std::string word, const LogEvent& event) {
  const std::string* text = event.find("text");
  return text == nullptr || text->empty() ? word : word + ": " + *text;
}

/// Why a state was entered, as far as the line tells: a turn that ended without any silence was ended by a limit.
TurnReason reason_of(const LogEvent& event, TurnState from, TurnState to) {
  if (const std::string* reason = event.find("reason")) {
    if (const auto known = turn_reason_from(*reason)) return *known;
  }
  if (to == TurnState::kSpeaking) return TurnReason::kFirstAudio;
  if (to == TurnState::kListening)
    return from == TurnState::kSpeaking ? TurnReason::kPlayed : TurnReason::kNothingToSay;
  if (event.number("len").value_or(1) == 0) return TurnReason::kGreeting;
  const auto silence = event.number("silence_ms");
  return silence && *silence < 100 ? TurnReason::kMaxUtterance : TurnReason::kEndOfUtterance;
}

}  // namespace

std::vector<std::size_t> AgentLog::between(Instant from, Instant until,
                                           std::initializer_list<LogKind> kinds) const {
  std::vector<std::size_t> found;
  if (!usable()) return found;
  for (std::size_t i = 0; i < call.events.size(); ++i) {
    if (!is_one_of(call.events[i].kind, kinds)) continue;
    const LineTime& line = alignment.lines[i];
    const bool begun = line.latest == kNever || line.latest + alignment.uncertainty >= from;
    if (begun && line.earliest - alignment.uncertainty <= until) found.push_back(i);
  }
  return found;
}

std::vector<std::size_t> AgentLog::after(Instant from, std::initializer_list<LogKind> kinds) const {
  std::vector<std::size_t> found;
  if (!usable()) return found;
  for (std::size_t i = 0; i < call.events.size(); ++i) {
    if (is_one_of(call.events[i].kind, kinds) && alignment.lines[i].earliest - alignment.uncertainty >= from)
      found.push_back(i);
  }
  return found;
}

Fact AgentLog::fact(std::size_t index) const {
  return {text_of(event(index)), alignment.lines[index].earliest, kNoEvent, event(index).line};
}

AgentLog agent_log_of(LogCall call, const CallAccount& account) {
  AgentLog log;
  log.alignment = align(call, account);
  log.call = std::move(call);
  return log;
}

AgentLog agent_log_among(std::span<const LogCall> calls, const CallAccount& account) {
  if (const auto index = log_call_of(calls, account)) return agent_log_of(calls[*index], account);
  AgentLog log;
  log.alignment.text = calls.empty() ? "holds no line of a call"
                                     : "holds " + std::to_string(calls.size()) +
                                           " calls, and nothing tells which of them is this one";
  return log;
}

void tell_states(const AgentLog& log, CallAccount& account) {
  if (!log.usable() || !account.states.empty()) return;
  std::optional<TurnState> state;
  bool may_listen = false;  // a mark came back or somebody interrupted, and the line says nothing of the state
  std::int32_t turn = 0;
  for (std::size_t i = 0; i < log.call.events.size(); ++i) {
    const LogEvent& event = log.call.events[i];
    if (!event.state) {
      may_listen = may_listen || event.kind == LogKind::kMarkAcked || event.kind == LogKind::kBargeIn ||
                   event.kind == LogKind::kReplyEnded;
      continue;
    }
    if (state == event.state) continue;
    StateEntry entry;
    // By order alone: a turn is taken after it was spoken, and it was spoken after the moment before this line.
    const LineTime& line = log.alignment.lines[i];
    const bool late = log.alignment.kind == LogAlignmentKind::kByOrder && event.state == TurnState::kProcessing;
    entry.at = late && line.latest != kNever ? line.latest : line.earliest;
    entry.to = *event.state;
    entry.from = state.value_or(entry.to);
    // What somebody printed is no transition, and what lies before it is not known.
    if (event.kind == LogKind::kStateSeen) entry.from = entry.to;
    if (may_listen && entry.from == TurnState::kSpeaking) entry.from = TurnState::kListening;
    entry.reason = reason_of(event, entry.from, entry.to);
    if (entry.to == TurnState::kProcessing && entry.reason != TurnReason::kGreeting) ++turn;
    entry.turn = TurnId{turn};
    entry.silence_ms = event.number("silence_ms").value_or(-1);
    entry.log_line = event.line;
    state = event.state;
    may_listen = false;
    account.states.push_back(entry);
  }
}

std::string text_of(const LogEvent& event) {
  switch (event.kind) {
    case LogKind::kState:
    case LogKind::kStateSeen:
      return "STATE -> " + std::string(event.state ? name_of(*event.state) : "?") +
             field_text(event, "silence_ms") + field_text(event, "len");
    case LogKind::kPartial:
      return with_words("Partial", event);
    case LogKind::kFinal:
      return with_words("Final", event);
    case LogKind::kUtteranceEnd:
      return "END OF UTTERANCE" + field_text(event, "audio_s");
    case LogKind::kSilence:
      return "SILENCE_TIME" + field_text(event, "silence_s");
    case LogKind::kText:
      return with_words("ASR_TEXT", event) + field_text(event, "dur_ms");
    case LogKind::kReply:
      return with_words("LLM_REPLY", event);
    case LogKind::kReplyStarted:
      return "TTS_START" + field_text(event, "frames");
    case LogKind::kReplyEnded:
      return "TTS_END" + field_text(event, "frames") + field_text(event, "sent");
    case LogKind::kMarkSent:
      return "MARK_SENT" + field_text(event, "name");
    case LogKind::kMarkAcked:
      return "MARK_ACK" + field_text(event, "name");
    case LogKind::kBargeIn:
      return "BARGE_IN";
    case LogKind::kDuplicate:
      return "DEDUP";
    case LogKind::kQueueFull:
      return "Send queue full";
    case LogKind::kError: {
      const std::string* stage = event.find("stage");
      return with_words((stage == nullptr ? "" : *stage) + "_ERR", event);
    }
    default:
      return std::string(name_of(event.kind));
  }
}

}  // namespace parley
