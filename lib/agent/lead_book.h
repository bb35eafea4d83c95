// Keeps what callers have left behind: one JSON object a line in a file. It has a thread of its own, so
// that no call waits for a disk.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>

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
  /// `complain` hears what could not be written; on the book's own thread.
  LeadBook(std::string file, std::function<void(const std::string&)> complain);
  /// All that was kept is written first.
  ~LeadBook();
  LeadBook(const LeadBook&) = delete;
  LeadBook& operator=(const LeadBook&) = delete;

  /// From any thread. What cannot be taken any more because too many wait is complained of.
  void keep(LeadRecord record);
  std::int64_t kept() const { return kept_; }

 private:
  void write(const LeadRecord& record);

  std::string file_;
  std::function<void(const std::string&)> complain_;
  std::atomic<std::int64_t> kept_{0};
  WorkerPool writer_{1, 10'000};  // last, so that it goes first
};

}  // namespace parley
