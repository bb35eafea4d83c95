// One thing that happened in a call. The set is closed: adding a kind fails to compile wherever it is not
// considered. The acceptance log, the goldens and every judgement are made from these and nothing else.
//
// Inputs (Message to the traced side, Message that the kernel took, ProviderSaid, Connection, Wake) carry an
// ordinal, so that a replay can feed exactly these and recompute all the rest.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "core/base/ids.h"
#include "core/base/shared_text.h"
#include "core/base/time.h"
#include "core/reply/provider_event.h"
#include "core/turn/turn_event.h"

namespace parley::trace {

enum class Direction : std::uint8_t { kToAgent, kFromAgent };

/// A Twilio message, verbatim. From the agent: `at` is when the kernel took it (agent side) or when it was read
/// (far end); `deadline` is when it was due, kNever where that is not known.
struct Message {
  Direction direction = Direction::kToAgent;
  SharedText text;
  Instant deadline = kNever;
};
/// A provider's event as it entered the core.
struct ProviderSaid {
  ProviderEvent event;
};
/// The driver woke the core.
struct Wake {};
/// The transport opened, closed or began to drain ("opened", "closed", "draining").
struct Connection {
  std::string what;
  std::string reason;
};
/// A request that the core made of a provider. RecognizerAudio is not recorded: the messages hold it.
struct ProviderAsked {
  ProviderRequest request;
};

struct StateChanged {
  TurnState from = TurnState::kListening;
  TurnState to = TurnState::kListening;
  TurnPhase phase = TurnPhase::kIdle;
  TurnReason reason = TurnReason::kStart;
  TurnId turn;
  std::int64_t utterance_bytes = 0;  // PCM16 bytes of the caller's turn, on entering PROCESSING
  std::int64_t silence_ms = 0;       // trailing silence, on entering PROCESSING
  Instant since = kCallStart;        // when it became true in the audio
  bool text_complete = false;        // before the whole silence, because the words so far were complete
};
struct PhaseChanged {
  TurnState state = TurnState::kListening;
  TurnPhase phase = TurnPhase::kIdle;
};
/// The caller's voice as the segmenter decided it. `onset` is the instant in the audio.
struct VoiceStarted {
  Instant onset;
  int level = 0;      // RMS of the first voiced frame
  int threshold = 0;  // in force then
};
struct VoiceEnded {
  Instant last_voiced;
  std::int64_t voiced_ms = 0;
};
/// The noise floor has seen enough unvoiced audio.
struct FloorCalibrated {
  int floor = 0;
  int threshold = 0;
};
/// The fixed voice threshold is under 1.5 times the floor; said once a call.
struct ThresholdLow {
  int floor = 0;
  int threshold = 0;
};
/// Audio that did not come when it should have: a stall (it came later) or a gap (it never did).
struct InboundGap {
  std::int64_t missing_ms = 0;
  bool counted_as_silence = false;
};
struct NoiseDropped {
  std::int64_t voiced_ms = 0;
};
/// Words of a turn, complete.
struct TurnText {
  TurnId turn;
  std::string text;
  std::int64_t took_ms = 0;  // from end of utterance
};
struct ReplyComposed {
  TurnId turn;
  std::string text;
};
using parley::ReplyKind;
struct ReplyStarted {  // TTS_START
  TurnId turn;
  ReplyKind kind = ReplyKind::kAnswer;
  std::int64_t frames_queued = 0;
};
struct ReplyEnded {  // TTS_END
  TurnId turn;
  ReplyKind kind = ReplyKind::kAnswer;
  std::int64_t frames = 0;
  std::int64_t sent = 0;
};
struct MarkSent {
  TurnId turn;
  std::string name;
};
struct MarkAcked {
  std::string name;
  bool cleared = false;
  bool late = false;  // came after the turn had moved on
};
struct BargeIn {
  TurnId turn;
  Instant onset;
  std::int64_t after_ms = 0;  // since the reply's first audio
  std::int64_t heard_ms = 0;  // of the reply
};
struct DuplicateDropped {  // DEDUP
  MediaRange range;
  std::string text;
};
/// Something came for a turn that is over.
struct LateDropped {
  TurnId turn;
  std::string what;
};
using parley::Stage;
struct StageFailed {  // ASR_ERR, LLM_ERR, TTS_ERR, WS_HANDLER_ERR
  Stage stage = Stage::kHandler;
  TurnId turn;
  std::string reason;
};
/// A deadline that passed: "reply", "final", "filler", "mark", "provider_stall", "opener", "processing",
/// "speaking".
struct WatchdogFired {
  TurnId turn;
  std::string what;
};
/// A message that breaks the protocol, with Twilio's code where it has one (0 otherwise).
struct Violation {
  int code = 0;
  std::string reason;
};
/// The call was over and nobody answered these words of the caller's.
struct Unanswered {
  TurnId turn;
  std::string text;
};
/// The caller spoke while the recogniser was away, for longer than audio is kept: so much was never recognised.
struct AudioLost {
  std::int64_t lost_ms = 0;
};
/// The reply has been heard, and the call is to go on with somebody else: the stream is closed, and the webhook
/// that Twilio asks then answers with <Dial>.
struct Transfer {
  TurnId turn;
  std::string to;
};
/// What of a turn's reply the caller heard.
struct Heard {
  TurnId turn;
  std::int64_t heard_ms = 0;
  std::int64_t total_ms = 0;
};
struct CallSummary {
  std::int64_t rx = 0;
  std::int64_t tx = 0;
  bool stopped = false;  // a `stop` came; otherwise the socket was lost
  std::int64_t turns = 0;
};

using What =
    std::variant<Message, ProviderSaid, Wake, Connection, ProviderAsked, StateChanged, PhaseChanged, VoiceStarted,
                 VoiceEnded, FloorCalibrated, ThresholdLow, InboundGap, NoiseDropped, TurnText, ReplyComposed,
                 ReplyStarted, ReplyEnded, MarkSent, MarkAcked, BargeIn, DuplicateDropped, LateDropped, StageFailed,
                 WatchdogFired, Violation, Unanswered, AudioLost, Transfer, Heard, CallSummary>;

inline constexpr std::int64_t kNotAnInput = -1;

struct CallEvent {
  Instant at = kCallStart;
  What what;
  std::int64_t input = kNotAnInput;  // ordinal of this input, or kNotAnInput for what the core decided
};

}  // namespace parley::trace
