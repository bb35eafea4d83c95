// What live calls leave behind: a trace each and the acceptance log of all. One thread of its own writes them, so
// that no disk ever delays a frame; a call hands over what it has recorded without waiting. Where the disk cannot
// follow, the call goes on and its trace ends with a line that says so.
//
//   call's loop    record -> lines -> page  ...  page  ...  page
//   own thread               every 100 ms:   takes all pages, writes
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "core/trace/call_trace.h"
#include "live/call_recorder.h"

namespace parley {

struct JournalConfig {
  std::string folder;                                      // of the traces, which exists; empty: none are written
  RecordPrivacy privacy;                                   // of every call
  std::int64_t most_trace_bytes = std::int64_t{2} << 30U;  // a longer trace is cut
  JournalLimits limits;
  std::chrono::milliseconds every{100};  // at most so much is lost when the process is killed
  /// Takes whole lines, each with its newline, on the journal's thread.
  std::function<void(std::string_view lines)> log;
  /// Hears one sentence about what went wrong, on the journal's thread.
  std::function<void(const std::string& problem)> complain;
};

struct JournalCounters {
  std::atomic<std::int64_t> traces{0}, traces_cut{0}, trace_bytes{0}, lines{0}, lines_dropped{0};
};

class CallJournal {
 public:
  explicit CallJournal(JournalConfig config);
  ~CallJournal();
  CallJournal(const CallJournal&) = delete;
  CallJournal& operator=(const CallJournal&) = delete;

  /// Begins a call's record. `header` names the call; `began_us` is the wall-clock time of its instant 0, in
  /// microseconds since 1970. From any thread; the recorder may outlive the journal and then records into nothing.
  std::unique_ptr<CallRecorder> open(trace::TraceHeader header, std::int64_t began_us);
  /// A line of the acceptance log that belongs to no call.
  void say(std::string_view text);
  /// Waits until all that was recorded before is written.
  void flush();

  bool writes_traces() const { return !config_.folder.empty(); }
  const JournalCounters& counters() const { return counters_; }

 private:
  struct OpenTrace;

  void run();
  void sweep(std::vector<std::unique_ptr<OpenTrace>>& traces);
  void take(OpenTrace& trace, std::vector<TimedLine>& lines);
  void write(OpenTrace& trace, std::string_view block);
  void write_log(std::vector<TimedLine>& lines);
  void complain(const std::string& problem) const;

  JournalConfig config_;
  JournalCounters counters_;
  std::shared_ptr<std::atomic<std::size_t>>
      waiting_;       // bytes that have been recorded and not written, of all calls
  std::mutex mutex_;  // guards what follows
  std::condition_variable wake_, swept_;
  std::vector<std::shared_ptr<RecordPage>> new_pages_;
  std::vector<TimedLine> said_;
  std::uint64_t asked_ = 0;  // sweeps that someone waits for
  std::uint64_t done_ = 0;
  bool stopping_ = false;
  std::thread thread_;
};

/// The name of a call's trace: its sid, as far as it can stand in a file name, and which of several it is.
std::string trace_file_name(std::string_view call_sid, int ordinal);

}  // namespace parley
