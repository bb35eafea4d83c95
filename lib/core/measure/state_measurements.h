// Whether the states of a call follow their order: LISTENING, PROCESSING, SPEAKING, LISTENING, and from PROCESSING
// back when there is nothing to say. The call may end in any. Why a transition happened is not looked at.
#pragma once

#include <cstdint>

#include "core/account/call_account.h"
#include "core/turn/turn_event.h"

namespace parley {

/// A state that is named again is no transition, and so is always allowed.
constexpr bool is_legal_transition(TurnState from, TurnState to) {
  if (from == to || to == TurnState::kEnded) return true;
  switch (from) {
    case TurnState::kListening:
      return to == TurnState::kProcessing;
    case TurnState::kProcessing:
      return true;
    case TurnState::kSpeaking:
      return to == TurnState::kListening;
    case TurnState::kEnded:
      return false;
  }
  return false;
}

struct StateMeasurements {
  bool known = false;  // there are states at all
  std::int64_t transitions = 0;
  std::int64_t illegal = 0;

  void add(const StateMeasurements& other) {
    known = known || other.known;
    transitions += other.transitions;
    illegal += other.illegal;
  }
};

inline StateMeasurements states_of(const CallAccount& account) {
  StateMeasurements told;
  for (const StateEntry& state : account.states) {
    told.known = true;
    ++told.transitions;
    if (!is_legal_transition(state.from, state.to)) ++told.illegal;
  }
  return told;
}

}  // namespace parley
