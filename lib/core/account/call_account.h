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

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
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
  Duration echo_before{};  // of the second before it: how long the caller's line carried the agent's own voice
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
  std::int64_t silence_ms = 0;  // negative: not told
  EventIndex event = kNoEvent;
  std::int64_t log_line = 0;   // of the agent's own log, where the state is from there
  bool text_complete = false;  // before the whole silence, because the words so far were complete
};

struct FailureEntry {
  Instant at;
  trace::Stage stage = trace::Stage::kHandler;
  std::string reason;
  EventIndex event = kNoEvent;
};

/// Audio of the agent between two marks, clears or pauses: meant to be heard without a break.
struct SendingRun {
  /// What had been sent before the message at `at`.
  struct Point {
    Instant at;
    std::int64_t bytes = 0;
  };
  Instant begin;  // first and last message
  Instant end;
  EventIndex first_event = kNoEvent;
  EventIndex last_event = kNoEvent;
  std::int64_t messages = 0;
  std::int64_t bytes = 0;
  std::int64_t largest = 0;  // message, in bytes
  std::int64_t last = 0;     // the same of the last one
  Duration audible{};
  int loudest = 0;  // RMS of the loudest 20 ms
  Duration most_lead{};
  bool marked = false;  // a mark ended it
  bool cut = false;     // a clear ended it while it was being played
  bool begins_abruptly = false;
  bool ends_abruptly = false;  // loud up to its last sample
  std::int64_t gaps = 0;       // in which the far end had nothing to play
  Duration dry{};              // their sum
  Duration longest_gap{};
  std::vector<Point> clock;  // at most 64, evenly chosen

  Duration length() const { return samples_to_duration(bytes); }
};

/// The far end had nothing to play inside a run.
struct DryGap {
  Instant begin;  // end of what was played last
  Instant end;    // the next message
  Instant last_sent;
  bool mid_voice = false;  // the sound was loud up to the gap and is again right after it
  bool made_up = false;    // what the silence held back came in one burst after it
  std::size_t run = 0;     // index into CallAccount::sending
  EventIndex before = kNoEvent;
  EventIndex after = kNoEvent;

  Duration length() const { return end - begin; }
  /// For how long nothing was sent.
  Duration unsent() const { return end - last_sent; }
};

/// The bytes of a file's header were sent as sound. `format` is its magic word.
struct HeaderSeen {
  Instant at;
  std::string_view format;
  EventIndex event = kNoEvent;
};

enum class AudioCoding : std::uint8_t {
  kMulaw,
  kAlaw,
  kPcmLittleEndian,
  kPcmBigEndian,
  kBase64,  // encoded twice
  kNoise,   // by none of these laws a smooth sound: hiss, or a compressed format
};
inline constexpr std::size_t kAudioCodings = 6;

/// How much of the agent's audible audio is in which coding.
struct CodingTally {
  struct Share {
    std::int64_t bytes = 0;
    Instant first;
    Instant last;
    EventIndex first_event = kNoEvent;
  };
  std::array<Share, kAudioCodings> shares{};
  std::array<std::int64_t, 256> noise_bytes{};  // how often each byte occurs in what is kNoise

  Share& of(AudioCoding coding) { return shares[static_cast<std::size_t>(coding)]; }
  const Share& of(AudioCoding coding) const { return shares[static_cast<std::size_t>(coding)]; }
};

/// How often the agent's voice had which period, in samples at 4 kHz (40 to 500 Hz), over windows of 60 ms.
struct PitchTally {
  static constexpr std::int64_t kDullPerMille = 2;
  std::array<std::int32_t, 101> periods{};
  std::int64_t windows = 0;
  std::int64_t dull = 0;  // windows with less than 2 per mille of their energy over 2 kHz
  Instant first;
  Instant last;

  /// In Hz; 0 without any window.
  int median_pitch() const;
};

/// The caller's own voice among what the agent sends, in blocks of 20 ms.
struct ReturnedTally {
  std::int64_t voiced_blocks = 0;    // that the agent sent
  std::int64_t returned_blocks = 0;  // of them what the caller had said before, byte for byte
  Duration delay{};                  // of the first
  Instant first;
  Instant last;
  EventIndex first_event = kNoEvent;
  EventIndex last_event = kNoEvent;
};

/// Audio that the agent sent before the stream had started, or without a streamSid. Nobody hears it.
struct TooEarly {
  std::int64_t messages = 0;
  std::int64_t after_start = 0;  // of them
  Duration audible{};
  Instant first;
  EventIndex first_event = kNoEvent;
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
  std::vector<SendingRun> sending;
  std::vector<DryGap> gaps;         // the first thousand
  std::int64_t gaps_forgotten = 0;  // beyond those
  std::vector<HeaderSeen> headers;  // the first sixteen
  CodingTally coding;
  PitchTally pitch;
  ReturnedTally returned;
  TooEarly too_early;
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
