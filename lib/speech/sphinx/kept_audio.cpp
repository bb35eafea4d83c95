#include "speech/sphinx/kept_audio.h"

#include <algorithm>

#include "core/audio/frame.h"

namespace parley {

void KeptAudio::add(MediaTime begin, std::span<const std::uint8_t> mulaw) {
  const std::int64_t gap = begin - end();
  const auto kept = static_cast<std::int64_t>(mulaw_.size());
  if (mulaw_.empty() || gap >= static_cast<std::int64_t>(most_) || -gap > kept) {
    mulaw_.clear();
    begin_ = begin;
  } else {
    mulaw_.resize(static_cast<std::size_t>(kept + gap), kMulawSilence);
  }
  mulaw_.insert(mulaw_.end(), mulaw.begin(), mulaw.end());
  // Half as much again may wait before the old goes, so that little is moved.
  if (mulaw_.size() <= most_ + most_ / 2) return;
  const std::size_t old = mulaw_.size() - most_;
  mulaw_.erase(mulaw_.begin(), mulaw_.begin() + static_cast<std::ptrdiff_t>(old));
  begin_ = begin_ + static_cast<std::int64_t>(old);
}

std::span<const std::uint8_t> KeptAudio::between(MediaTime begin, MediaTime end) const {
  const MediaTime from = std::max(begin, begin_);
  const MediaTime to = std::min(end, this->end());
  if (to <= from) return {};
  return std::span(mulaw_).subspan(static_cast<std::size_t>(from - begin_), static_cast<std::size_t>(to - from));
}

}  // namespace parley
