#include "core/playout/playout_buffer.h"

#include <algorithm>
#include <utility>

#include "core/audio/level.h"

namespace parley {
namespace {

constexpr std::size_t kCompactAt = 65'536;  // 8 s of played bytes may lie about before they are moved over

bool any_audible(std::span<const std::uint8_t> bytes) {
  for (std::size_t at = 0; at < bytes.size(); at += kFrameSamples) {
    const std::size_t size = std::min<std::size_t>(kFrameSamples, bytes.size() - at);
    if (rms_level_mulaw(bytes.subspan(at, size)) > kAudibleRms) return true;
  }
  return false;
}

}  // namespace

std::int64_t PlayoutBuffer::write(Instant now, std::span<const std::uint8_t> bytes) {
  play_to(now);
  if (!playing()) {  // playing begins, or begins again, with these bytes
    anchor_ = now_;
    anchor_position_ = written_;
  }
  const std::int64_t room = std::max<std::int64_t>(0, capacity_ - buffered());
  const std::int64_t taken = std::min(static_cast<std::int64_t>(bytes.size()), room);
  bytes_.insert(bytes_.end(), bytes.begin(), bytes.begin() + taken);
  written_ += taken;
  return taken;
}

void PlayoutBuffer::mark(Instant now, std::string name) {
  play_to(now);
  if (playing()) {
    marks_.push_back({std::move(name), written_});
  } else {
    reached_.push_back({std::move(name), now_, false});
  }
}

PlayoutBuffer::Flushed PlayoutBuffer::clear(Instant now) {
  play_to(now);
  Flushed flushed;
  flushed.bytes = buffered();
  flushed.audible = any_audible(held());
  flushed.marks = std::exchange(reached_, {});
  for (Pending& pending : marks_) flushed.marks.push_back({std::move(pending.name), now_, true});
  marks_.clear();
  bytes_.clear();
  read_ = 0;
  played_ = written_;
  return flushed;
}

std::vector<PlayoutBuffer::MarkReached> PlayoutBuffer::advance(Instant now) {
  play_to(now);
  return std::exchange(reached_, {});
}

std::int64_t PlayoutBuffer::playable(Instant now) const {
  if (!playing() || now <= anchor_) return 0;
  const std::int64_t position = anchor_position_ + duration_to_samples(now - anchor_);
  return std::clamp<std::int64_t>(position - played_, 0, buffered());
}

void PlayoutBuffer::play_to(Instant now) {
  now_ = std::max(now_, now);
  const std::int64_t count = playable(now_);
  if (count == 0) return;
  played_ += count;
  drop_played_bytes(static_cast<std::size_t>(count));
  while (!marks_.empty() && marks_.front().position <= played_) {
    reached_.push_back({std::move(marks_.front().name), played_at(marks_.front().position), false});
    marks_.pop_front();
  }
}

void PlayoutBuffer::drop_played_bytes(std::size_t count) {
  read_ += count;
  if (read_ == bytes_.size()) {
    bytes_.clear();
    read_ = 0;
  } else if (read_ >= kCompactAt && read_ * 2 >= bytes_.size()) {
    bytes_.erase(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(read_));
    read_ = 0;
  }
}

Instant PlayoutBuffer::drained_at() const {
  return playing() ? played_at(written_) : now_;
}

Instant PlayoutBuffer::played_at(std::int64_t position) const {
  return anchor_ + samples_to_duration(position - anchor_position_);
}

Instant PlayoutBuffer::next_event() const {
  if (!reached_.empty()) return now_;
  if (!marks_.empty()) return played_at(marks_.front().position);
  return playing() ? drained_at() : kNever;
}

std::span<const std::uint8_t> PlayoutBuffer::held() const {
  return std::span<const std::uint8_t>(bytes_).subspan(read_);
}

void PlayoutBuffer::postpone(Duration by) {
  if (playing()) anchor_ += by;  // what is played stays played: positions never go back
}

}  // namespace parley
