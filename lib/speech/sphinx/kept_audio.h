// The last seconds of what a caller sent, by media time, so that a segment can be heard from its pre-roll on
// although it is known only later. Not a queue: what is old is simply gone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/time.h"

namespace parley {

class KeptAudio {
 public:
  explicit KeptAudio(std::size_t most_samples) : most_(most_samples) {}

  /// What the line left out becomes silence; audio from before the end of what is here replaces it.
  void add(MediaTime begin, std::span<const std::uint8_t> mulaw);
  /// What is still here of a range.
  std::span<const std::uint8_t> between(MediaTime begin, MediaTime end) const;
  MediaTime begin() const { return begin_; }
  MediaTime end() const { return begin_ + static_cast<std::int64_t>(mulaw_.size()); }
  void clear() { mulaw_.clear(); }

 private:
  const std::size_t most_;
  MediaTime begin_;
  std::vector<std::uint8_t> mulaw_;
};

}  // namespace parley
