#include "import/recorded_time.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace parley {
namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kDay = 86'400 * kSecond;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
std::int64_t value_of(char c) {
  return c - '0';
}

/// Digits where the pattern has '9', the same character elsewhere.
bool matches(std::string_view text, std::string_view pattern) {
  if (text.size() < pattern.size()) return false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '9' ? !is_digit(text[i]) : text[i] != pattern[i]) return false;
  }
  return true;
}

std::int64_t number(std::string_view digits) {
  std::int64_t value = 0;
  for (const char digit : digits) value = value * 10 + value_of(digit);
  return value;
}

/// Days since 1 March of the year 0 in the Gregorian calendar: leap days stand at the end of such a year.
std::int64_t days(std::int64_t year, std::int64_t month, std::int64_t day) {
  const std::int64_t y = month > 2 ? year : year - 1;
  const std::int64_t m = month > 2 ? month - 3 : month + 9;
  return y * 365 + y / 4 - y / 100 + y / 400 + (m * 153 + 2) / 5 + day - 1;
}

/// Digits behind a decimal sign, as microseconds; what lies behind the sixth is dropped.
std::int64_t fraction(std::string_view text, bool& fine) {
  if (text.size() < 2 || (text[0] != '.' && text[0] != ',') || !is_digit(text[1])) return 0;
  std::int64_t value = 0;
  std::int64_t unit = kSecond / 10;
  for (std::size_t i = 1; i < text.size() && is_digit(text[i]); ++i, unit /= 10) value += value_of(text[i]) * unit;
  fine = true;
  return value;
}

std::optional<RecordedTime> clock_at(std::string_view text) {
  if (!matches(text, "99:99:99")) return std::nullopt;
  RecordedTime time;
  const std::int64_t seconds =
      number(text.substr(0, 2)) * 3600 + number(text.substr(3, 2)) * 60 + number(text.substr(6, 2));
  time.us = seconds * kSecond + fraction(text.substr(8), time.fine);
  return time;
}

std::optional<RecordedTime> date_at(std::string_view text) {
  constexpr std::size_t kDate = 11;
  const bool dashes = matches(text, "9999-99-99");
  if (!dashes && !matches(text, "9999/99/99")) return std::nullopt;
  if (text.size() <= kDate || (text[10] != 'T' && text[10] != ' ')) return std::nullopt;
  auto time = clock_at(text.substr(kDate));
  if (!time) return std::nullopt;
  time->us += days(number(text.substr(0, 4)), number(text.substr(5, 2)), number(text.substr(8, 2))) * kDay;
  time->has_date = true;
  return time;
}

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

/// Nanoseconds that one unit of the number lasts; 0 for a number that says nothing by its size.
std::int64_t nanoseconds_per(std::int64_t whole, std::string_view key) {
  if (ends_with(key, "_us")) return 1'000;
  if (ends_with(key, "_ms") || ends_with(key, "Ms")) return 1'000'000;
  if (whole >= 1'000'000'000'000'000'000) return 1;
  if (whole >= 1'000'000'000'000'000) return 1'000;
  if (whole >= 1'000'000'000'000) return 1'000'000;
  return whole >= 1'000'000'000 ? 1'000'000'000 : 0;
}

}  // namespace

std::optional<RecordedTime> time_of_number(std::string_view digits, std::string_view key) {
  std::size_t length = 0;
  while (length < digits.size() && is_digit(digits[length])) ++length;
  if (length == 0 || length > 19) return std::nullopt;
  std::int64_t whole = 0;
  for (const char digit : digits.substr(0, length)) {
    if (__builtin_mul_overflow(whole, std::int64_t{10}, &whole)) return std::nullopt;
    if (__builtin_add_overflow(whole, value_of(digit), &whole)) return std::nullopt;
  }
  const std::int64_t unit = nanoseconds_per(whole, key);
  if (unit == 0) return std::nullopt;
  RecordedTime time;
  time.has_date = true;
  time.fine = unit < 1'000'000'000;
  bool ignored = false;
  const std::int64_t behind = fraction(digits.substr(length), unit == 1'000'000'000 ? time.fine : ignored);
  if (unit >= 1'000) {
    if (__builtin_mul_overflow(whole, unit / 1'000, &time.us)) return std::nullopt;
    time.us += behind * (unit / 1'000) / kSecond;
  } else {
    time.us = whole / 1'000;
  }
  return time;
}

std::optional<RecordedTime> time_in(std::string_view text) {
  std::optional<RecordedTime> clock;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is_digit(text[i]) || (i > 0 && is_digit(text[i - 1]))) continue;
    const std::string_view rest = text.substr(i);
    if (auto date = date_at(rest)) return date;
    if (!clock) clock = clock_at(rest);
    if (!clock && matches(rest, "9999999999")) clock = time_of_number(rest, "");
  }
  return clock;
}

bool is_time_key(std::string_view key) {
  constexpr std::array<std::string_view, 16> kKeys{
      "time", "ts",    "timestamp", "at",    "at_ms", "at_us",       "@timestamp", "date",
      "t_ms", "ts_ms", "time_ms",   "ts_us", "when",  "received_at", "receivedAt", "datetime"};
  return std::find(kKeys.begin(), kKeys.end(), key) != kKeys.end();
}

}  // namespace parley
