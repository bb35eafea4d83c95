// Appends the fields of an event to its line, each with a comma in front: the line's head is already there.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "core/trace/event_fields.h"

namespace parley::trace {

void append_integer(std::int64_t number, std::string& out);

class FieldWriter {
 public:
  /// A golden counts the bytes of audio instead of holding them.
  enum class Audio : std::uint8_t { kWhole, kCounted };

  explicit FieldWriter(std::string& out, Audio audio = Audio::kWhole) : out_(out), audio_(audio) {}

  void operator()(std::string_view name, std::int64_t number);
  void operator()(std::string_view name, std::int32_t number) { (*this)(name, static_cast<std::int64_t>(number)); }
  void operator()(std::string_view name, bool flag);
  /// Text that is no UTF-8 goes into a field `<name>_base64` instead.
  void operator()(std::string_view name, const std::string& text);
  void operator()(std::string_view name, Instant at);  // kNever is null
  template <class Enum>
  requires std::is_enum_v<Enum>
  void operator()(std::string_view name, Enum value) { plain(name, name_of(value)); }

  void if_known(std::string_view name, Instant at) {
    if (at != kNever) (*this)(name, at);
  }
  /// Left out where it is what older writers took for granted.
  template <class T>
  void unless(const T& usual, std::string_view name, const T& value) {
    if (value != usual) (*this)(name, value);
  }
  void message_text(std::string_view text);
  void audio(const std::vector<std::uint8_t>& mulaw);
  void seed(std::string_view name, std::uint64_t number);
  void settings(std::string_view name, const std::vector<std::pair<std::string, std::string>>& pairs);
  /// Left out where there are none: the far end does not know them.
  void phrases(std::string_view name, const std::vector<RecordedPhrase>& phrases);
  template <class Variant, std::size_t kCount>
  void one_of(std::string_view name, const std::array<std::string_view, kCount>& names, const Variant& value) {
    static_assert(kCount == std::variant_size_v<Variant>);
    plain(name, names[value.index()]);
    std::visit([this](const auto& alternative) { each_field(alternative, *this); }, value);
  }

 private:
  void key(std::string_view name);
  /// A string that is known to need no escapes.
  void plain(std::string_view name, std::string_view text);
  void escaped(std::string_view name, std::string_view text);
  void bytes(std::string_view name, std::span<const std::uint8_t> bytes);

  std::string& out_;
  Audio audio_;
};

/// One event as a line without its newline. With ordinal `input` < 0 there is no `in`.
void append_event(const CallEvent& event, std::int64_t input, FieldWriter::Audio audio, std::string& out);

}  // namespace parley::trace
