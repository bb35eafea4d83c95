// What an answering process writes in place of words: when it had all of an utterance and when it answered. Both
// processes are on one machine and read one clock, so the two ways and the answering can be told apart.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace parley::bench {

struct Stamp {
  std::int64_t heard_us = 0;
  std::int64_t said_us = 0;
};

/// Of the clock that all processes of a machine share.
std::int64_t monotonic_us();
/// Says that it is said now.
std::string stamp_text(std::int64_t heard_us);
std::optional<Stamp> read_stamp(const std::string& text);

/// What this process has used.
struct Usage {
  std::int64_t cpu_us = 0;
  std::int64_t memory_kb = 0;
  std::int64_t connections = 0;  // that it has accepted
};
Usage usage_now();

}  // namespace parley::bench
