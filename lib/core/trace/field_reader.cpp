#include "core/trace/field_reader.h"

#include <charconv>
#include <limits>

#include "core/twilio/base64.h"

namespace parley::trace {
namespace {

bool decode(std::string_view text, std::vector<std::uint8_t>& bytes) {
  const auto size = twilio::base64_decoded_size(text);
  if (!size) return false;
  bytes.resize(*size);
  return twilio::base64_decode(text, bytes.data());
}

bool decode(std::string_view text, std::string& out) {
  std::vector<std::uint8_t> bytes;
  if (!decode(text, bytes)) return false;
  out.assign(bytes.begin(), bytes.end());
  return true;
}

template <class Enum>
bool take(std::optional<Enum> found, Enum& value) {
  if (found) value = *found;
  return found.has_value();
}

}  // namespace

bool FieldReader::from_name(std::string_view word, TurnState& value) {
  return take(turn_state_from(word), value);
}
bool FieldReader::from_name(std::string_view word, TurnPhase& value) {
  return take(turn_phase_from(word), value);
}
bool FieldReader::from_name(std::string_view word, TurnReason& value) {
  return take(turn_reason_from(word), value);
}
bool FieldReader::from_name(std::string_view word, Direction& value) {
  return take(direction_from(word), value);
}
bool FieldReader::from_name(std::string_view word, ObservedAt& value) {
  return take(observed_at_from(word), value);
}
bool FieldReader::from_name(std::string_view word, ReplyKind& value) {
  return take(reply_kind_from(word), value);
}
bool FieldReader::from_name(std::string_view word, Stage& value) {
  return take(stage_from(word), value);
}
bool FieldReader::from_name(std::string_view word, AfterReply& value) {
  return take(after_reply_from(word), value);
}

void FieldReader::fail(std::string message) {
  if (!error_) error_ = make_error(std::move(message), std::string(place_));
}

void FieldReader::fail_type(std::string_view name, std::string_view wanted, const json::Value& found) {
  fail("\"" + std::string(name) + "\" must be " + std::string(wanted) + ", not " + found.describe());
}

void FieldReader::fail_unknown(std::string_view name, std::string_view word) {
  fail("unknown " + std::string(name) + " \"" + std::string(word) + "\": a newer program may have written it");
}

const json::Value* FieldReader::at(std::string_view name) {
  const json::Value* found = object_.find(name);
  if (found == nullptr && missing_ == Missing::kIsError) fail("\"" + std::string(name) + "\" is missing");
  return found;
}

const std::string* FieldReader::string_at(std::string_view name) {
  const json::Value* found = at(name);
  if (found == nullptr) return nullptr;
  if (found->as_string() == nullptr) fail_type(name, "a string", *found);
  return found->as_string();
}

void FieldReader::operator()(std::string_view name, std::int64_t& number) {
  const json::Value* found = at(name);
  if (found == nullptr) return;
  const std::int64_t* value = found->as_int();
  if (value == nullptr) return fail_type(name, "an integer", *found);
  if (*value > kMostNumber || *value < -kMostNumber) return fail_type(name, "a number of this world", *found);
  number = *value;
}

void FieldReader::operator()(std::string_view name, std::int32_t& number) {
  std::int64_t wide = number;
  (*this)(name, wide);
  using Limits = std::numeric_limits<std::int32_t>;
  if (wide < Limits::min() || wide > Limits::max()) return fail("\"" + std::string(name) + "\" is out of range");
  number = static_cast<std::int32_t>(wide);
}

void FieldReader::operator()(std::string_view name, bool& flag) {
  const json::Value* found = at(name);
  if (found == nullptr) return;
  const bool* value = found->as_bool();
  if (value == nullptr) return fail_type(name, "true or false", *found);
  flag = *value;
}

void FieldReader::operator()(std::string_view name, std::string& text) {
  const std::string other = std::string(name) + "_base64";
  if (object_.find(other) == nullptr) {
    if (const std::string* found = string_at(name)) text = *found;
    return;
  }
  const std::string* encoded = string_at(other);
  if (encoded != nullptr && !decode(*encoded, text)) fail("\"" + other + "\" is not base64");
}

void FieldReader::operator()(std::string_view name, Instant& at_instant) {
  const json::Value* found = object_.find(name);
  if (found != nullptr && found->is_null()) {
    at_instant = kNever;
    return;
  }
  std::int64_t count = 0;
  (*this)(name, count);
  at_instant = at_micros(count);
}

void FieldReader::message_text(SharedText& text) {
  if (object_.find("base64") == nullptr) {
    if (const std::string* found = string_at("text")) text = *found;
    return;
  }
  const std::string* encoded = string_at("base64");
  if (encoded == nullptr) return;
  std::string decoded;
  if (!decode(*encoded, decoded)) return fail("\"base64\" is not base64");
  text = decoded;
}

void FieldReader::audio(std::vector<std::uint8_t>& mulaw) {
  const std::string* encoded = string_at("audio");
  if (encoded != nullptr && !decode(*encoded, mulaw)) fail("\"audio\" is not base64");
}

void FieldReader::seed(std::string_view name, std::uint64_t& number) {
  const json::Value* found = at(name);
  if (found == nullptr) return;
  if (const std::int64_t* value = found->as_int(); value != nullptr && *value >= 0) {
    number = static_cast<std::uint64_t>(*value);
    return;
  }
  if (const std::string* digits = found->as_string()) {
    const char* end = digits->data() + digits->size();
    const auto [stop, failure] = std::from_chars(digits->data(), end, number);
    if (failure == std::errc{} && stop == end) return;
  }
  fail_type(name, "an unsigned number", *found);
}

void FieldReader::settings(std::string_view name, std::vector<std::pair<std::string, std::string>>& pairs) {
  const json::Value* found = at(name);
  if (found == nullptr) return;
  const json::Object* members = found->as_object();
  if (members == nullptr) return fail_type(name, "an object", *found);
  pairs.clear();
  for (const auto& [setting, value] : *members) {
    const std::string* text = value.as_string();
    if (text == nullptr) return fail_type(setting, "a string", value);
    pairs.emplace_back(setting, *text);
  }
}

void FieldReader::phrases(std::string_view name, std::vector<RecordedPhrase>& phrases) {
  const json::Value* found = at(name);
  if (found == nullptr) return;
  const json::Array* items = found->as_array();
  if (items == nullptr) return fail_type(name, "an array", *found);
  phrases.clear();
  for (const json::Value& item : *items) {
    if (item.as_object() == nullptr) return fail_type(name, "an array of objects", item);
    FieldReader reader(item, place_);
    each_field(phrases.emplace_back(), reader);
    if (reader.error()) return fail(reader.error()->message);
  }
}

}  // namespace parley::trace
