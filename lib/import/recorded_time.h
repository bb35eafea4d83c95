// The time at which somebody recorded something, as people write it: ISO dates, log times, seconds or milliseconds
// since 1970. Microseconds on a scale of its own; only differences mean anything. No time zones: a file has one.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace parley {

struct RecordedTime {
  std::int64_t us = 0;
  bool fine = false;      // finer than whole seconds
  bool has_date = false;  // a time of day alone begins anew at midnight
};

/// The first time in a text: "2026-11-21T10:00:00.123Z", "10:00:00,123", "[1700000000.123]".
std::optional<RecordedTime> time_in(std::string_view text);
/// A number as JSON writes it, under the key by which it is called: its unit is told by the key's end (`_ms`,
/// `_us`) or by its size (seconds, milli-, micro- or nanoseconds since 1970). A small number without a unit tells
/// nothing.
std::optional<RecordedTime> time_of_number(std::string_view digits, std::string_view key);
/// "time", "ts", "timestamp", "at_us" and the like.
bool is_time_key(std::string_view key);

}  // namespace parley
