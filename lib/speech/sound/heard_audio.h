// What a caller has said lately, kept for recognisers that are asked for a segment when it is over. Bounded: the
// oldest goes first and is counted. It recognises nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

#include "core/base/time.h"
#include "core/reply/provider_event.h"

namespace parley {

class HeardAudio {
 public:
  static constexpr std::size_t kMostBytes = 40 * static_cast<std::size_t>(kSampleRate);

  void push(const RecognizerAudio& audio);
  void clear();
  /// Nothing before this will be asked for.
  void forget_before(MediaTime begin);
  /// The samples of a range, silence where none came; nothing if nothing at all came.
  std::vector<std::int16_t> samples(const MediaRange& range) const;

  std::size_t size() const { return size_; }
  std::int64_t dropped() const { return dropped_; }  // bytes that had to go for want of room

 private:
  struct Piece {
    MediaTime begin;
    std::vector<std::uint8_t> mulaw;
    MediaTime end() const { return begin + static_cast<std::int64_t>(mulaw.size()); }
  };
  void drop_first();

  std::deque<Piece> pieces_;
  std::size_t size_ = 0;
  std::int64_t dropped_ = 0;
};

}  // namespace parley
