// The latencies of a log: from line to line where the lines have times, and from fields where the server printed
// what it had measured itself. Whole seconds are too coarse and measure nothing.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "core/measure/latency.h"
#include "core/measure/server_log.h"

namespace parley {

/// It went to PROCESSING because the caller had finished, and not for a greeting or a prompt.
bool is_end_of_utterance(const LogEvent& event);

class LogClock {
 public:
  LogClock(const LogCall& call, LatencyMeasurements& told) : usable_(call.times && call.fine_times), told_(told) {}

  void hear(const LogEvent& event);

 private:
  struct Mark {
    std::string name;
    std::optional<Instant> sent;
    std::optional<Instant> expected;  // end of its reply's playout
  };

  void state(const LogEvent& event);
  void speaking(const LogEvent& event);
  void mark_acked(const LogEvent& event);
  std::optional<Instant> time_of(const LogEvent& event) const {
    return usable_ ? event.at : std::optional<Instant>();
  }
  static void span(Sample& sample, std::optional<Instant>& from, std::optional<Instant> to);

  static constexpr std::size_t kMostMarks = 1000;

  bool usable_;
  LatencyMeasurements& told_;
  std::optional<Instant> start_;
  std::optional<Instant> ended_;     // end of utterance decided
  Duration silence_{};               // ... after so much silence
  std::optional<Instant> text_;      // words known
  std::optional<Instant> reply_;     // reply known
  std::optional<Instant> speaking_;  // since
  std::optional<Instant> expected_;  // end of this reply's playout
  bool spoke_ = false;
  std::deque<Mark> marks_;
};

}  // namespace parley
