// The vocabulary of the floor: states, phases, and the reasons for moving between them. Traces, acceptance lines
// and diagnosis use these words; see turn_taker.h for the machine and its table.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace parley {

enum class TurnState : std::uint8_t { kListening, kProcessing, kSpeaking, kEnded };

enum class TurnPhase : std::uint8_t {
  kIdle,
  kCallerSpeaking,
  kEndpointing,  // LISTENING
  kTranscribing,
  kReplying,
  kFiller,  // PROCESSING
  kPlaying,
  kOverlap,
  kDraining,  // SPEAKING
  kNone,      // Ended
};

enum class TurnReason : std::uint8_t {
  kStart,           // the call began
  kGreeting,        // PROCESSING for turn 0
  kEndOfUtterance,  // the caller finished
  kMaxUtterance,    // the caller's turn hit its limit
  kDtmf,            // digits made a turn
  kIdlePrompt,      // nobody spoke
  kResume,          // a suspended reply goes on
  kFarewell,        // the agent says goodbye
  kFirstAudio,      // the reply's first frame was written
  kPlayed,          // the closing mark came back
  kMarkTimeout,     // the computed playout is over and no mark came
  kBargeIn,         // the caller took the floor
  kTailSpeech,      // the caller spoke after the reply's audible end
  kNoWords,         // the utterance held no words
  kNoise,           // too little voice to be a turn
  kJoined,          // the caller went on: this turn is part of the next
  kNothingToSay,    // the reply was empty
  kGaveUp,          // a watchdog ended the turn
  kCallerFirst,     // the greeting was dropped for a caller who spoke first
  kHangUp,          // stop, close or error
};

/// As printed: "LISTENING", "caller_speaking", "end_of_utterance".
std::string_view name_of(TurnState state);
std::string_view name_of(TurnPhase phase);
std::string_view name_of(TurnReason reason);
std::optional<TurnState> turn_state_from(std::string_view name);
std::optional<TurnPhase> turn_phase_from(std::string_view name);
std::optional<TurnReason> turn_reason_from(std::string_view name);

}  // namespace parley
