// What the far end holds, has played and has thrown away. One class, used both as the agent's belief and as the
// simulator's truth; where the two differ is a finding.
//
// Playing is continuous: a byte takes 125 microseconds, playing starts the instant bytes arrive at an empty
// buffer, and runs dry without a message (TWILIO.md 2). Marks are positions in the stream of bytes written.
//
//   write 320 B        write 160 B              mark "a"
//   |################|----dry----|########|     returned when position 480 has been played
//
// Not here: what the audio means. Owners that want to know what is about to be heard read `held()` before they
// advance.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <vector>

#include "core/audio/frame.h"
#include "core/base/time.h"

namespace parley {

class PlayoutBuffer {
 public:
  /// A mark that was reached at `at` (played or nothing was buffered), or released by a clear.
  struct MarkReached {
    std::string name;
    Instant at;
    bool cleared = false;
  };
  /// What one `clear` threw away.
  struct Flushed {
    std::int64_t bytes = 0;
    bool audible = false;  // any 20 ms of it over -50 dBov
    std::vector<MarkReached> marks;
  };

  /// Twilio's cap: ten minutes (warning 31931). A belief may be unbounded.
  explicit PlayoutBuffer(std::int64_t capacity_bytes = 4'800'000) : capacity_(capacity_bytes) {}

  /// Returns how many bytes were taken; the rest is discarded because the buffer is full.
  std::int64_t write(Instant now, std::span<const std::uint8_t> bytes);
  void mark(Instant now, std::string name);
  /// Throws away what is not yet played and releases all pending marks, in order; those that had been reached
  /// before but not yet fetched by `advance` come first, as played.
  Flushed clear(Instant now);
  /// Plays up to `now`; marks reached on the way come out, in order, with the instant each was reached.
  std::vector<MarkReached> advance(Instant now);

  /// Positions are counts of bytes since the beginning of the call.
  std::int64_t written() const { return written_; }  // end of what has been accepted (flushed bytes included)
  std::int64_t played() const { return played_; }    // as of the last call with a `now`
  std::int64_t buffered() const { return written_ - played_; }
  /// The position being played at `at` as far as the present run of playing tells; it goes on past the end.
  std::int64_t position_at(Instant at) const { return anchor_position_ + duration_to_samples(at - anchor_); }
  bool playing() const { return buffered() > 0; }
  std::size_t marks_pending() const { return marks_.size(); }
  /// How many bytes `advance(now)` would play: what to copy from held() to know what was heard.
  std::int64_t playable(Instant now) const;
  /// When the last byte now held will have been played; the last instant given when nothing is held.
  Instant drained_at() const;
  /// When the position will be or was played, for a position in the part now held.
  Instant played_at(std::int64_t position) const;
  /// The earliest instant at which something happens: a mark is reached or the buffer runs dry. kNever if idle.
  Instant next_event() const;
  /// Held bytes, from played() on. Bytes already played are forgotten.
  std::span<const std::uint8_t> held() const;

  /// Moves the instant from which the held bytes are expected to play (a stalled line: belief stands still).
  void postpone(Duration by);

 private:
  struct Pending {
    std::string name;
    std::int64_t position = 0;
  };

  void play_to(Instant now);
  void drop_played_bytes(std::size_t count);

  std::int64_t capacity_;
  std::vector<std::uint8_t> bytes_;  // held bytes start at read_
  std::size_t read_ = 0;
  std::int64_t written_ = 0;
  std::int64_t played_ = 0;
  Instant anchor_ = kCallStart;  // while playing: played_anchor_ was reached at this instant
  std::int64_t anchor_position_ = 0;
  Instant now_ = kCallStart;
  std::deque<Pending> marks_;
  std::vector<MarkReached> reached_;  // not yet fetched
};

}  // namespace parley
