// What is asked of recogniser, model and synthesiser, and what they say. The trace records a call at this
// level, so a recorded call can be replayed without the providers.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "core/base/ids.h"
#include "core/base/time.h"

namespace parley {

// ---- asked -----------------------------------------------------------------------------------------------------

struct OpenRecognizer {
  bool operator==(const OpenRecognizer&) const = default;
};
/// Caller audio in batches, mu-law at 8 kHz, from the first frame of the call on.
struct RecognizerAudio {
  MediaTime begin;
  std::vector<std::uint8_t> mulaw;
  bool operator==(const RecognizerAudio&) const = default;
};
/// The caller's voice has begun, pre-roll included; after a segment that was cut for its length, so has the next.
/// Audio from `begin` on may have been given already. A segment that is never finished was noise.
struct SegmentBegan {
  MediaTime begin;
  bool operator==(const SegmentBegan&) const = default;
};
/// A segment of the caller's speech has ended: say the final words of this range.
struct FinishSegment {
  TurnId turn;
  std::int32_t segment = 0;  // counts over the call
  MediaRange range;
  bool operator==(const FinishSegment&) const = default;
};
struct AskReply {
  TurnId turn;
  std::string text;
  bool operator==(const AskReply&) const = default;
};
struct Synthesize {
  TurnId turn;
  std::int32_t sentence = 0;  // counts within the turn
  std::string text;
  bool operator==(const Synthesize&) const = default;
};
/// Nothing more is wanted for this turn; what still comes is dropped.
struct CancelTurn {
  TurnId turn;
  bool operator==(const CancelTurn&) const = default;
};
struct CloseRecognizer {
  bool operator==(const CloseRecognizer&) const = default;
};

using ProviderRequest = std::variant<OpenRecognizer, RecognizerAudio, SegmentBegan, FinishSegment, AskReply,
                                     Synthesize, CancelTurn, CloseRecognizer>;

// ---- said ------------------------------------------------------------------------------------------------------

/// Words so far, up to the end of the range. `complete`: they can be answered as they are and nothing is expected
/// to follow, so that a falling voice may end the utterance sooner. Who knows what is answered says so (lib/agent).
struct Partial {
  MediaRange range;
  std::string text;
  bool complete = false;
  bool operator==(const Partial&) const = default;
};
/// Final words of a range; an empty text says that nothing was spoken there.
struct Final {
  MediaRange range;
  std::string text;
  bool operator==(const Final&) const = default;
};
/// `may_retry` of a failure: the same question may be answered if it is asked again (a lost connection, 429, 503);
/// false where it cannot be (401, 400).
struct RecognizerFailed {
  std::string reason;
  bool may_retry = true;
  bool operator==(const RecognizerFailed&) const = default;
};
/// What is done when the reply has been heard.
enum class AfterReply : std::uint8_t { kNothing, kHangUp, kTransfer };
/// More of the reply's text; `done` closes it. `then` is read there, and `transfer_to`, a telephone number or SIP
/// address, with kTransfer.
struct ReplyText {
  TurnId turn;
  std::string text;
  bool done = false;
  AfterReply then = AfterReply::kNothing;
  std::string transfer_to;
  bool operator==(const ReplyText&) const = default;
};
struct ReplyFailed {
  TurnId turn;
  std::string reason;
  bool may_retry = true;
  bool operator==(const ReplyFailed&) const = default;
};
/// Synthesised audio of a sentence; `done` closes the sentence.
struct SpeechAudio {
  TurnId turn;
  std::int32_t sentence = 0;
  std::vector<std::uint8_t> mulaw;
  bool done = false;
  bool operator==(const SpeechAudio&) const = default;
};
struct SpeechFailed {
  TurnId turn;
  std::int32_t sentence = 0;
  std::string reason;
  bool may_retry = true;
  bool operator==(const SpeechFailed&) const = default;
};

using ProviderEvent =
    std::variant<Partial, Final, RecognizerFailed, ReplyText, ReplyFailed, SpeechAudio, SpeechFailed>;

// ---- what a reply is -------------------------------------------------------------------------------------------

enum class ReplyKind : std::uint8_t {
  kAnswer,
  kGreeting,
  kFiller,
  kApology,
  kNotCaught,
  kFarewell,
  kBeep,
  kIdlePrompt,
  kOffer,
  kFallback,
};

/// Which stage of a turn failed; the acceptance log has a prefix for each (SPEC 2).
enum class Stage : std::uint8_t { kRecognizer, kReply, kSynthesis, kHandler };

}  // namespace parley
