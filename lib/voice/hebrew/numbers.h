// Numbers in Hebrew words, as phonemes. Counting has a gender; what is only said as digits (telephone numbers) or
// has no noun is feminine, as the language has it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace parley::hebrew {

enum class Gender : std::uint8_t { kFeminine, kMasculine };

/// "esQ"'im veSal'oS". Under a thousand million; what is larger is said digit by digit.
std::string spoken_number(std::int64_t number, Gender gender);
/// Before a noun: two is "Stej" or "Snej", one is said behind the noun and so is empty here.
std::string spoken_count(std::int64_t number, Gender gender);
/// Each digit by itself; anything else between digits is a short pause.
std::string spoken_digits(std::string_view digits);

/// "12.5", "1,250": what stands behind the point is said digit by digit.
std::string spoken_decimal(std::string_view text, Gender gender);
/// "14:30" as "two and a half in the afternoon"; nothing where it is no time of day.
std::optional<std::string> spoken_time(std::string_view text);
/// "3.5.2026", "3/5": day, month and perhaps the year; nothing where it is no date.
std::optional<std::string> spoken_date(std::string_view text);

enum class Currency : std::uint8_t { kShekel, kDollar, kEuro };
/// "12.50" in shekels and agorot.
std::string spoken_amount(std::string_view text, Currency currency);

}  // namespace parley::hebrew
