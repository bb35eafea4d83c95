#include "speech/deepgram/deepgram_results.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/base/json.h"
#include "core/base/time.h"

namespace parley {
namespace {

constexpr double kMostSeconds = 1'000'000;  // more than any call has; bounded before it is multiplied

std::optional<std::int64_t> samples(const json::Value* value) {
  if (value == nullptr) return std::nullopt;
  double seconds = 0;
  if (const std::int64_t* whole = value->as_int()) {
    seconds = static_cast<double>(*whole);
  } else if (const double* part = value->as_double()) {
    seconds = *part;
  } else {
    return std::nullopt;
  }
  return std::llround(std::clamp(seconds, 0.0, kMostSeconds) * kSampleRate);
}

bool flag(const json::Value& message, std::string_view key) {
  const json::Value* value = message.find(key);
  const bool* on = value == nullptr ? nullptr : value->as_bool();
  return on != nullptr && *on;
}

std::string text_of(const json::Value& message, std::string_view key) {
  const json::Value* value = message.find(key);
  const std::string* text = value == nullptr ? nullptr : value->as_string();
  return text == nullptr ? std::string() : *text;
}

const json::Value* first_of(const json::Value* array) {
  const json::Array* items = array == nullptr ? nullptr : array->as_array();
  return items == nullptr || items->empty() ? nullptr : &items->front();
}

DeepgramMessage words_of(const json::Value& message) {
  DeepgramWords words;
  const std::optional<std::int64_t> start = samples(message.find("start"));
  const std::optional<std::int64_t> duration = samples(message.find("duration"));
  const json::Value* channel = message.find("channel");
  const json::Value* best = channel == nullptr ? nullptr : first_of(channel->find("alternatives"));
  if (!start || !duration) return DeepgramGarbage{"a result says not where it lies"};
  if (best == nullptr) return DeepgramGarbage{"a result has no alternatives"};
  words.text = text_of(*best, "transcript");
  words.begin = *start;
  words.end = *start + *duration;
  words.first_word = words.begin;
  if (const json::Value* first = first_of(best->find("words"))) {
    const std::optional<std::int64_t> at = samples(first->find("start"));
    if (at) words.first_word = std::clamp(*at, words.begin, words.end);
  }
  words.is_final = flag(message, "is_final");
  words.from_finalize = flag(message, "from_finalize");
  return words;
}

std::string error_of(const json::Value& message) {
  for (const std::string_view key : {"description", "message", "err_msg", "reason"}) {
    std::string text = text_of(message, key);
    if (!text.empty()) return text;
  }
  return "it does not say what";
}

}  // namespace

DeepgramMessage parse_deepgram(std::string_view text) {
  const Result<json::Value> message = json::parse(text, "Deepgram");
  if (!message) return DeepgramGarbage{message.error().text()};
  const std::string type = text_of(*message, "type");
  if (type == "Results") return words_of(*message);
  if (type == "Error" || message->find("err_code") != nullptr) return DeepgramError{error_of(*message)};
  if (type.empty()) return DeepgramGarbage{"a message has no type"};
  return DeepgramNotice{type};
}

}  // namespace parley
