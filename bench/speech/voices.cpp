#include "bench/speech/voices.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>

#include "voice/espeak_voice.h"
#include "voice/flite_voice.h"

namespace parley::bench {
namespace {

std::vector<std::int16_t> made(std::string_view voice, const std::string& text) {
  if (FliteVoice::find(voice) != nullptr) {
    auto speech = read_aloud(text, voice);
    return speech.has_value() ? std::move(*speech) : std::vector<std::int16_t>{};
  }
  EspeakConfig config;
  config.voice = voice;
  config.words_a_minute = 165;
  std::vector<std::int16_t> all;
  const auto spoken = EspeakVoice(config).speak(text, [&](std::span<const std::int16_t> piece) {
    all.insert(all.end(), piece.begin(), piece.end());
    return true;
  });
  return spoken.has_value() ? all : std::vector<std::int16_t>{};
}

/// A name for the sound: the text's letters are too many for one.
std::string name_of(std::string_view voice, const std::string& text) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (const char c : std::string(voice) + "\n" + text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  }
  return std::to_string(hash) + ".raw";
}

}  // namespace

std::vector<std::int16_t> spoken_by(std::string_view voice, const std::string& text, const std::string& folder) {
  if (folder.empty()) return made(voice, text);
  std::filesystem::create_directories(folder);
  const std::string path = folder + "/" + name_of(voice, text);
  if (std::ifstream in(path, std::ios::binary); in) {
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    std::vector<std::int16_t> speech(bytes.size() / sizeof(std::int16_t));
    std::copy_n(bytes.data(), speech.size() * sizeof(std::int16_t), reinterpret_cast<char*>(speech.data()));
    return speech;
  }
  std::vector<std::int16_t> speech = made(voice, text);
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(speech.data()),
             static_cast<std::streamsize>(speech.size() * sizeof(std::int16_t)));
  return speech;
}

}  // namespace parley::bench
