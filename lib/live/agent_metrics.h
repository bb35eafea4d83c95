// What agentd counts, and the text in which Prometheus reads it. Counters are written on any loop and read when
// somebody asks; nothing is decided by them.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>

#include "core/base/time.h"

namespace parley {

struct ServerCounters;
struct JournalCounters;

/// How late frames were taken by the kernel, in classes of time.
class LatenessBuckets {
 public:
  static constexpr std::array<std::int64_t, 9> kUpperUs{100,   250,    500,    1'000,  2'500,
                                                        5'000, 10'000, 50'000, 250'000};

  void add(Duration lateness);
  std::int64_t count(std::size_t bucket) const { return counts_[bucket].load(std::memory_order_relaxed); }
  std::int64_t sum_us() const { return sum_us_.load(std::memory_order_relaxed); }

 private:
  std::array<std::atomic<std::int64_t>, kUpperUs.size() + 1> counts_{};  // the last: later than all
  std::atomic<std::int64_t> sum_us_{0};
};

struct AgentCounters {
  std::atomic<std::int64_t> webhooks{0}, calls_begun{0}, calls_ended{0}, frames_received{0}, frames_sent{0},
      refused_busy{0}, refused_signature{0}, refused_operator{0}, refused_stream{0}, stream_errors{0}, resumed{0},
      transferred{0}, recognizer_frames_dropped{0};
  LatenessBuckets lateness;
};

struct MetricSources {
  const AgentCounters& agent;
  const JournalCounters& journal;
  const ServerCounters* server = nullptr;  // absent before there is one
  std::size_t calls_live = 0;
  std::size_t calls_reserved = 0;
  bool draining = false;
};

/// In Prometheus' text format.
std::string metrics_text(const MetricSources& sources);

}  // namespace parley
