// How sound is sent: intervals, lead, drift, the moments at which the far end ran dry, stalls. From the messages of
// one call alone, in one pass and in bounded memory; nothing of the sound itself is looked at.
//
// The agent's audio is cut into runs at marks, clears and pauses, so that what is judged was meant to be heard
// without a break. At the far end a time is an arrival, and the line's jitter is in it; at the agent it is when the
// kernel took the bytes. Not here: the caller's waiting (latency.h) and limits (budget.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/time.h"
#include "core/measure/drift.h"
#include "core/measure/statistics.h"
#include "core/measure/time_series.h"
#include "core/trace/call_event.h"

namespace parley {

/// Where in a call something came too late, so that a person can look there.
struct PaceMoment {
  enum class Kind : std::uint8_t { kUnderrun, kStall };
  static constexpr std::int64_t kNoEvent = -1;

  Kind kind = Kind::kUnderrun;
  Instant at;                     // when the late message came
  Duration length{};              // for which nothing was heard, or nothing was sent
  std::int64_t event = kNoEvent;  // of the trace
};

/// How late a message was by the sound before it, for a picture of the drift. Lateness in different runs has
/// nothing in common.
struct ClockPoint {
  std::int64_t run = 0;
  std::int64_t media_us = 0;  // sound since the run's clock began
  std::int64_t late_us = 0;
};

/// Spans are microseconds.
struct PacingMeasurements {
  // What the agent sends.
  std::int64_t messages = 0;
  std::int64_t bytes = 0;
  std::int64_t runs = 0;
  Sample message_length;  // of sound, each
  Sample interval;        // between messages of a run
  Sample lead;            // the far end held so much after each message
  Sample tail;            // from a run's last message to the end of its playout
  Sample lateness;        // against the sender's own deadlines, where the trace has them
  std::int64_t underruns = 0;
  Duration dry{};
  Duration longest_dry{};
  std::int64_t stalls = 0;
  Duration longest_stall{};
  DriftEstimator drift;  // send time against sound sent
  Duration jitter{};     // RFC 3550, its largest value
  // What the caller's side sends.
  std::int64_t heard_messages = 0;
  Sample heard_interval;
  std::int64_t heard_stalls = 0;
  DriftEstimator heard_drift;  // arrival against media.timestamp
  Duration heard_jitter{};
  // Of one call, for its picture; those of several are not put together.
  static constexpr std::size_t kMostMoments = 200;
  static constexpr std::size_t kMostClockPoints = 2000;
  TimeSeries held;                  // by the far end, in microseconds of sound
  std::vector<PaceMoment> moments;  // the first ones
  std::vector<ClockPoint> clock;    // evenly thinned

  /// Sound of what was sent, in thousandths of the time in which it was to be heard; 0 when nothing was sent.
  std::int64_t delivery_per_mille() const;
  /// Sent in real time, so that a difference is drift. Others send faster or slower on purpose.
  bool paced() const;
  void add(const PacingMeasurements& other);
};

class PacingMeter {
 public:
  static constexpr Duration kStall = millis(250);
  static constexpr Duration kSameRun = millis(600);  // a longer emptiness is a pause between two replies
  static constexpr Duration kLeastDry = millis(1);   // less is how two messages meet

  /// Any message of the call, in the order of their times.
  void add(Instant at, const trace::Message& message);
  /// The position in its trace of what is told next.
  void at_event(std::int64_t event) { event_ = event; }
  // The same, for a reader that knows the messages already.
  void sent(Instant at, std::int64_t bytes, Instant deadline = kNever);
  void mark_sent();
  void clear_sent(Instant at);
  void heard(Instant at, Duration timestamp);

  /// When the far end will have played all that was sent.
  Instant drained() const { return drained_; }
  /// All so far, the running run included.
  PacingMeasurements so_far() const;

 private:
  void end_run();
  void follow(Instant at, Duration dry);
  void moment(PaceMoment::Kind kind, Instant at, Duration length);
  void clock_point(Duration sound, Instant at);

  PacingMeasurements told_;
  InterarrivalJitter jitter_;
  InterarrivalJitter heard_jitter_;
  bool open_ = false;           // a run is running
  std::int64_t run_bytes_ = 0;  // since the last break in the run's clock
  Instant clock_begin_;         // ... and when that was
  Instant last_sent_;
  std::int64_t last_bytes_ = 0;
  Instant drained_;  // when the far end will have played all
  bool heard_any_ = false;
  Instant last_heard_;
  std::int64_t event_ = PaceMoment::kNoEvent;
  std::int64_t clocks_ = 0;  // breaks in the run's clock so far
  std::int64_t clock_stride_ = 1;
  std::int64_t clock_seen_ = 0;
};

}  // namespace parley
