// Cuts a byte stream of any payload sizes into 20 ms frames. Payload size is not contractual on the wire
// (TWILIO.md 2), so nothing downstream has to care.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/audio/frame.h"

namespace parley {

class Framer {
 public:
  void push(std::span<const std::uint8_t> bytes);
  /// The next whole frame, or nothing until more bytes come.
  std::optional<Frame> pop();
  /// What is left, padded with silence to a whole frame; nothing when there is no remainder.
  std::optional<Frame> flush();
  std::size_t pending() const { return bytes_.size() - read_; }

 private:
  std::vector<std::uint8_t> bytes_;
  std::size_t read_ = 0;
};

}  // namespace parley
