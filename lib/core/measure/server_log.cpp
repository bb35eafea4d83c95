#include "core/measure/server_log.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "core/base/name_table.h"

namespace parley {
namespace {

constexpr NameTable<LogKind, kLogKinds> kNames{
    {"config",    "connected",  "call_named", "start",         "recognizer_started",
     "partial",   "final",      "state",      "state_seen",    "utterance_end",
     "silence",   "text",       "reply",      "reply_started", "reply_ended",
     "mark_sent", "mark_acked", "barge_in",   "duplicate",     "queue_full",
     "drift",     "resync",     "error",      "stop",          "end",
     "done"},
    LogKind::kDone};

constexpr std::size_t kMostDigits = 12;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

std::string_view name_of(LogKind kind) {
  return kNames.name_of(kind);
}

const std::string* LogEvent::find(std::string_view key) const {
  const auto found =
      std::find_if(fields.begin(), fields.end(), [&](const auto& field) { return field.first == key; });
  return found == fields.end() ? nullptr : &found->second;
}

std::optional<std::int64_t> LogEvent::thousandths(std::string_view key) const {
  const std::string* text = find(key);
  if (text == nullptr) return std::nullopt;
  std::size_t next = 0;
  const bool negative = !text->empty() && text->front() == '-';
  if (negative || (!text->empty() && text->front() == '+')) ++next;
  const std::size_t begin = next;
  std::int64_t value = 0;
  for (; next < text->size() && is_digit((*text)[next]); ++next) {
    if (next - begin == kMostDigits) return std::nullopt;
    value = value * 10 + ((*text)[next] - '0');
  }
  if (next == begin) return std::nullopt;
  value *= 1000;
  if (next < text->size() && (*text)[next] == '.') {
    std::int64_t unit = 100;
    for (++next; next < text->size() && is_digit((*text)[next]) && unit > 0; ++next, unit /= 10) {
      value += ((*text)[next] - '0') * unit;
    }
  }
  return negative ? -value : value;
}

std::optional<std::int64_t> LogEvent::number(std::string_view key) const {
  const auto value = thousandths(key);
  if (!value) return std::nullopt;
  return *value / 1000;
}

}  // namespace parley
