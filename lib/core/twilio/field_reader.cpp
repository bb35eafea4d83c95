#include "core/twilio/field_reader.h"

#include <algorithm>
#include <optional>

#include "core/twilio/media_scanner.h"

namespace parley::twilio {

std::string FieldReader::text(std::string_view key) {
  const json::Value* value = require(key);
  if (value == nullptr) return {};
  if (const std::string* text = value->as_string()) return *text;
  fail(key, "is not a string");
  return {};
}

Sid FieldReader::sid(std::string_view key) {
  const std::string value = text(key);
  if (!Sid::fits(value)) fail(key, "is too long");
  return good() ? Sid(value) : Sid();
}

std::int64_t FieldReader::count(std::string_view key, std::int64_t most) {
  const json::Value* value = require(key);
  if (value == nullptr) return 0;
  std::optional<std::int64_t> number;
  if (const std::string* digits = value->as_string()) number = parse_count(*digits);
  if (const std::int64_t* whole = value->as_int()) number = *whole;
  if (number && *number >= 0 && *number <= most) return *number;
  fail(key, number && *number > most ? "is too large" : "is not a whole number of 0 or more");
  return 0;
}

std::vector<std::string> FieldReader::texts(std::string_view key) {
  const json::Value* value = require(key);
  if (value == nullptr) return {};
  std::vector<std::string> found;
  const json::Array* items = value->as_array();
  if (items == nullptr) {
    fail(key, "is not an array");
    return {};
  }
  for (const json::Value& item : *items) {
    if (const std::string* text = item.as_string()) {
      found.push_back(*text);
    } else {
      fail(key, "holds something that is not a string");
    }
  }
  return found;
}

std::vector<std::pair<std::string, std::string>> FieldReader::text_map(std::string_view key) {
  if (!has(key)) return {};
  FieldReader map = inner(key);
  if (!good()) return {};
  std::vector<std::pair<std::string, std::string>> found;
  for (const auto& [name, value] : *map.object_->as_object()) {
    if (const std::string* text = value.as_string()) {
      found.emplace_back(name, *text);
    } else {
      map.fail(name, "is not a string");
    }
  }
  return found;
}

FieldReader FieldReader::inner(std::string_view key) {
  const json::Value* value = require(key);
  if (value != nullptr && value->as_object() == nullptr) {
    fail(key, "is not an object");
    value = nullptr;
  }
  return FieldReader(value, path_to(key) + '.', reason_);
}

std::string FieldReader::first_besides(std::initializer_list<std::string_view> known) const {
  if (object_ == nullptr || object_->as_object() == nullptr) return {};
  for (const auto& [key, value] : *object_->as_object()) {
    if (std::find(known.begin(), known.end(), key) == known.end()) return path_to(key);
  }
  return {};
}

void FieldReader::fail(std::string_view key, std::string_view what) {
  if (good()) reason_ = path_to(key) + ' ' + std::string(what);
}

const json::Value* FieldReader::require(std::string_view key) {
  const json::Value* value = find(key);
  if (value == nullptr) fail(key, "is missing");
  return value;
}

std::string FieldReader::path_to(std::string_view key) const {
  return path_ + std::string(key);
}

}  // namespace parley::twilio
