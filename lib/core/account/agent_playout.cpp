#include "core/account/agent_playout.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "core/audio/level.h"

namespace parley {
namespace {

constexpr Duration kSameStretch = millis(200);
constexpr Duration kSendingPause = millis(300);
constexpr std::size_t kLeastBlock = kFrameSamples / 2;  // a shorter rest is too little to judge
constexpr std::uint64_t kHashSeed = 0xCBF29CE484222325ULL;
constexpr std::uint64_t kHashPrime = 0x100000001B3ULL;

std::uint64_t hash_of(std::span<const std::uint8_t> bytes) {  // FNV-1a
  std::uint64_t hash = kHashSeed;
  for (const std::uint8_t byte : bytes) hash = (hash ^ byte) * kHashPrime;
  return hash;
}

}  // namespace

void AgentPlayout::play_until(Instant now) {
  if (buffer_.playing()) {
    const Instant begin = buffer_.played_at(buffer_.played());
    const std::span<const std::uint8_t> held = buffer_.held();
    const std::int64_t due = now > begin ? duration_to_samples(now - begin) : 0;
    play(held.first(static_cast<std::size_t>(std::min<std::int64_t>(due, std::ssize(held)))), begin,
         buffer_.played());
  }
  for (const PlayoutBuffer::MarkReached& mark : buffer_.advance(now)) marks_.reached(mark.at, mark.cleared);
  levels_.buffered(now, samples_to_duration(buffer_.buffered()));
}

bool AgentPlayout::media(Instant at, std::span<const std::uint8_t> bytes, EventIndex event) {
  if (bytes.empty()) return true;
  const bool dry = ever_written_ && !buffer_.playing();
  ever_written_ = true;
  const std::int64_t taken = buffer_.write(at, bytes);
  pacing_.media(at, bytes, event, dry ? std::optional(block_end_) : std::nullopt,
                samples_to_duration(buffer_.buffered()));
  written_.push_back({buffer_.written(), at, event});
  levels_.buffered(at, samples_to_duration(buffer_.buffered()));
  return taken == std::ssize(bytes);
}

Duration AgentPlayout::unheard() const {
  Duration sum{};
  for (std::span<const std::uint8_t> held = buffer_.held(); held.size() >= kLeastBlock;) {
    const std::span<const std::uint8_t> block = held.first(std::min<std::size_t>(held.size(), kFrameSamples));
    if (rms_level_mulaw(block) > kAudibleRms) sum += samples_to_duration(std::ssize(block));
    held = held.subspan(block.size());
  }
  return sum;
}

void AgentPlayout::mark(Instant at, std::string name, EventIndex event) {
  marks_.sent(at, name, event);
  pacing_.mark();
  mark_positions_.push_back(buffer_.written());
  buffer_.mark(at, std::move(name));
  for (const PlayoutBuffer::MarkReached& mark : buffer_.advance(at)) marks_.reached(mark.at, mark.cleared);
}

void AgentPlayout::clear(Instant at, EventIndex event, Duration echo_before) {
  const Duration held = samples_to_duration(buffer_.buffered());
  const PlayoutBuffer::Flushed flushed = buffer_.clear(at);
  pacing_.clear(held > Duration{});
  for (const PlayoutBuffer::MarkReached& mark : flushed.marks) marks_.reached(mark.at, mark.cleared);
  clears_.push_back({at, held, flushed.audible, event, echo_before});
  finish_block();
  written_.clear();
  mark_positions_.clear();
  if (!open_) return;
  stretch_.cut = flushed.audible;
  close_stretch();
}

void AgentPlayout::play(std::span<const std::uint8_t> bytes, Instant begin, std::int64_t position) {
  echo_.said(position, bytes);
  if (begin != block_end_) finish_block();
  while (!bytes.empty()) {
    if (block_size_ == 0) {
      block_begin_ = begin;
      block_position_ = position;
    }
    const auto room = static_cast<std::size_t>(room_before_mark(position));
    const std::size_t taken = std::min({bytes.size(), block_.size() - block_size_, room});
    std::copy_n(bytes.begin(), taken, block_.begin() + static_cast<std::ptrdiff_t>(block_size_));
    block_size_ += taken;
    begin += samples_to_duration(static_cast<std::int64_t>(taken));
    position += static_cast<std::int64_t>(taken);
    bytes = bytes.subspan(taken);
    block_end_ = begin;
    if (block_size_ == block_.size() || taken == room) finish_block();
  }
}

/// How many bytes may be played from `position` before the next mark. One that lies here ends the stretch.
std::int64_t AgentPlayout::room_before_mark(std::int64_t position) {
  while (!mark_positions_.empty() && mark_positions_.front() <= position) {
    mark_positions_.pop_front();
    if (open_) close_stretch();
  }
  return mark_positions_.empty() ? std::numeric_limits<std::int64_t>::max() : mark_positions_.front() - position;
}

void AgentPlayout::finish_block() {
  if (block_size_ >= kLeastBlock) {
    const std::span<const std::uint8_t> block(block_.data(), block_size_);
    const int level = rms_level_mulaw(block);
    pitch_.hear(block_begin_, block, level > kAudibleRms, block_begin_ == last_block_end_);
    last_block_end_ = block_end_;
    hear_block(level, hash_of(block));
  }
  block_size_ = 0;
}

void AgentPlayout::hear_block(int level, std::uint64_t hash) {
  levels_.agent(block_begin_, level);
  if (level <= kAudibleRms) return;
  const Written written = written_at(block_position_);
  if (open_ && (block_begin_ - stretch_.end >= kSameStretch || written.at - stretch_.last_sent >= kSendingPause)) {
    close_stretch();
  }
  if (!open_) {
    open_ = true;
    stretch_ = AgentStretch{};
    stretch_.begin = block_begin_;
    stretch_.first_event = written.event;
    stretch_.first_sent = written.at;
    stretch_.fingerprint = kHashSeed;
  }
  stretch_.end = block_end_;
  stretch_.audible += block_end_ - block_begin_;
  stretch_.last_event = written.event;
  stretch_.last_sent = written.at;
  stretch_.fingerprint = (stretch_.fingerprint ^ hash) * kHashPrime;
  heard_ = true;
  last_heard_ = block_end_;
}

/// The message that carried this position. Earlier ones are forgotten: playing only goes forward.
AgentPlayout::Written AgentPlayout::written_at(std::int64_t position) {
  while (written_.size() > 1 && written_.front().end <= position) written_.pop_front();
  return written_.empty() ? Written{} : written_.front();
}

void AgentPlayout::close_stretch() {
  stretches_.push_back(stretch_);
  open_ = false;
}

std::vector<AgentStretch> AgentPlayout::stretches() const {
  std::vector<AgentStretch> all = stretches_;
  if (open_) all.push_back(stretch_);
  return all;
}

}  // namespace parley
