// A trace that is too long to be held, measured as it streams: pacing, states, marks. The sound is not looked at,
// so nothing that needs ears is measured: no response, no yielding. Fed in blocks of any size; what it holds does
// not grow with the trace. A trace of ordinary length is read whole (core/trace/jsonl.h) and measured with all
// there is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/result.h"
#include "core/measure/call_measurements.h"
#include "core/trace/call_event.h"

namespace parley {

class StreamedTrace {
 public:
  static constexpr std::size_t kMostLine = std::size_t{16} << 20U;
  static constexpr std::size_t kMostMarks = 1000;  // awaited; the oldest is forgotten for a new one

  explicit StreamedTrace(std::string name) : name_(std::move(name)) {}

  /// An error ends the reading: name:line and one sentence.
  std::optional<Error> push(std::string_view block);
  Result<CallMeasurements> finish();

 private:
  struct AwaitedMark {
    Instant sent;
    Instant due;  // end of the sound before it
  };

  std::optional<Error> take(std::string_view line, bool whole);
  std::optional<Error> take_header(std::string_view line);
  std::optional<Error> take_event(std::string_view line);
  bool take_media(std::string_view line);
  bool passed_over(std::string_view line);
  bool come_to(Instant at);
  void message(Instant at, const trace::Message& message);
  void mark_sent(Instant at, std::string name);
  void mark_returned(Instant at, const std::string& name);
  Error out_of_order() const;
  std::string place() const { return name_ + ":" + std::to_string(line_); }

  std::string name_;
  std::string partial_;  // a line whose end has not come yet
  std::int64_t line_ = 0;
  bool over_ = false;  // cut off: what follows is not read
  Instant now_;
  Instant back_;  // an event's time that lies before it
  CallMeasurements told_;
  trace::TraceHeader header_;
  PacingMeter meter_;
  std::map<std::string, AwaitedMark> marks_;
};

}  // namespace parley
