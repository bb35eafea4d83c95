#include "voice/flite_voice.h"

#include <flite/flite.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <mutex>
#include <string>

#include "voice/english_text.h"
#include "voice/telephone_shaper.h"

// flite's voice libraries have no headers.
extern "C" {
cst_voice* register_cmu_us_slt(const char* folder);
cst_voice* register_cmu_us_kal(const char* folder);
cst_voice* register_cmu_us_rms(const char* folder);
cst_voice* register_cmu_us_awb(const char* folder);
}

namespace parley {

struct FliteVoice::Kind {
  std::string_view name;
  cst_voice* (*make)(const char*);
  int rate;
  int gain_percent;  // to kSpeechLevel, as measured over sentences
};

namespace {

constexpr std::array<std::string_view, 4> kNames = {"slt", "kal", "rms", "awb"};

/// What flite's callback is given back.
struct Listener {
  TelephoneShaper shaper;
  bool wanted = true;
};

int hear_flite(const cst_wave* wave, int start, int size, int, cst_audio_streaming_info* info) {
  auto& listener = *static_cast<Listener*>(info->userdata);
  if (size > 0) {
    listener.wanted =
        listener.shaper.push(std::span<const std::int16_t>(wave->samples + start, static_cast<std::size_t>(size)));
  }
  return listener.wanted ? CST_AUDIO_STREAM_CONT : CST_AUDIO_STREAM_STOP;
}

/// One utterance from beginning to end. How audio is streamed is a feature of the utterance and not of the voice,
/// so that threads do not meet there. False: flite had nothing to say.
bool synthesise(cst_voice* voice, const std::string& text, Listener& listener) {
  cst_audio_streaming_info* info = new_audio_streaming_info();  // the utterance's, which deletes it
  info->asc = hear_flite;
  info->userdata = &listener;
  cst_utterance* utterance = new_utterance();
  feat_set_string(utterance->features, "input_text", text.c_str());
  feat_set(utterance->features, "streaming_info", audio_streaming_info_val(info));
  info->utt = utterance;
  utterance = flite_do_synth(utterance, voice, utt_synth);
  if (utterance == nullptr) return false;
  delete_utterance(utterance);
  return true;
}

}  // namespace

std::span<const std::string_view> FliteVoice::names() {
  return kNames;
}

std::shared_ptr<const FliteVoice> FliteVoice::find(std::string_view name) {
  static constexpr std::array<Kind, kNames.size()> kKinds = {{{kNames[0], register_cmu_us_slt, 16000, 49},
                                                              {kNames[1], register_cmu_us_kal, 8000, 78},
                                                              {kNames[2], register_cmu_us_rms, 16000, 106},
                                                              {kNames[3], register_cmu_us_awb, 16000, 87}}};
  const auto kind = std::find_if(kKinds.begin(), kKinds.end(), [&](const Kind& one) { return one.name == name; });
  if (kind == kKinds.end()) return nullptr;
  static std::mutex mutex;
  static std::array<std::shared_ptr<const FliteVoice>, kNames.size()> made;
  const std::lock_guard lock(mutex);  // registering writes to flite's lists
  static const int ready = flite_init();
  static_cast<void>(ready);
  auto& voice = made[static_cast<std::size_t>(kind - kKinds.begin())];
  if (voice == nullptr) voice.reset(new FliteVoice(*kind, kind->make(nullptr)));
  return voice;
}

Result<void> FliteVoice::speak(std::string_view text, const SpeechSink& take) const {
  const std::string plain = english_text(text);
  if (plain.empty()) return {};
  Listener listener{TelephoneShaper(kind_.rate, kind_.gain_percent, take)};
  if (!synthesise(voice_, plain, listener)) return make_error("flite could not speak this sentence");
  if (listener.wanted) listener.shaper.finish();
  return {};
}

Result<std::vector<std::int16_t>> read_aloud(std::string_view text, std::string_view voice) {
  const auto engine = FliteVoice::find(voice);
  if (engine == nullptr) {
    std::string message = "there is no voice \"" + std::string(voice) + "\"; there are";
    for (const std::string_view name : FliteVoice::names()) {
      message += name == kNames.front() ? " " : name == kNames.back() ? " and " : ", ";
      message += name;
    }
    return make_error(std::move(message));
  }
  static std::mutex mutex;
  const std::lock_guard lock(mutex);
  std::srand(1);  // of flite's breath noise
  std::vector<std::int16_t> samples;
  const auto spoken = engine->speak(text, [&](std::span<const std::int16_t> piece) {
    samples.insert(samples.end(), piece.begin(), piece.end());
    return true;
  });
  if (!spoken) return spoken.error();
  if (samples.empty()) return make_error("there is nothing in \"" + std::string(text) + "\" that can be spoken");
  return samples;
}

}  // namespace parley
