// JSON for files: scenarios, settings, traces. `json.cpp` is the one file that includes the JSON library.
// Values keep the line they stood on, so that an error can name its place, and objects keep their order.
// Never used for `media` messages (see twilio/codec).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/result.h"

namespace parley::json {

class Value;
using Array = std::vector<Value>;
using Object = std::vector<std::pair<std::string, Value>>;

class Value {
 public:
  using Data = std::variant<std::nullptr_t, bool, std::int64_t, double, std::string, Array, Object>;

  Value() = default;
  Value(Data data, int line) : data_(std::move(data)), line_(line) {}

  const Data& data() const { return data_; }
  Data& data() { return data_; }
  int line() const { return line_; }  // 1-based; 0 when made by hand

  bool is_null() const { return std::holds_alternative<std::nullptr_t>(data_); }
  const bool* as_bool() const { return std::get_if<bool>(&data_); }
  const std::int64_t* as_int() const { return std::get_if<std::int64_t>(&data_); }
  const double* as_double() const { return std::get_if<double>(&data_); }
  const std::string* as_string() const { return std::get_if<std::string>(&data_); }
  const Array* as_array() const { return std::get_if<Array>(&data_); }
  const Object* as_object() const { return std::get_if<Object>(&data_); }
  /// The member of an object, or nullptr; nullptr for anything that is no object.
  const Value* find(std::string_view key) const;
  /// "an object", "a string", "the number 7": for error messages.
  std::string describe() const;

 private:
  Data data_ = nullptr;
  int line_ = 0;
};

struct ParseOptions {
  bool comments = false;        // allow // and /* */
  int max_depth = 64;           // deeper nesting is an error, never a stack overflow
};

/// Parses one JSON text. Syntax errors, duplicate keys, excess depth, numbers out of range and trailing text
/// are errors whose place is "name:line".
Result<Value> parse(std::string_view text, std::string_view name, const ParseOptions& options = {});

/// Writes compact JSON with the keys in the order in which they are given.
class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}

  Writer& begin_object();
  Writer& end_object();
  Writer& begin_array();
  Writer& end_array();
  Writer& key(std::string_view name);
  Writer& value(std::string_view text);
  Writer& value(const char* text) { return value(std::string_view(text)); }
  Writer& value(std::int64_t number);
  Writer& value(int number) { return value(static_cast<std::int64_t>(number)); }
  Writer& value(bool flag);
  Writer& null();
  Writer& value(const Value& tree);
  template <class T>
  Writer& member(std::string_view name, const T& item) {
    key(name);
    return value(item);
  }

 private:
  void separate();
  std::string& out_;
  bool first_ = true;      // nothing has been written yet at this level
  bool after_key_ = false;
};

/// Appends `text` with the escapes JSON needs; invalid UTF-8 is replaced by U+FFFD so that the output is valid.
void escape(std::string_view text, std::string& out);

}  // namespace parley::json
