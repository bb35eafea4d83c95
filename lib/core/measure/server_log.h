// What an agent's own log says of one call: a line of interest each, in the order of the file, with the fields that
// the line carries. Made by readers of logs (lib/import), judged by log_judgement.h. It is no trace: most of what
// happened is not in it, and what is in it is the server's word.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/time.h"
#include "core/turn/turn_event.h"

namespace parley {

enum class LogKind : std::uint8_t {
  kConfig,             // [CFG]
  kConnected,          // WS_CONNECTED
  kCallNamed,          // [WS] connected call=
  kStart,              // WS_START
  kRecognizerStarted,  // [STT] Streaming session started
  kPartial,
  kFinal,
  kState,         // STATE -> X: a transition
  kStateSeen,     // State=X ...: what it was when somebody printed it
  kUtteranceEnd,  // END OF UTTERANCE
  kSilence,       // SILENCE_TIME
  kText,          // ASR_TEXT
  kReply,         // LLM_REPLY
  kReplyStarted,  // TTS_START
  kReplyEnded,    // TTS_END, tts_done
  kMarkSent,
  kMarkAcked,
  kBargeIn,
  kDuplicate,  // DEDUP
  kQueueFull,
  kDrift,
  kResync,
  kError,  // ASR_ERR, LLM_ERR, TTS_ERR, WS_HANDLER_ERR
  kStop,   // WS_STOP
  kEnd,    // WS_END
  kDone,   // WS_DONE
};
inline constexpr std::size_t kLogKinds = 26;
std::string_view name_of(LogKind kind);

struct LogEvent {
  std::int64_t line = 0;      // in the file, counted from 1
  std::optional<Instant> at;  // since the call's first line with a time
  LogKind kind = LogKind::kConfig;
  std::optional<TurnState> state;                           // of kState, kStateSeen, and acks that name one
  std::vector<std::pair<std::string, std::string>> fields;  // "silence_ms", "360"; the free text as "text"

  /// The field as text, or nothing.
  const std::string* find(std::string_view key) const;
  /// The whole number with which the field begins, or nothing.
  std::optional<std::int64_t> number(std::string_view key) const;
  /// The decimal number with which the field begins, in thousandths ("3.8s audio" is 3800).
  std::optional<std::int64_t> thousandths(std::string_view key) const;
};

struct LogCall {
  std::string call_sid;  // empty where the log names none
  std::string stream_sid;
  std::vector<LogEvent> events;
  bool times = false;        // at least most events have one
  bool fine_times = false;   // finer than whole seconds
  std::int64_t guessed = 0;  // lines that named no call while several ran
  std::int64_t dropped = 0;  // beyond the bound
};

}  // namespace parley
