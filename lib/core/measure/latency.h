// How long the caller waits, and where the time goes: from the end of his speech to the first sound of the answer,
// the stages of that where the trace tells them, from his interrupting to the clear, from a mark's sending to its
// return. Samples in microseconds, read from the account, so that a turn is here what it is everywhere.
#pragma once

#include <cstdint>

#include "core/account/call_account.h"
#include "core/measure/statistics.h"
#include "core/trace/call_trace.h"

namespace parley {

struct LatencyMeasurements {
  Sample first_audio;              // from the call's start to the greeting
  Sample response;                 // end of speech to first sound of the answer as the far end plays it
  Sample end_of_turn;              // end of speech to the agent's decision that it ended; needs states
  Sample recognizer;               // asked for the final to the final
  Sample model;                    // asked for a reply to its first words
  Sample synthesis;                // asked for speech to its first bytes
  Sample yield;                    // onset of an interruption to the clear
  Sample mark_trip;                // a mark's sending to its return; not those that a clear released
  Sample mark_excess;              // ... beyond the instant at which playout reached it
  std::int64_t unanswered = 0;     // turns
  std::int64_t not_yielded = 0;    // interruptions without a clear
  std::int64_t marks_missing = 0;  // sent, reached, never returned

  void add(const LatencyMeasurements& other);
};

LatencyMeasurements latency_of(const CallAccount& account, const trace::CallTrace& trace);

}  // namespace parley
