#include "live/call_journal.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <optional>
#include <utility>

#include "core/trace/jsonl.h"
#include "core/trace/utc_text.h"
#include "files/append_file.h"

namespace parley {
namespace {

constexpr int kMostStreamsACall = 1000;  // names tried for one call's traces

std::int64_t wall_clock_us() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(since).count();
}

Result<AppendFile> create_trace(const std::string& folder, std::string_view call_sid) {
  std::error_code ignored;
  int ordinal = 1;
  std::string path = folder + "/" + trace_file_name(call_sid, ordinal);
  while (std::filesystem::exists(path, ignored) && ordinal < kMostStreamsACall) {
    path = folder + "/" + trace_file_name(call_sid, ++ordinal);
  }
  return AppendFile::create(path);
}

}  // namespace

std::string trace_file_name(std::string_view call_sid, int ordinal) {
  constexpr std::size_t kMost = 64;
  std::string name;
  for (const char byte : call_sid.substr(0, kMost)) {
    const bool plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
    name += plain || byte == '-' ? byte : '_';
  }
  if (name.empty()) name = "unnamed";
  if (ordinal > 1) name += "." + std::to_string(ordinal);
  return name + ".trace.jsonl";
}

/// What the journal's thread knows of a page.
struct CallJournal::OpenTrace {
  std::shared_ptr<RecordPage> page;
  std::optional<AppendFile> file;
  bool failed = false;  // nothing more is written
  bool over = false;
  std::string block;  // taken from the page; kept for its memory
  std::int64_t cut_at_us = 0;
};

CallJournal::CallJournal(JournalConfig config)
    : config_(std::move(config)), waiting_(std::make_shared<std::atomic<std::size_t>>(0)) {
  thread_ = std::thread([this] { run(); });
}

CallJournal::~CallJournal() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

std::unique_ptr<CallRecorder> CallJournal::open(trace::TraceHeader header, std::int64_t began_us) {
  auto page = std::make_shared<RecordPage>();
  page->call_sid = header.call_sid;
  page->traced = writes_traces();
  header.start_utc = trace::utc_text(began_us);
  header.has_audio = config_.privacy.audio;
  header.has_text = config_.privacy.text;
  {
    const std::lock_guard lock(mutex_);
    new_pages_.push_back(page);
  }
  return std::make_unique<CallRecorder>(std::move(header), began_us, config_.privacy, config_.limits,
                                        std::move(page), waiting_);
}

void CallJournal::say(std::string_view text) {
  const std::int64_t now_us = wall_clock_us();
  const std::lock_guard lock(mutex_);
  if (said_.size() < config_.limits.waiting_lines_a_call) {
    said_.push_back({now_us, trace::utc_text(now_us) + " - " + std::string(text)});
  } else {
    ++counters_.lines_dropped;
  }
}

void CallJournal::flush() {
  std::unique_lock lock(mutex_);
  const std::uint64_t wanted = ++asked_;
  wake_.notify_all();
  swept_.wait(lock, [&] { return done_ >= wanted; });
}

void CallJournal::run() {
  std::vector<std::unique_ptr<OpenTrace>> traces;
  bool last = false;
  while (!last) {
    std::uint64_t asked = 0;
    {
      std::unique_lock lock(mutex_);
      wake_.wait_for(lock, config_.every, [&] { return stopping_ || asked_ > done_; });
      last = stopping_;
      asked = asked_;
      for (auto& page : new_pages_) {
        traces.push_back(std::make_unique<OpenTrace>());
        traces.back()->page = std::move(page);
      }
      new_pages_.clear();
    }
    sweep(traces);
    {
      const std::lock_guard lock(mutex_);
      done_ = std::max(done_, asked);
    }
    swept_.notify_all();
  }
}

void CallJournal::sweep(std::vector<std::unique_ptr<OpenTrace>>& traces) {
  std::vector<TimedLine> lines;
  {
    const std::lock_guard lock(mutex_);
    lines.swap(said_);
  }
  for (auto& trace : traces) take(*trace, lines);
  write_log(lines);
  std::erase_if(traces, [](const auto& trace) { return trace->over; });
}

void CallJournal::take(OpenTrace& trace, std::vector<TimedLine>& lines) {
  RecordPage& page = *trace.page;
  std::vector<TimedLine> taken;
  std::string cut;
  trace.block.clear();
  {
    const std::lock_guard lock(page.mutex);
    trace.block.swap(page.trace);
    taken.swap(page.lines);
    cut = page.cut;
    trace.cut_at_us = cut.empty() ? page.newest_us : page.cut_at_us;
    trace.over = page.over;
    counters_.lines_dropped += std::exchange(page.lines_dropped, 0);
  }
  std::move(taken.begin(), taken.end(), std::back_inserter(lines));
  waiting_->fetch_sub(trace.block.size(), std::memory_order_relaxed);
  if (!page.traced || trace.failed) return;
  if (!trace.block.empty()) write(trace, trace.block);
  if (!cut.empty() && !trace.failed) {
    trace::write_cut(at_micros(trace.cut_at_us), cut, trace.block = {});
    write(trace, trace.block);
    trace.failed = true;
    ++counters_.traces_cut;
    complain("the trace of " + page.call_sid + " was cut: " + cut);
  }
}

void CallJournal::write(OpenTrace& trace, std::string_view block) {
  if (!trace.file) {
    auto file = create_trace(config_.folder, trace.page->call_sid);
    if (!file) {
      trace.failed = true;
      ++counters_.traces_cut;
      complain("there will be no trace of " + trace.page->call_sid + ": " + file.error().text());
      return;
    }
    trace.file.emplace(std::move(*file));
    ++counters_.traces;
  }
  std::string reason;
  if (trace.file->size() + static_cast<std::int64_t>(block.size()) > config_.most_trace_bytes) {
    reason = "it reached its greatest length";
  } else if (auto error = trace.file->append(block)) {
    reason = error->message;
  } else {
    counters_.trace_bytes += static_cast<std::int64_t>(block.size());
    return;
  }
  trace.failed = true;
  ++counters_.traces_cut;
  // The file ends with a whole line; where there is still room for one more it tells why.
  std::string last;
  trace::write_cut(at_micros(trace.cut_at_us), reason, last);
  static_cast<void>(trace.file->append(last));
  complain("the trace of " + trace.page->call_sid + " was cut: " + reason);
}

/// Lines of all calls in the order of their time, as far as one sweep goes.
void CallJournal::write_log(std::vector<TimedLine>& lines) {
  if (lines.empty()) return;
  std::stable_sort(lines.begin(), lines.end(),
                   [](const TimedLine& a, const TimedLine& b) { return a.at_us < b.at_us; });
  std::string text;
  for (const TimedLine& line : lines) {
    text += line.text;
    text += '\n';
  }
  counters_.lines += static_cast<std::int64_t>(lines.size());
  if (config_.log) config_.log(text);
}

void CallJournal::complain(const std::string& problem) const {
  if (config_.complain) config_.complain(problem);
}

}  // namespace parley
