#include "voice/hebrew/numbers.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

namespace parley::hebrew {
namespace {

using Words = std::array<std::string_view, 10>;

constexpr Words kFeminine = {"'efes",  "aX'at", "St'ajim", "Sal'oS", "aQ\"b'a",
                             "Xam'eS", "S'eS",  "S'eva",   "Sm'one", "t'eSa"};
constexpr Words kMasculine = {"'efes",   "eX'ad", "Sn'ajim", "SloS'a", "aQ\"ba?'a",
                              "XamiS'a", "SiS'a", "Siv?'a",  "Smon'a", "tiS?'a"};
// Eleven to nineteen, the part before "ten".
constexpr Words kFeminineTeens = {"",       "aX'at", "St'em", "Sl'oS",  "aQ\"b'a",
                                  "Xam'eS", "S'eS",  "Sv'a",  "Smon'e", "tS'a"};
constexpr Words kMasculineTeens = {"",        "aX'ad", "Sn'em",  "SloS'a", "aQ\"ba?'a",
                                   "XamiS'a", "SiS'a", "Siv?'a", "Smon'a", "tiS?'a"};
constexpr Words kTens = {"",         "",       "esQ\"'im", "SloS'im", "aQ\"ba?'im",
                         "XamiS'im", "SiS'im", "Siv?'im",  "Smon'im", "tiS?'im"};
constexpr Words kHundreds = {"", "", "", "Sl'oS", "aQ\"b'a", "Xam'eS", "S'eS", "Sv'a", "Smon'e", "tS'a"};
constexpr Words kThousands = {"",         "",       "",        "Sl'oSet", "aQ\"b'a?at",
                              "Xam'eSet", "S'eSet", "Siv?'at", "Smon'at", "tiS?'at"};
constexpr std::array<std::string_view, 13> kMonths = {
    "",      "janu?'aQ\"", "febQ\"u?'aQ\"", "m'eQ\"ts",   "apQ\"'il",    "m'aj",        "j'uni",
    "j'uli", "'ogust",     "sept'embeQ\"",  "okt'obeQ\"", "nov'embeQ\"", "dets'embeQ\""};

constexpr std::int64_t kMostNumber = 999'999'999;

std::string_view unit(std::int64_t digit, Gender gender) {
  return (gender == Gender::kFeminine ? kFeminine : kMasculine)[static_cast<std::size_t>(digit)];
}

/// 1 to 19.
std::string under_twenty(std::int64_t number, Gender gender) {
  if (number < 10) return std::string(unit(number, gender));
  if (number == 10) return gender == Gender::kFeminine ? "'eseQ\"" : "asaQ\"'a";
  const auto digit = static_cast<std::size_t>(number - 10);
  return gender == Gender::kFeminine ? std::string(kFeminineTeens[digit]) + " esQ\"'e"
                                     : std::string(kMasculineTeens[digit]) + " as'aQ\"";
}

/// "ve", and "u" before a cluster or a sound of the lips.
std::string with_and(const std::string& words) {
  const std::string_view first = words;
  const bool cluster =
      first.size() > 1 && first[0] == 'S' && std::string_view("aeiou'").find(first[1]) == std::string_view::npos;
  const bool lips = !first.empty() && std::string_view("bvmp").find(first[0]) != std::string_view::npos;
  return (cluster || lips ? "u" : "ve") + words;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string words;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) words += ' ';
    words += i > 0 && i + 1 == parts.size() ? with_and(parts[i]) : parts[i];
  }
  return words;
}

std::string thousands(std::int64_t count) {
  if (count == 1) return "'elef";
  if (count == 2) return "alp'ajim";
  if (count == 10) return "as'eQ\"et alaf'im";
  if (count < 10) return std::string(kThousands[static_cast<std::size_t>(count)]) + " alaf'im";
  return spoken_number(count, Gender::kMasculine) + " 'elef";
}

void add_under_thousand(std::int64_t number, Gender gender, std::vector<std::string>& parts) {
  const std::int64_t hundreds = number / 100;
  if (hundreds == 1) parts.emplace_back("me?'a");
  if (hundreds == 2) parts.emplace_back("mat'ajim");
  if (hundreds > 2) parts.push_back(std::string(kHundreds[static_cast<std::size_t>(hundreds)]) + " me?'ot");
  const std::int64_t rest = number % 100;
  if (rest == 0) return;
  if (rest < 20) return parts.push_back(under_twenty(rest, gender));
  parts.emplace_back(kTens[static_cast<std::size_t>(rest / 10)]);
  if (rest % 10 != 0) parts.emplace_back(unit(rest % 10, gender));
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<std::int64_t> whole(std::string_view text, std::size_t most_digits) {
  if (!all_digits(text) || text.size() > most_digits) return std::nullopt;
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::string without(std::string_view text, char mark) {
  std::string kept;
  for (const char c : text) {
    if (c != mark) kept += c;
  }
  return kept;
}

/// Said of whole numbers of any length.
std::string spoken_whole(const std::string& digits, Gender gender) {
  const auto value = whole(digits, 9);
  return value ? spoken_number(*value, gender) : spoken_digits(digits);
}

std::string_view part_of_day(std::int64_t hour) {
  if (hour < 5 || hour >= 22) return " bal'ajla";
  if (hour == 12) return " batsohoQ\"'ajim";
  if (hour >= 18) return " ba?'eQ\"ev";
  return hour >= 13 ? " aXaQ\"'ej hatsohoQ\"'ajim" : "";
}

}  // namespace

std::string spoken_number(std::int64_t number, Gender gender) {
  if (number < 0 || number > kMostNumber) return spoken_digits(std::to_string(number));
  if (number == 0) return std::string(kFeminine[0]);
  std::vector<std::string> parts;
  const std::int64_t millions = number / 1'000'000;
  if (millions == 1) parts.emplace_back("milj'on");
  if (millions == 2) parts.emplace_back("Sn'ej milj'on");
  if (millions > 2) parts.push_back(spoken_number(millions, Gender::kMasculine) + " milj'on");
  if (number / 1000 % 1000 > 0) parts.push_back(thousands(number / 1000 % 1000));
  add_under_thousand(number % 1000, gender, parts);
  return joined(parts);
}

std::string spoken_count(std::int64_t number, Gender gender) {
  if (number == 1) return {};
  if (number == 2) return gender == Gender::kFeminine ? "St'ej" : "Sn'ej";
  return spoken_number(number, gender);
}

std::string spoken_digits(std::string_view digits) {
  std::string words;
  bool pause = false;
  for (const char c : digits) {
    if (c < '0' || c > '9') {
      pause = !words.empty();
      continue;
    }
    if (!words.empty()) words += pause ? "]], [[" : " ";
    words += kFeminine[static_cast<std::size_t>(c - '0')];
    pause = false;
  }
  return words;
}

std::string spoken_decimal(std::string_view text, Gender gender) {
  const std::string plain = without(text, ',');
  const std::size_t point = plain.find('.');
  const std::string front = plain.substr(0, point);
  std::string words = spoken_whole(front, gender);
  if (point == std::string::npos) return words;
  const std::string behind = spoken_digits(std::string_view(plain).substr(point));
  return behind.empty() ? words : words + " nekud'a " + behind;
}

std::optional<std::string> spoken_time(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || text.size() - colon != 3) return std::nullopt;
  const auto hour = whole(text.substr(0, colon), 2);
  const auto minute = whole(text.substr(colon + 1), 2);
  if (!hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
  if (*hour == 0 && *minute == 0) return "Xats'ot";
  const std::int64_t clock = *hour % 12 == 0 ? 12 : *hour % 12;
  std::string words = spoken_number(clock, Gender::kFeminine);
  if (*minute == 30) {
    words += " vaX'etsi";
  } else if (*minute == 15) {
    words += " vaQ\"'eva";
  } else if (*minute > 0 && *minute < 10) {
    words += " " + with_and(spoken_number(*minute, Gender::kFeminine)) + (*minute == 1 ? " dak'a" : " dak'ot");
  } else if (*minute > 0) {
    words += " " + with_and(spoken_number(*minute, Gender::kFeminine));
  }
  return words + std::string(part_of_day(*hour));
}

std::optional<std::string> spoken_date(std::string_view text) {
  const std::size_t first = text.find_first_of("./");
  if (first == std::string_view::npos) return std::nullopt;
  const char mark = text[first];
  const std::size_t second = text.find(mark, first + 1);
  if (second == std::string_view::npos && mark == '.') return std::nullopt;  // "3.5" is a number
  const auto day = whole(text.substr(0, first), 2);
  const auto month =
      whole(text.substr(first + 1, second == std::string_view::npos ? second : second - first - 1), 2);
  if (!day || !month || *day < 1 || *day > 31 || *month < 1 || *month > 12) return std::nullopt;
  std::string words =
      spoken_number(*day, Gender::kMasculine) + " be" + std::string(kMonths[static_cast<std::size_t>(*month)]);
  if (second == std::string_view::npos) return words;
  const auto year = whole(text.substr(second + 1), 4);
  if (!year) return std::nullopt;
  const bool short_year = text.size() - second - 1 == 2;
  return words + " " + spoken_number(short_year ? 2000 + *year : *year, Gender::kFeminine);
}

std::string spoken_amount(std::string_view text, Currency currency) {
  static constexpr std::array<std::string_view, 3> kOne = {"S'ekel", "d'olaQ\"", "'euQ\"o"};
  static constexpr std::array<std::string_view, 3> kMany = {"Skal'im", "d'olaQ\"", "'euQ\"o"};
  const auto which = static_cast<std::size_t>(currency);
  const std::string plain = without(text, ',');
  const std::size_t point = plain.find('.');
  const auto major = whole(std::string_view(plain).substr(0, point), 9);
  if (!major) return spoken_decimal(text, Gender::kMasculine) + " " + std::string(kMany[which]);
  const std::string count = spoken_count(*major, Gender::kMasculine);
  std::string words = *major == 1 ? std::string(kOne[which]) + " eX'ad" : count + " " + std::string(kMany[which]);
  if (point == std::string::npos) return words;
  const auto minor = whole(std::string_view(plain).substr(point + 1), 2);
  if (!minor || plain.size() - point != 3)
    return spoken_decimal(text, Gender::kMasculine) + " " + std::string(kMany[which]);
  if (*minor == 0) return words;
  const bool shekels = currency == Currency::kShekel;
  const std::string cents = spoken_number(*minor, shekels ? Gender::kFeminine : Gender::kMasculine);
  return words + " " + with_and(cents) + (shekels ? " agoQ\"'ot" : " s'ent");
}

}  // namespace parley::hebrew
