#include "core/diagnosis/wording.h"

namespace parley {

std::string moment_text(Instant at) {
  const std::int64_t us = to_micros(at);
  const std::int64_t hundredths = (us < 0 ? 0 : us + 5'000) / 10'000;
  const std::int64_t rest = hundredths % 100;
  return std::to_string(hundredths / 100) + (rest < 10 ? ".0" : ".") + std::to_string(rest) + " s";
}

std::string span_text(Duration span) {
  const bool negative = span < Duration{};
  const std::int64_t us = negative ? -span.count() : span.count();
  const std::string sign = negative ? "-" : "";
  if (us < 999'500) return sign + std::to_string((us + 500) / 1000) + " ms";
  const std::int64_t tenths = (us + 50'000) / 100'000;
  return sign + std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
}

std::string count_text(std::int64_t count, std::string_view noun) {
  return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

}  // namespace parley
