// The record of one live call: events become lines of its trace and of the acceptance log, and wait on a page until
// the journal's thread takes them. Lives on the call's loop and never waits: when the page is being taken at that
// moment, the lines follow with the next event.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/trace/call_trace.h"
#include "core/trace/trace_sink.h"

namespace parley {

/// What may be kept of what people said.
struct RecordPrivacy {
  bool audio = true;        // in traces
  bool text = true;         // in traces: words of caller and agent
  bool mask_digits = true;  // in the acceptance log's words
};

/// How much may wait for the journal. What is beyond is not recorded: a trace is cut, lines are dropped and
/// counted.
struct JournalLimits {
  std::size_t waiting_bytes = std::size_t{256} << 20U;  // of all calls
  std::size_t waiting_bytes_a_call = std::size_t{16} << 20U;
  std::size_t waiting_lines_a_call = 10'000;
};

struct TimedLine {
  std::int64_t at_us = 0;  // since 1970
  std::string text;        // with time stamp and sid, without newline
};

/// Where a call's loop and the journal's thread meet. Both hold the lock for no longer than it takes to swap or
/// append.
struct RecordPage {
  std::mutex mutex;
  std::string trace;
  std::vector<TimedLine> lines;
  std::int64_t lines_dropped = 0;
  std::string cut;  // why the trace ends early
  std::int64_t cut_at_us = 0;
  std::int64_t newest_us = 0;  // instant of the newest event handed over
  bool over = false;
  std::string call_sid;  // set once, before both know the page
  bool traced = false;
};

class CallRecorder final : public trace::TraceSink {
 public:
  using Observer = std::function<void(const trace::CallEvent&)>;

  CallRecorder(trace::TraceHeader header, std::int64_t began_us, RecordPrivacy privacy, JournalLimits limits,
               std::shared_ptr<RecordPage> page, std::shared_ptr<std::atomic<std::size_t>> waiting);
  ~CallRecorder() override;
  CallRecorder(const CallRecorder&) = delete;
  CallRecorder& operator=(const CallRecorder&) = delete;

  /// Sees each event before it is written.
  void observe(Observer observer) { observer_ = std::move(observer); }
  void record(trace::CallEvent&& event) override;

  const trace::TraceHeader& header() const { return header_; }

 private:
  void add_log(const trace::CallEvent& event);
  void add_trace(trace::CallEvent& event);
  void stop_tracing();
  void hand_over();
  void append_to_page();

  trace::TraceHeader header_;
  std::int64_t began_us_;
  RecordPrivacy privacy_;
  JournalLimits limits_;
  std::shared_ptr<RecordPage> page_;
  std::shared_ptr<std::atomic<std::size_t>> waiting_;
  Observer observer_;
  bool tracing_;
  std::int64_t newest_us_ = 0;
  std::string cut_;
  std::int64_t cut_at_us_ = 0;
  std::string lines_of_trace_;
  std::vector<TimedLine> lines_of_log_;
};

/// The event without what privacy leaves out; the message of a frame keeps its place without its sound.
void withhold(trace::CallEvent& event, const RecordPrivacy& privacy);

}  // namespace parley
