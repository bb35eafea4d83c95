// Small strong identifiers.
#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace parley {

/// Generation number of a turn. Whatever a turn causes carries it, and what arrives for a turn that is over is
/// dropped. Turn 0 is the greeting. Negative means "no turn".
struct TurnId {
  std::int32_t value = -1;

  auto operator<=>(const TurnId&) const = default;  // NOLINT(modernize-use-nullptr): clang-tidy 14 sees a 0 in it
  constexpr bool valid() const { return value >= 0; }
};
inline constexpr TurnId kNoTurn{};
inline constexpr TurnId kGreetingTurn{0};

/// A Twilio SID (34 characters) held without allocation, since every media message carries one. Anything from
/// the wire that is longer than the capacity does not fit and is reported by the codec.
class Sid {
 public:
  static constexpr std::size_t kCapacity = 63;

  Sid() = default;
  Sid(std::string_view text) { assign(text); }  // NOLINT
  void assign(std::string_view text) {
    size_ = static_cast<std::uint8_t>(std::min(text.size(), kCapacity));
    if (size_ > 0) std::memcpy(text_.data(), text.data(), size_);
  }
  static constexpr bool fits(std::string_view text) { return text.size() <= kCapacity; }
  std::string_view view() const { return {text_.data(), size_}; }
  bool empty() const { return size_ == 0; }
  friend bool operator==(const Sid& a, const Sid& b) { return a.view() == b.view(); }

 private:
  std::array<char, kCapacity> text_{};
  std::uint8_t size_ = 0;
};

}  // namespace parley
