#include "files/wav.h"

#include <sndfile.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>

#include "core/base/time.h"
#include "files/replacement.h"
#include "files/resampler.h"

namespace parley {
namespace {

constexpr sf_count_t kBlockFrames = 16'384;
constexpr int kMinRate = 1'000;
constexpr int kMaxRate = 768'000;

struct CloseSound {
  void operator()(SNDFILE* file) const { sf_close(file); }
};
using SoundFile = std::unique_ptr<SNDFILE, CloseSound>;

std::uint32_t little_endian(const char* bytes) {
  std::uint32_t value = 0;
  for (int i = 3; i >= 0; --i) value = (value << 8U) | static_cast<unsigned char>(bytes[i]);
  return value;
}

/// libsndfile reads a cut WAV as if it were whole, so its own header is asked: how many bytes of sound it announces
/// beyond the end of the file. Nothing for other formats and for streams, whose length nobody knew when it was
/// written.
std::optional<std::uint64_t> missing_bytes(const std::string& path, std::uint64_t file_size) {
  std::ifstream file(path, std::ios::binary);
  std::array<char, 12> riff{};
  if (!file.read(riff.data(), riff.size()) || std::memcmp(riff.data(), "RIFF", 4) != 0) return std::nullopt;
  std::array<char, 8> chunk{};
  for (std::uint64_t at = riff.size(); at < file_size;) {
    file.seekg(static_cast<std::streamoff>(at));
    if (!file.read(chunk.data(), chunk.size())) return std::nullopt;
    const std::uint32_t size = little_endian(chunk.data() + 4);
    const std::uint64_t end = at + chunk.size() + size;
    if (std::memcmp(chunk.data(), "data", 4) == 0) {
      const bool unknown_when_written = size >= 0x7FFF'F000U;
      return end > file_size && !unknown_when_written ? std::optional(end - file_size) : std::nullopt;
    }
    at = end + (size & 1U);
  }
  return std::nullopt;
}

struct OpenSound {
  SoundFile file;
  SF_INFO info{};
};

Result<OpenSound> open_sound(const std::string& path, std::int64_t most_hours) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) return make_error("there is no such file", path);
  if (std::filesystem::is_directory(status)) return make_error("is a folder, not a sound file", path);
  const std::uint64_t size = std::filesystem::file_size(path, error);
  if (error) return make_error("cannot be read: " + error.message(), path);
  if (size == 0) return make_error("the file is empty", path);

  OpenSound sound;
  sound.file.reset(sf_open(path.c_str(), SFM_READ, &sound.info));
  if (sound.file == nullptr) {
    return make_error(std::string("is not a sound file that can be read: ") + sf_strerror(nullptr), path);
  }
  if (const auto missing = missing_bytes(path, size)) {
    return make_error(
        "is cut short: its header announces " + std::to_string(*missing) + " bytes more than there are", path);
  }
  const SF_INFO& info = sound.info;
  if (info.samplerate < kMinRate || info.samplerate > kMaxRate) {
    return make_error("has a sample rate of " + std::to_string(info.samplerate) + " Hz, which is not usable", path);
  }
  if (info.frames <= 0) return make_error("holds no sound", path);
  if (info.frames > most_hours * 3600 * info.samplerate) {
    return make_error("holds over " + std::to_string(most_hours) + " hours of sound", path);
  }
  return sound;
}

/// One output for all channels, or one for each.
Result<std::vector<Sound>> read(const std::string& path, bool mix, std::int64_t most_hours) {
  auto opened = open_sound(path, most_hours);
  if (!opened.has_value()) return opened.error();
  const SF_INFO info = opened->info;
  const auto channels = static_cast<std::size_t>(info.channels);
  std::vector<Resampler> outputs;
  for (std::size_t i = 0; i < (mix ? 1 : channels); ++i) outputs.emplace_back(info.samplerate);

  std::vector<float> interleaved(static_cast<std::size_t>(kBlockFrames) * channels);
  std::vector<float> block;
  sf_count_t total = 0;
  while (const sf_count_t count = sf_readf_float(opened->file.get(), interleaved.data(), kBlockFrames)) {
    const auto frames = static_cast<std::size_t>(count);
    total += count;
    for (std::size_t out = 0; out < outputs.size(); ++out) {
      block.assign(frames, 0.0F);
      for (std::size_t frame = 0; frame < frames; ++frame) {
        const float* values = interleaved.data() + frame * channels;
        if (!mix) block[frame] = values[out];
        for (std::size_t c = 0; mix && c < channels; ++c) block[frame] += values[c] / static_cast<float>(channels);
      }
      outputs[out].push(block);
    }
  }
  if (total < info.frames) {
    return make_error("is cut short: " + std::to_string(info.frames) + " samples are announced and " +
                          std::to_string(total) + " are there",
                      path);
  }
  std::vector<Sound> sounds;
  for (Resampler& output : outputs) sounds.push_back({output.finish(), info.samplerate, info.channels});
  return sounds;
}

Result<void> write(const std::string& path, std::span<const std::int16_t> interleaved, int channels) {
  Replacement replacement(path);
  SF_INFO info{};
  info.samplerate = kSampleRate;
  info.channels = channels;
  info.format = SF_FORMAT_WAV | SF_FORMAT_PCM_16;
  SoundFile file(sf_open(replacement.temporary_path().c_str(), SFM_WRITE, &info));
  if (file == nullptr) return make_error(std::string("cannot be written: ") + sf_strerror(nullptr), path);
  const auto count = static_cast<sf_count_t>(interleaved.size());
  const bool written = sf_write_short(file.get(), interleaved.data(), count) == count;
  if (!written || sf_close(file.release()) != 0) return make_error("cannot be written: the disk may be full", path);
  return replacement.commit();
}

}  // namespace

Result<Sound> read_sound(const std::string& path) {
  auto sounds = read(path, true, kMostSoundHours);
  if (!sounds.has_value()) return sounds.error();
  return std::move(sounds->front());
}

Result<std::vector<Sound>> read_channels(const std::string& path, std::int64_t most_hours) {
  return read(path, false, most_hours);
}

Result<void> write_wav(const std::string& path, std::span<const std::int16_t> mono) {
  return write(path, mono, 1);
}

Result<void> write_wav(const std::string& path, std::span<const std::int16_t> left,
                       std::span<const std::int16_t> right) {
  const std::size_t frames = std::max(left.size(), right.size());
  std::vector<std::int16_t> interleaved(frames * 2);
  for (std::size_t i = 0; i < left.size(); ++i) interleaved[i * 2] = left[i];
  for (std::size_t i = 0; i < right.size(); ++i) interleaved[i * 2 + 1] = right[i];
  return write(path, interleaved, 2);
}

}  // namespace parley
