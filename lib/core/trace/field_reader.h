// Reads the fields of an event from a parsed line, by the same list that wrote them. The first thing that is
// wrong is kept as an error and the rest is passed over. Fields that are not known are no error: a later writer
// may add some.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/trace/event_fields.h"

namespace parley::trace {

class FieldReader {
 public:
  /// Numbers beyond this (30 years of microseconds) are refused, so that nobody's sums overflow.
  static constexpr std::int64_t kMostNumber = 1'000'000'000'000'000;

  enum class Missing : std::uint8_t { kIsError, kKeepsDefault };

  FieldReader(const json::Value& object, std::string_view place, Missing missing = Missing::kIsError)
      : object_(object), place_(place), missing_(missing) {}

  void operator()(std::string_view name, std::int64_t& number);
  void operator()(std::string_view name, std::int32_t& number);
  void operator()(std::string_view name, bool& flag);
  void operator()(std::string_view name, std::string& text);
  void operator()(std::string_view name, Instant& at);
  template <class Enum>
  requires std::is_enum_v<Enum>
  void operator()(std::string_view name, Enum& value) {
    const std::string* word = string_at(name);
    if (word != nullptr && !from_name(*word, value)) fail_unknown(name, *word);
  }

  void if_known(std::string_view name, Instant& at) {
    if (object_.find(name) != nullptr) (*this)(name, at);
  }
  /// A field that is left out has its usual value.
  template <class T>
  void unless(const T&, std::string_view name, T& value) {
    const bool given = object_.find(name) != nullptr || object_.find(std::string(name) + "_base64") != nullptr;
    if (given) (*this)(name, value);
  }
  void message_text(SharedText& text);
  void audio(std::vector<std::uint8_t>& mulaw);
  void seed(std::string_view name, std::uint64_t& number);
  void settings(std::string_view name, std::vector<std::pair<std::string, std::string>>& pairs);
  void phrases(std::string_view name, std::vector<RecordedPhrase>& phrases);
  template <class Variant, std::size_t kCount>
  void one_of(std::string_view name, const std::array<std::string_view, kCount>& names, Variant& value) {
    static_assert(kCount == std::variant_size_v<Variant>);
    const std::string* word = string_at(name);
    if (word == nullptr) return;
    std::size_t index = 0;
    while (index < kCount && names[index] != *word) ++index;
    if (index == kCount) return fail_unknown(name, *word);
    read_alternative(index, value, std::make_index_sequence<kCount>{});
  }

  void fail(std::string message);
  const std::optional<Error>& error() const { return error_; }

 private:
  template <class Variant, std::size_t... kIndex>
  void read_alternative(std::size_t index, Variant& value, std::index_sequence<kIndex...>) {
    const auto read = [&](auto candidate) {
      if (index == candidate) each_field(value.template emplace<candidate()>(), *this);
    };
    (read(std::integral_constant<std::size_t, kIndex>{}), ...);
  }
  static bool from_name(std::string_view word, TurnState& value);
  static bool from_name(std::string_view word, TurnPhase& value);
  static bool from_name(std::string_view word, TurnReason& value);
  static bool from_name(std::string_view word, Direction& value);
  static bool from_name(std::string_view word, ObservedAt& value);
  static bool from_name(std::string_view word, ReplyKind& value);
  static bool from_name(std::string_view word, Stage& value);
  static bool from_name(std::string_view word, AfterReply& value);

  /// The field, or nullptr; says so if it has to be there.
  const json::Value* at(std::string_view name);
  const std::string* string_at(std::string_view name);
  void fail_type(std::string_view name, std::string_view wanted, const json::Value& found);
  void fail_unknown(std::string_view name, std::string_view word);

  const json::Value& object_;
  std::string_view place_;
  Missing missing_;
  std::optional<Error> error_;
};

}  // namespace parley::trace
