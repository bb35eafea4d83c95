#include "voice/espeak_voice.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "voice/characters.h"
#include "voice/english_text.h"
#include "voice/hebrew/hebrew_text.h"
#include "voice/telephone_shaper.h"

namespace parley {
namespace {

constexpr int kGainPercent = 88;     // to kSpeechLevel, as measured over sentences of the Hebrew voice
constexpr std::size_t kHeader = 44;  // of the sound file that the program writes; its sizes are not known to it
constexpr int kLowestRate = 8000;
constexpr int kHighestRate = 48000;

bool is_hebrew(std::string_view voice) {
  return voice == "he" || voice.starts_with("he+");
}

/// The sound that comes out of the program: a header first, then 16-bit samples, in pieces that respect neither.
class WaveReader {
 public:
  explicit WaveReader(const SpeechSink& take) : take_(take) {}

  bool push(std::span<const std::uint8_t> bytes) {
    held_.insert(held_.end(), bytes.begin(), bytes.end());
    if (!shaper_) {
      if (held_.size() < kHeader) return true;
      const int rate = held_[24] | held_[25] << 8 | held_[26] << 16;
      sound_ = held_[0] == 'R' && held_[8] == 'W' && held_[22] == 1 && held_[34] == 16 && rate >= kLowestRate &&
               rate <= kHighestRate;
      if (!sound_) return false;
      shaper_.emplace(rate, kGainPercent, take_);
      held_.erase(held_.begin(), held_.begin() + kHeader);
    }
    samples_.clear();
    for (std::size_t i = 0; i + 1 < held_.size(); i += 2) {
      samples_.push_back(static_cast<std::int16_t>(static_cast<std::uint16_t>(held_[i] | held_[i + 1] << 8)));
    }
    held_.erase(held_.begin(), held_.end() - static_cast<std::ptrdiff_t>(held_.size() % 2));
    wanted_ = shaper_->push(samples_);
    return wanted_;
  }

  void finish() {
    if (shaper_ && wanted_) shaper_->finish();
  }
  /// What came was the sound of a file we know.
  bool is_sound() const { return sound_ && shaper_.has_value(); }

 private:
  const SpeechSink& take_;
  std::optional<TelephoneShaper> shaper_;
  std::vector<std::uint8_t> held_;
  std::vector<std::int16_t> samples_;
  bool sound_ = true;
  bool wanted_ = true;
};

/// One line without control characters and without the brackets that begin phonemes.
std::string plain_line(std::string_view text) {
  std::string line;
  for (const char c : text.substr(0, kMostSpokenBytes)) {
    line += static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '[' || c == ']' ? ' ' : c;
  }
  return line;
}

bool has_word(std::string_view text) {
  const std::u32string characters = characters_of(text);
  return std::any_of(characters.begin(), characters.end(), [](char32_t c) {
    return (c >= U'0' && c <= U'9') || (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') ||
           (c >= 0xC0 && c < 0x2000) || c >= 0x3040;
  });
}

}  // namespace

EspeakVoice::EspeakVoice(EspeakConfig config) : config_(std::move(config)) {}

bool EspeakVoice::is_voice_name(std::string_view name) {
  const auto in_name = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '-' ||
           c == '_';
  };
  return !name.empty() && name.size() <= 40 && name.front() != '-' &&
         std::all_of(name.begin(), name.end(), in_name);
}

std::string EspeakVoice::input_of(std::string_view text) const {
  if (is_hebrew(config_.voice)) return hebrew::speech_of(text);
  return has_word(text) ? plain_line(text) : std::string();
}

Result<void> EspeakVoice::speak(std::string_view text, const SpeechSink& take) const {
  const std::string input = input_of(text);
  if (input.empty()) return {};
  const std::vector<std::string> command = {config_.program,
                                            "--stdin",
                                            "--stdout",
                                            "-b",
                                            "1",
                                            "-z",
                                            "-v",
                                            config_.voice,
                                            "-s",
                                            std::to_string(config_.words_a_minute),
                                            "-p",
                                            std::to_string(config_.pitch)};
  WaveReader reader(take);
  const auto ran = run_child(
      command, input + "\n", [&](std::span<const std::uint8_t> bytes) { return reader.push(bytes); },
      config_.limits);
  // A voice that it does not have is what it mostly fails of, and it says so to nobody.
  if (!ran && ran.error().message.ends_with(" failed")) {
    return make_error(ran.error().message + "; has it the voice \"" + config_.voice + "\"? (" + config_.program +
                      " --voices)");
  }
  if (!ran) return ran.error();
  if (!reader.is_sound()) return make_error(config_.program + " gave no sound that we can read");
  reader.finish();
  return {};
}

}  // namespace parley
