// The log of somebody's voice server, call by call: the acceptance lines of ours and the forms in which people
// paste theirs, with or without times, behind any prefix, calls interleaved, in megabytes of other lines. Fed in
// blocks of any size and bounded whatever comes; no text is an error. It finds and sorts lines and judges nothing.
//
// A line belongs to the call whose sid it carries. One without belongs to the call that runs; if several do, to the
// one that began last under the same container's name, and the call says how many lines were guessed so.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/measure/server_log.h"
#include "import/log_line.h"
#include "import/recorded_time.h"

namespace parley {

class ServerLogReader {
 public:
  static constexpr std::size_t kMostLine = 16'384;     // the rest of a longer line is passed over
  static constexpr std::size_t kMostCalls = 1000;      // open at a time; the oldest is finished for a new one
  static constexpr std::size_t kMostEvents = 100'000;  // of a call
  static constexpr std::size_t kMostHeld = 2'000'000;  // of all open calls

  void push(std::string_view block);
  /// The calls that are over so far, in the order in which they ended. Each is given once.
  std::vector<LogCall> take_finished();
  /// The rest, in the order in which they began.
  std::vector<LogCall> finish();

  std::int64_t lines() const { return line_; }

 private:
  struct Open {
    LogCall call;
    std::string lane;      // the container's name, where lines have one
    bool started = false;  // WS_START was seen
    bool stopped = false;
    std::optional<RecordedTime> base;
    std::int64_t last_us = 0;
    std::int64_t days_us = 0;  // added to times of day since midnight
    std::int64_t timed = 0;
    std::int64_t fine = 0;
  };

  void take(std::string_view line);
  void place(LogLine& told);
  Open& call_of(const LogLine& told, std::string_view lane, bool& guessed);
  Open* waiting_for(const LogLine& told, std::string_view lane);
  Open& open(std::string_view lane);
  void name(Open& open, const LogLine& told);
  static void set_time(Open& open, const RecordedTime& time, LogEvent& event);
  void end(std::size_t index);

  std::string partial_;  // a line whose end has not come yet
  bool skipping_ = false;
  std::int64_t line_ = 0;
  std::size_t held_ = 0;
  std::vector<Open> open_;  // in the order in which they began
  std::vector<LogCall> finished_;
};

}  // namespace parley
