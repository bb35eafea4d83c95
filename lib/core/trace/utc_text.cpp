#include "core/trace/utc_text.h"

#include <chrono>
#include <string_view>

namespace parley::trace {
namespace {

void append_padded(std::int64_t value, int digits, std::string& out) {
  const std::string text = std::to_string(value);
  for (int i = static_cast<int>(text.size()); i < digits; ++i) out += '0';
  out += text;
}

}  // namespace

std::string utc_text(std::int64_t us_since_1970) {
  using std::chrono::days, std::chrono::sys_days;
  const std::chrono::sys_time<std::chrono::microseconds> time{std::chrono::microseconds(us_since_1970)};
  const sys_days day = std::chrono::floor<days>(time);
  const std::chrono::year_month_day date(day);
  std::int64_t rest = (time - day).count();
  std::string out;
  append_padded(static_cast<int>(date.year()), 4, out);
  out += '-';
  append_padded(static_cast<unsigned>(date.month()), 2, out);
  out += '-';
  append_padded(static_cast<unsigned>(date.day()), 2, out);
  out += 'T';
  append_padded(rest / 3'600'000'000, 2, out);
  out += ':';
  append_padded(rest / 60'000'000 % 60, 2, out);
  out += ':';
  append_padded(rest / 1'000'000 % 60, 2, out);
  out += '.';
  append_padded(rest % 1'000'000, 6, out);
  out += 'Z';
  return out;
}

}  // namespace parley::trace
