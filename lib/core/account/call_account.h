// The trace of one call told once: who spoke when, what the caller heard, which marks and clears there were, which
// reply answers which turn. Everyone who judges or draws a call reads this, so that forty rules cannot hold forty
// definitions of a turn.
//
// Times are call time. The caller's are media time mapped by the smallest delay seen, so a stall does not move his
// words; the agent's are playout at the far end, measured on audio and not on frames sent.
//
//   caller   ..####.....................##..######.......        utterances, grouped to turns 1 and 2
//   agent    ##.......######  ####...................####        stretches, grouped to replies 0 (greeting), 1, 2
//
// Not here: judgement. Nothing in an account says that something is wrong.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/base/time.h"
#include "core/trace/call_trace.h"

namespace parley {

/// Position of an event in its trace, counted from 0; in a trace file it stands on line index + 2.
using EventIndex = std::int64_t;
inline constexpr EventIndex kNoEvent = -1;

enum class UtteranceKind : std::uint8_t {
  kSpeech,
  kNoise,        // too little voice, or a level so steady that no voice has it
  kBackchannel,  // short, over the agent's speech, and the agent went on: "mm-hm"
};

/// Voice of the caller without a pause of 350 ms or more.
struct Utterance {
  Instant begin;
  Instant end;  // of the last voiced frame
  Duration voiced{};
  int peak = 0;         // RMS of the loudest 20 ms
  bool steady = false;  // the level varies by less than 3 dB
  UtteranceKind kind = UtteranceKind::kSpeech;
  bool over_agent = false;  // began while a reply was heard
  EventIndex first_event = kNoEvent;
  EventIndex last_event = kNoEvent;

  Duration length() const { return end - begin; }
};

/// Audible audio of the agent as it came out of the far end's buffer, without a pause of 200 ms or more.
struct AgentStretch {
  Instant begin;
  Instant end;
  Duration audible{};  // sum of its 20 ms blocks over -50 dBov
  bool cut = false;    // a clear threw away what would have followed
  Instant first_sent;  // when the message with its first audible block came
  Instant last_sent;
  EventIndex first_event = kNoEvent;
  EventIndex last_event = kNoEvent;
  std::uint64_t fingerprint = 0;  // of its bytes, from the first audible block to the last
};

/// Index into CallAccount::turns or ::replies, or nothing.
using TurnIndex = std::optional<std::size_t>;
using ReplyIndex = std::optional<std::size_t>;

/// Stretches that belong together: pauses under 600 ms, no clear, no caller's turn in between.
struct Reply {
  Instant begin;
  Instant end;
  Duration audible{};
  bool cut = false;
  Instant first_sent;
  Instant last_sent;
  EventIndex first_event = kNoEvent;
  EventIndex last_event = kNoEvent;
  std::uint64_t fingerprint = 0;
  TurnIndex turn;      // the turn before it; nothing for what the agent says before the caller's first turn
  bool early = false;  // it began inside that turn
};

/// Utterances with pauses under 900 ms in which the agent did not begin to speak.
struct CallerTurn {
  TurnId id;  // 1, 2, ... in order; 0 is the greeting
  Instant begin;
  Instant end;
  Duration voiced{};
  Duration alone{};  // of its length, the part in which the agent was not heard
  EventIndex first_event = kNoEvent;
  EventIndex last_event = kNoEvent;
  ReplyIndex reply;                  // the one that answers it
  std::vector<std::size_t> replies;  // all between this turn and the next, fillers and continuations included
  Instant waits_from;                // its end, or the end of a reply that was then still being heard
  Instant waits_until;               // the answer's begin; without one the next turn's begin or the end of the call

  bool answered() const { return reply.has_value(); }
  Duration waited() const { return waits_until - waits_from; }
};

struct ClearSent {
  Instant at;
  Duration flushed{};
  bool audible = false;  // it threw away something that would have been heard
  EventIndex event = kNoEvent;
};

struct MarkEntry {
  std::string name;
  Instant sent;
  Instant reached = kNever;   // when playout reached it by our reckoning, or a clear released it
  Instant returned = kNever;  // when the message came back
  bool cleared = false;
  EventIndex sent_event = kNoEvent;
  EventIndex returned_event = kNoEvent;

  bool has_returned() const { return returned != kNever; }
};

/// The caller speaks while a reply is heard, for longer than a backchannel.
struct Interruption {
  std::size_t utterance = 0;
  std::size_t reply = 0;
  Instant onset;
  Duration overlap{};                // voice and reply heard together
  std::optional<std::size_t> clear;  // the first that flushed audible audio, from onset to 1.5 s after his end
};

struct StateEntry {
  Instant at;
  TurnState from = TurnState::kListening;
  TurnState to = TurnState::kListening;
  TurnReason reason = TurnReason::kStart;
  TurnId turn;
  std::int64_t silence_ms = 0;
  EventIndex event = kNoEvent;
};

struct FailureEntry {
  Instant at;
  trace::Stage stage = trace::Stage::kHandler;
  std::string reason;
  EventIndex event = kNoEvent;
};

/// The caller stopped for 150 ms or more and then went on in the same utterance or the next.
struct CallerPause {
  Instant begin;
  Instant end;

  Duration length() const { return end - begin; }
};

struct DigitEntry {
  Instant at;
  char digit = '0';
  EventIndex event = kNoEvent;
};

enum class EndingKind : std::uint8_t {
  kNone,         // the trace just ends
  kStopped,      // `stop`: the caller's side ended it
  kAgentClosed,  // the agent's side closed the socket, or lost it
  kBroken,       // Twilio broke the stream off: error 31924
  kUnknown,      // the socket was closed, and the trace does not show by whom
};

/// How the stream ended.
struct Ending {
  EndingKind kind = EndingKind::kNone;
  int close_code = 0;  // of the WebSocket; 0: not known
  std::string reason;
  Duration unheard{};  // audible audio that was held and never played
  EventIndex event = kNoEvent;
};

/// What the agent sent that Twilio warns of, by what is wrong with it.
enum class BreachKind : std::uint8_t {
  kNotReadable,   // not JSON, or a field that is missing or of the wrong type
  kSnakeCaseSid,  // stream_sid
  kWrongStream,   // another stream's sid
  kUnknownEvent,
  kExtraField,
  kBeforeStart,
  kBinary,     // 31950
  kDiscarded,  // 31931: more than ten minutes buffered
  kBrokenOff,  // 31924
};

/// All messages of one kind, told by the first.
struct Breach {
  BreachKind kind = BreachKind::kNotReadable;
  int code = 0;  // Twilio's
  std::string reason;
  Instant at;  // of the first
  EventIndex event = kNoEvent;
  std::int64_t count = 0;
  std::int64_t of_media = 0;     // messages that carried audio, or were meant to
  std::int64_t of_controls = 0;  // marks and clears
  bool ignored = true;           // Twilio did not act on them
};

/// The agent did not take what was sent to it.
struct SocketStall {
  Instant begin;
  Instant end = kNever;
  EventIndex event = kNoEvent;
};

/// 100 ms of the picture: the loudest 20 ms of either side and the most that the far end held.
struct LevelColumn {
  int caller = 0;
  int agent = 0;
  std::int32_t buffered_ms = 0;
};
inline constexpr Duration kColumnSpan = millis(100);

struct CallAccount {
  trace::TraceHeader header;
  Instant started = kCallStart;  // the `start` message, or the first event
  Instant ended = kCallStart;    // `stop` or close, else the last event
  EventIndex ended_event = kNoEvent;
  bool over = false;  // a `stop` or a close was seen

  std::vector<Utterance> utterances;
  std::vector<AgentStretch> stretches;
  std::vector<Reply> replies;
  std::vector<CallerTurn> turns;
  std::vector<Interruption> interruptions;
  std::vector<ClearSent> clears;
  std::vector<MarkEntry> marks;
  std::vector<StateEntry> states;
  std::vector<FailureEntry> failures;
  std::vector<LevelColumn> columns;
  std::vector<CallerPause> pauses;  // of the caller
  std::vector<DigitEntry> digits;
  std::vector<Breach> breaches;  // one of each kind, in the order of the first
  std::vector<SocketStall> stalls;
  Ending ending;

  std::int64_t media_to_agent = 0;
  std::int64_t media_from_agent = 0;  // that Twilio took
  std::int64_t texts_from_agent = 0;
  Instant first_media = kNever;      // from the agent, audible or not
  std::int64_t unreadable = 0;       // messages of either side that are no message
  std::int64_t unmatched_marks = 0;  // returned marks that nobody had sent

  std::size_t answered_turns() const;
  /// The reply that is heard at `at`, if any.
  ReplyIndex reply_at(Instant at) const;
};

}  // namespace parley
