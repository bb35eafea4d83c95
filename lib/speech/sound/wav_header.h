// The head of a WAV file, written in front of sound, and taken off sound that comes in pieces. Neither touches the
// samples; whole files are lib/files' business.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace parley {

/// One channel of 16 bit PCM with its head, as a file would be.
std::string wav_of(std::span<const std::int16_t> samples, int rate);

/// What a head says.
struct WavForm {
  int tag = 0;  // 1 PCM, 7 mu-law
  int channels = 0;
  int rate = 0;
  int bits = 0;
};

/// Lets sound through without its head. What does not begin as a WAV file passes untouched.
class WavStripper {
 public:
  /// The sound in this piece, perhaps nothing; valid until the next push.
  std::string_view push(std::string_view piece);
  /// It has begun as a WAV file, so `form` is or will be known.
  bool has_head() const { return state_ != State::kUndecided && state_ != State::kRaw; }
  /// The sound has begun, with or without a head.
  bool in_sound() const { return state_ == State::kRaw || state_ == State::kSound; }
  /// A head without an end, or one that says nothing of its sound's form.
  bool broken() const { return state_ == State::kBroken; }
  const WavForm& form() const { return form_; }

 private:
  enum class State : std::uint8_t { kUndecided, kChunk, kSkipping, kRaw, kSound, kOver, kBroken };
  static constexpr std::size_t kMostHead = 1024 * 1024;  // of chunks before the sound

  bool step();
  bool decide();
  bool read_chunk();
  bool skip();
  void read_form(std::string_view body);

  State state_ = State::kUndecided;
  std::string held_;  // not yet understood
  std::string out_;
  std::uint64_t left_ = 0;  // of the chunk that is skipped, or of the sound
  std::size_t head_bytes_ = 0;
  WavForm form_;
};

}  // namespace parley
