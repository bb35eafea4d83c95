#include "speech/sound/heard_audio.h"

#include <algorithm>
#include <span>

#include "core/audio/mulaw.h"

namespace parley {

void HeardAudio::push(const RecognizerAudio& audio) {
  if (audio.mulaw.empty() || audio.mulaw.size() > kMostBytes) return;
  while (size_ + audio.mulaw.size() > kMostBytes) {
    dropped_ += static_cast<std::int64_t>(pieces_.front().mulaw.size());
    drop_first();
  }
  pieces_.push_back({audio.begin, audio.mulaw});
  size_ += audio.mulaw.size();
}

void HeardAudio::clear() {
  pieces_.clear();
  size_ = 0;
}

void HeardAudio::forget_before(MediaTime begin) {
  while (!pieces_.empty() && pieces_.front().end() <= begin) drop_first();
}

std::vector<std::int16_t> HeardAudio::samples(const MediaRange& range) const {
  std::vector<std::int16_t> out;
  const std::int64_t length = std::min<std::int64_t>(range.end - range.begin, kMostBytes);
  for (const Piece& piece : pieces_) {
    const MediaRange covered{piece.begin, piece.end()};
    if (covered.overlap(range) == 0) continue;
    if (out.empty()) out.resize(static_cast<std::size_t>(length));
    const std::int64_t skip = std::max<std::int64_t>(range.begin - piece.begin, 0);
    const std::int64_t at = std::max<std::int64_t>(piece.begin - range.begin, 0);
    const std::int64_t count = std::min(piece.end() - piece.begin - skip, length - at);
    if (count <= 0) continue;
    mulaw_decode(std::span(piece.mulaw).subspan(static_cast<std::size_t>(skip), static_cast<std::size_t>(count)),
                 std::span(out).subspan(static_cast<std::size_t>(at), static_cast<std::size_t>(count)));
  }
  return out;
}

void HeardAudio::drop_first() {
  size_ -= pieces_.front().mulaw.size();
  pieces_.pop_front();
}

}  // namespace parley
