// Keeps what callers have left behind: one JSON object a line in a file. It has a thread of its own, so
// that no call waits for a disk. What the file does not take (a full disk) is kept in memory and tried again with
// the next one and at the end, since it is people who wait for a call.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/reply/intents/lead.h"
#include "speech/worker_pool.h"

namespace parley {

struct LeadRecord {
  std::int64_t at_us = 0;  // since 1970
  std::string call_sid;
  std::string from;  // as the webhook said; empty where there was none
  std::string to;
  std::string language;
  Lead lead;
};

/// {"at": …, "call_sid": …, …} with a newline.
std::string lead_line(const LeadRecord& record);

class LeadBook {
 public:
  static constexpr std::size_t kMostUnwritten = 1'000;  // beyond it the oldest is lost

  /// Why nothing can be kept in this file, if so; makes it where there is none.
  static std::optional<Error> problem_of(const std::string& file);

  /// `complain` hears what could not be written and what is lost; mostly on the book's own thread.
  LeadBook(std::string file, std::function<void(const std::string&)> complain);
  /// All that was kept is written first.
  ~LeadBook();
  LeadBook(const LeadBook&) = delete;
  LeadBook& operator=(const LeadBook&) = delete;

  /// From any thread. What cannot be taken any more because too many wait is complained of.
  void keep(LeadRecord record);
  std::int64_t kept() const { return kept_; }

 private:
  struct Unwritten {
    std::string call_sid;
    std::string line;
  };

  void write(const LeadRecord& record);
  std::optional<Error> write_all();

  std::string file_;
  std::function<void(const std::string&)> complain_;
  std::atomic<std::int64_t> kept_{0};
  std::deque<Unwritten> unwritten_;  // the writer's
  WorkerPool writer_{1, 10'000};     // last, so that it goes first
};

}  // namespace parley
