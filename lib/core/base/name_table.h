// Names of an enumeration whose values count from zero: one array serves both directions. It is for a closed set
// of short names; it is no map.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "core/base/check.h"

namespace parley {

template <class Enum, std::size_t kCount>
class NameTable {
 public:
  /// `last` is the enumeration's last value, so that a value without a name fails to compile.
  consteval NameTable(std::array<std::string_view, kCount> names, Enum last) : names_(names) {
    if (static_cast<std::size_t>(last) + 1 != kCount) throw "a value without a name, or a name without a value";
    for (const std::string_view name : names_) {
      if (name.empty()) throw "an empty name";
    }
  }

  std::string_view name_of(Enum value) const {
    const auto index = static_cast<std::size_t>(value);
    PARLEY_CHECK(index < kCount);
    return names_[index];
  }
  std::optional<Enum> find(std::string_view name) const {
    for (std::size_t i = 0; i < kCount; ++i) {
      if (names_[i] == name) return static_cast<Enum>(i);
    }
    return std::nullopt;
  }

 private:
  std::array<std::string_view, kCount> names_;
};

}  // namespace parley
