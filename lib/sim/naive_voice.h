// What the naive agent's audio looks like on the wire and how it is paced: the sound of one reply at a time, cut
// into payloads that are due at their instants. Here live the faults of a send loop and of what is put into it.
//
// Not here: when it speaks and when it stops (NaiveAgent), marks and clears.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/time.h"
#include "sim/naive_faults.h"

namespace parley {

class NaiveVoice {
 public:
  NaiveVoice(NaiveFault fault, NaivePacing pacing) : fault_(fault), pacing_(pacing) {}

  /// Begins a reply; whatever was left of the last one is forgotten. `silent`: its synthesis failed quietly.
  void begin(Instant now, Duration length, std::uint64_t seed, bool silent);
  /// Forgets what has not been sent.
  void stop() { sent_ = audio_.size(); }

  bool all_sent() const { return sent_ == audio_.size(); }
  /// When the next payload is due; kNever when all is sent.
  Instant next_deadline() const { return all_sent() ? kNever : due(); }
  /// The payload that is due, which counts as sent at `now`. Valid until the reply is over.
  std::span<const std::uint8_t> take(Instant now);
  /// When all of it should have been played.
  Instant played_at() const;

 private:
  bool has(NaiveFault fault) const { return fault_ == fault; }
  std::vector<std::uint8_t> sound(Duration length, std::uint64_t seed) const;
  Instant due() const;

  NaiveFault fault_;
  NaivePacing pacing_;
  std::vector<std::uint8_t> audio_;
  std::size_t sent_ = 0;
  Instant since_ = kCallStart;
  Instant last_sent_ = kCallStart;
  Duration blocked_{};
};

}  // namespace parley
