// The three kinds of time that Parley keeps apart.
//
// `Instant` is local monotonic time since the call began. Its clock has no `now()` on purpose: code below the
// drivers cannot ask what time it is, it is told. `MediaTime` is a position on the sender's media clock, in
// samples at 8 kHz. Wall-clock time appears only in a trace's header, as text. Nothing converts silently.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>

namespace parley {

struct CallClock {  // deliberately without now()
  using duration = std::chrono::microseconds;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<CallClock>;
  static constexpr bool is_steady = true;
};

using Instant = CallClock::time_point;
using Duration = CallClock::duration;

inline constexpr Instant kNever = Instant::max();
inline constexpr Instant kCallStart = Instant{};

constexpr Duration micros(std::int64_t count) { return Duration{count}; }
constexpr Duration millis(std::int64_t count) { return Duration{count * 1000}; }
constexpr Duration seconds(std::int64_t count) { return Duration{count * 1'000'000}; }

/// Whole microseconds since the call began, as traces carry them (`at_us`).
constexpr std::int64_t to_micros(Instant at) { return at.time_since_epoch().count(); }
constexpr std::int64_t to_micros(Duration span) { return span.count(); }
/// Whole milliseconds, rounded toward zero.
constexpr std::int64_t to_millis(Duration span) { return span.count() / 1000; }
constexpr std::int64_t to_millis(Instant at) { return to_millis(at.time_since_epoch()); }
constexpr Instant at_micros(std::int64_t count) { return Instant{Duration{count}}; }
constexpr Instant at_millis(std::int64_t count) { return Instant{millis(count)}; }

inline constexpr int kSampleRate = 8000;                 // Twilio's media format is fixed (TWILIO.md 1.1)
inline constexpr int kFrameSamples = 160;                // 20 ms
inline constexpr Duration kFrameDuration = millis(20);

/// Position on the sender's media clock, in samples at 8 kHz.
struct MediaTime {
  std::int64_t samples = 0;

  auto operator<=>(const MediaTime&) const = default;  // NOLINT(modernize-use-nullptr): see ids.h
  constexpr MediaTime operator+(std::int64_t more) const { return {samples + more}; }
  constexpr std::int64_t operator-(MediaTime other) const { return samples - other.samples; }
};

/// Length in time of a count of samples: one sample is exactly 125 microseconds.
constexpr Duration samples_to_duration(std::int64_t samples) { return Duration{samples * 125}; }
/// Samples that fit whole into a span, rounded down.
constexpr std::int64_t duration_to_samples(Duration span) {
  const std::int64_t us = span.count();
  return us >= 0 ? us / 125 : -((-us + 124) / 125);
}

/// A half-open range of the sender's media clock; recogniser results and segments are compared by it.
struct MediaRange {
  MediaTime begin;
  MediaTime end;

  auto operator<=>(const MediaRange&) const = default;  // NOLINT(modernize-use-nullptr): see ids.h
  constexpr std::int64_t overlap(const MediaRange& other) const {
    const std::int64_t from = begin.samples > other.begin.samples ? begin.samples : other.begin.samples;
    const std::int64_t to = end.samples < other.end.samples ? end.samples : other.end.samples;
    return to > from ? to - from : 0;
  }
};

}  // namespace parley
