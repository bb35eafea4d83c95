// The decoded audio of one media message: 160 bytes in practice, any size by the documentation. Held inline up
// to that size so that a frame costs no allocation.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

namespace parley::twilio {

class Payload {
 public:
  static constexpr std::size_t kInline = 160;

  Payload() = default;
  explicit Payload(std::span<const std::uint8_t> bytes) { assign(bytes); }

  void assign(std::span<const std::uint8_t> bytes) {
    std::uint8_t* to = resize(bytes.size());
    if (!bytes.empty()) std::memcpy(to, bytes.data(), bytes.size());
  }
  /// Makes room for `size` bytes with unspecified contents and returns where they go.
  std::uint8_t* resize(std::size_t size) {
    size_ = size;
    if (size <= kInline) return inline_.data();
    large_.resize(size);
    return large_.data();
  }
  std::span<const std::uint8_t> bytes() const {
    return {size_ <= kInline ? inline_.data() : large_.data(), size_};
  }
  std::size_t size() const { return size_; }
  friend bool operator==(const Payload& a, const Payload& b) {
    return a.size_ == b.size_ && (a.size_ == 0 || std::memcmp(a.bytes().data(), b.bytes().data(), a.size_) == 0);
  }

 private:
  std::array<std::uint8_t, kInline> inline_;
  std::vector<std::uint8_t> large_;
  std::size_t size_ = 0;
};

}  // namespace parley::twilio
