// Sound files in and out. Whatever libsndfile reads (WAV, AIFF, FLAC, raw codecs inside them) becomes 16 bit at 8
// kHz; other rates are resampled by speexdsp with its state kept from block to block. Not for streams: files are
// whole.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace parley {

inline constexpr std::int64_t kMostSoundHours = 10;

/// Mono at 8 kHz; `channels` and `source_rate` tell what it was in the file.
struct Sound {
  std::vector<std::int16_t> samples;
  int source_rate = 0;
  int channels = 1;
};

/// The mean of all channels. Errors, whose place is the path: no such file, an empty one, no sound file, one that
/// is cut short, no sound in it, over ten hours of it.
Result<Sound> read_sound(const std::string& path);
/// Each channel by itself, all equally long. Over `most_hours` is an error before anything is read.
Result<std::vector<Sound>> read_channels(const std::string& path, std::int64_t most_hours = kMostSoundHours);

/// 16 bit PCM at 8 kHz. The file appears whole or not at all.
Result<void> write_wav(const std::string& path, std::span<const std::int16_t> mono);
/// Two channels; the shorter is filled up with silence.
Result<void> write_wav(const std::string& path, std::span<const std::int16_t> left,
                       std::span<const std::int16_t> right);

}  // namespace parley
