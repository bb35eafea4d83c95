#include "speech/sound/wav_header.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

namespace parley {
namespace {

constexpr std::size_t kRiffBytes = 12;
constexpr std::size_t kChunkHead = 8;
constexpr std::size_t kFormBytes = 16;
constexpr std::uint64_t kEndless = std::numeric_limits<std::uint64_t>::max();

void put(std::string& out, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>((value >> (8 * i)) & 0xFFU);
}

std::uint32_t number_at(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < size; ++i) {
    value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
  }
  return value;
}

}  // namespace

std::string wav_of(std::span<const std::int16_t> samples, int rate) {
  static_assert(std::endian::native == std::endian::little, "samples are copied as they lie");
  const auto bytes = static_cast<std::uint32_t>(samples.size_bytes());
  const auto frequency = static_cast<std::uint32_t>(rate);
  std::string out = "RIFF";
  out.reserve(44 + bytes);
  put(out, 36 + bytes, 4);
  out += "WAVEfmt ";
  put(out, kFormBytes, 4);
  put(out, 1, 2);  // PCM
  put(out, 1, 2);  // one channel
  put(out, frequency, 4);
  put(out, frequency * 2, 4);
  put(out, 2, 2);
  put(out, 16, 2);
  out += "data";
  put(out, bytes, 4);
  const std::size_t head = out.size();
  out.resize(head + bytes);
  if (bytes > 0) std::memcpy(out.data() + head, samples.data(), bytes);
  return out;
}

std::string_view WavStripper::push(std::string_view piece) {
  if (state_ == State::kRaw) return piece;
  if (state_ == State::kOver || state_ == State::kBroken) return {};
  out_.clear();
  if (state_ != State::kSound) {
    head_bytes_ += piece.size();
    held_ += piece;
    while (step()) {
    }
    if (!in_sound() && head_bytes_ > kMostHead) state_ = State::kBroken;
    if (state_ == State::kRaw) {
      out_.swap(held_);
      held_.clear();
      return out_;
    }
    if (state_ != State::kSound) return {};
    out_.swap(held_);
    held_.clear();
    piece = out_;
  }
  const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(left_, piece.size()));
  if (left_ != kEndless) left_ -= wanted;
  if (left_ == 0) state_ = State::kOver;
  return piece.substr(0, wanted);
}

/// True as long as there may be more to understand in what is held.
bool WavStripper::step() {
  switch (state_) {
    case State::kUndecided:
      return decide();
    case State::kChunk:
      return read_chunk();
    case State::kSkipping:
      return skip();
    case State::kRaw:
    case State::kSound:
    case State::kOver:
    case State::kBroken:
      return false;
  }
  return false;
}

bool WavStripper::decide() {
  constexpr std::string_view kRiff = "RIFF";
  constexpr std::string_view kWave = "WAVE";
  const std::string_view held = held_;
  const bool may_be = held.substr(0, 4) == kRiff.substr(0, held.size()) &&
                      (held.size() <= 8 || held.substr(8, 4) == kWave.substr(0, held.size() - 8));
  if (!may_be) {
    state_ = State::kRaw;
    return false;
  }
  if (held.size() < kRiffBytes) return false;
  held_.erase(0, kRiffBytes);
  state_ = State::kChunk;
  return true;
}

bool WavStripper::read_chunk() {
  if (held_.size() < kChunkHead) return false;
  const std::string_view name = std::string_view(held_).substr(0, 4);
  const std::uint32_t size = number_at(held_, 4, 4);
  if (name == "data") {
    // Whoever writes while he speaks does not know the length yet and says nothing, or everything.
    left_ = size == 0 || size == 0xFFFFFFFFU || size >= 0x7FFFFF00U ? kEndless : size;
    held_.erase(0, kChunkHead);
    state_ = form_.rate > 0 ? State::kSound : State::kBroken;
    return false;
  }
  if (name == "fmt ") {
    if (size < kFormBytes) {
      state_ = State::kBroken;
      return false;
    }
    if (held_.size() < kChunkHead + kFormBytes) return false;
    read_form(std::string_view(held_).substr(kChunkHead, kFormBytes));
  }
  left_ = kChunkHead + std::uint64_t{size} + (size & 1U);  // chunks begin at even places
  state_ = State::kSkipping;
  return true;
}

bool WavStripper::skip() {
  const auto here = static_cast<std::size_t>(std::min<std::uint64_t>(left_, held_.size()));
  held_.erase(0, here);
  left_ -= here;
  if (left_ > 0) return false;
  state_ = State::kChunk;
  return true;
}

void WavStripper::read_form(std::string_view body) {
  form_.tag = static_cast<int>(number_at(body, 0, 2));
  form_.channels = static_cast<int>(number_at(body, 2, 2));
  form_.rate = static_cast<int>(std::min<std::uint32_t>(number_at(body, 4, 4), 1'000'000));
  form_.bits = static_cast<int>(number_at(body, 14, 2));
}

}  // namespace parley
