// FNV-1a with 64 bits: a checksum that tells texts apart in a diff. It protects against nothing.
#pragma once

#include <cstdint>
#include <string_view>

namespace parley {

class Fnv1a {
 public:
  void add(std::string_view bytes) {
    for (const char byte : bytes) {
      state_ ^= static_cast<unsigned char>(byte);
      state_ *= 0x100000001B3ULL;
    }
  }
  std::uint64_t value() const { return state_; }

 private:
  std::uint64_t state_ = 0xCBF29CE484222325ULL;
};

}  // namespace parley
