// What a fuzzer makes of its bytes: a text, or small numbers one after the other. Past the end there are zeros.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace parley::fuzz {

inline std::string text_of(const std::uint8_t* data, std::size_t size) {
  return {data, data + size};
}

class Bytes {
 public:
  Bytes(const std::uint8_t* data, std::size_t size) : data_(data), left_(size) {}

  bool empty() const { return left_ == 0; }
  std::uint8_t byte() {
    if (left_ == 0) return 0;
    --left_;
    return *data_++;
  }
  /// 0 to most, for most under 256.
  int upto(int most) { return byte() % (most + 1); }
  bool flag() { return (byte() & 1U) != 0; }
  std::int64_t number() { return (std::int64_t{byte()} << 8U) + byte(); }

 private:
  const std::uint8_t* data_;
  std::size_t left_;
};

}  // namespace parley::fuzz
