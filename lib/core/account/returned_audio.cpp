#include "core/account/returned_audio.h"

#include <algorithm>
#include <cstring>

#include "core/audio/level.h"

namespace parley {
namespace {

constexpr std::size_t kBlock = kFrameSamples;
constexpr int kVoice = 3 * kAudibleRms;

/// Eight bytes at a time: every block of both sides goes through here.
std::uint64_t hash_of(std::span<const std::uint8_t> block) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (std::size_t i = 0; i + 8 <= block.size(); i += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, block.data() + i, 8);
    hash = (hash ^ word) * 0x9E3779B97F4A7C15ULL;
    hash ^= hash >> 29U;
  }
  return hash;
}

template <class Visit>
void for_voiced_blocks(std::span<const std::uint8_t> payload, Visit visit) {
  for (std::size_t at = 0; at + kBlock <= payload.size(); at += kBlock) {
    const auto block = payload.subspan(at, kBlock);
    if (rms_level_mulaw(block) > kVoice) visit(hash_of(block));
  }
}

}  // namespace

void ReturnedAudio::caller(Instant at, std::span<const std::uint8_t> payload) {
  for_voiced_blocks(payload, [&](std::uint64_t hash) {
    said_[next_] = {hash, at};
    next_ = (next_ + 1) % kMemory;
    count_ = std::min(count_ + 1, kMemory);
  });
}

void ReturnedAudio::agent(Instant at, std::span<const std::uint8_t> payload, EventIndex event) {
  for_voiced_blocks(payload, [&](std::uint64_t hash) {
    ++tally_.voiced_blocks;
    if (count_ == 0) return;
    const std::optional<Instant> said = said_at(hash);
    if (!said) return;
    if (tally_.returned_blocks == 0) {
      tally_.first = at;
      tally_.first_event = event;
      tally_.delay = at - *said;
    }
    ++tally_.returned_blocks;
    tally_.last = at;
    tally_.last_event = event;
  });
}

std::optional<Instant> ReturnedAudio::said_at(std::uint64_t hash) const {
  for (std::size_t back = 1; back <= count_; ++back) {
    const Said& said = said_[(next_ + kMemory - back) % kMemory];
    if (said.hash == hash) return said.at;
  }
  return std::nullopt;
}

}  // namespace parley
