#include "core/audio/framer.h"

#include <algorithm>

namespace parley {

void Framer::push(std::span<const std::uint8_t> bytes) {
  // What has been read is thrown away only once it is at least as much as what is left, so each byte moves once
  // on average however the pushes and pops interleave.
  if (read_ >= pending()) {
    bytes_.erase(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(read_));
    read_ = 0;
  }
  bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
}

std::optional<Frame> Framer::pop() {
  if (pending() < kFrameSamples) return std::nullopt;
  return flush();
}

std::optional<Frame> Framer::flush() {
  const std::size_t count = std::min<std::size_t>(pending(), kFrameSamples);
  if (count == 0) return std::nullopt;
  Frame frame;
  const auto rest = std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(read_), count, frame.begin());
  std::fill(rest, frame.end(), kMulawSilence);
  read_ += count;
  return frame;
}

}  // namespace parley
