// What the turn taker decides; its owner carries it out, in order. The set is closed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/ids.h"
#include "core/base/time.h"
#include "core/turn/turn_event.h"
#include "core/turn/turn_text.h"

namespace parley {

struct EnterState {
  TurnState from;
  TurnState to;
  TurnPhase phase;
  TurnReason reason;
  TurnId turn;
  Instant since;         // when it became true in the audio
  Duration utterance{};  // length of the caller's turn, on entering PROCESSING
  Duration silence{};    // trailing silence then
  bool text_complete{};  // ... which was not awaited whole: the words so far were complete
};
struct EnterPhase {
  TurnState state;
  TurnPhase phase;
};
/// A stretch of speech has begun, pre-roll included: it is closed, or it was noise.
struct OpenSegment {
  Instant begin;
};
/// A stretch of speech is complete: ask for its final words. `forced` segments are followed by more of the turn.
struct CloseSegment {
  TurnId turn;
  TimeRange range;
  bool forced = false;
};
/// A turn of the caller's has ended; filler and apology deadlines count from `ended`.
struct BeginTurn {
  TurnId turn;
  Instant ended;
};
struct TextReady {
  TurnId turn;
  std::string text;
  Duration took;
};
/// The reply of this turn is no longer wanted.
struct DropReply {
  TurnId turn;
};
/// The caller speaks while a reply is in the making: no audio of it may start; `false` lets it go.
struct HoldReply {
  bool hold;
};
/// Barge-in: stop sending, clear the far end, keep what was not heard.
struct InterruptReply {
  TurnId turn;
  Instant onset;
  bool keep = false;  // suspended: it may go on if the interruption was for nothing
};
/// The interruption was for nothing: the kept rest of the reply goes on under a new turn.
struct ResumeReply {
  TurnId turn;
};
/// The caller's words took the floor: the kept rest is not wanted.
struct ForgetSuspended {};
enum class TurnPhrase : std::uint8_t { kNotCaught, kFarewell };
struct SayPhrase {
  TurnId turn;
  TurnPhrase phrase;
};
/// A whole segment of voice held no words: it is what the line sounds like.
struct LineIsNoise {};
struct DropNoise {
  Duration voiced;
};
struct DropDuplicate {
  TimeRange range;
  std::string text;
};
/// The call is over and nobody answered these words.
struct Unanswered {
  TurnId turn;
  std::string text;
};
/// A deadline of ours passed: "final".
struct Overdue {
  TurnId turn;
  std::string_view what;
};

using TurnDecision = std::variant<EnterState, EnterPhase, OpenSegment, CloseSegment, BeginTurn, TextReady,
                                  DropReply, HoldReply, InterruptReply, ResumeReply, ForgetSuspended, SayPhrase,
                                  LineIsNoise, DropNoise, DropDuplicate, Unanswered, Overdue>;
using TurnDecisions = std::vector<TurnDecision>;

}  // namespace parley
