#include "speech/openai/openai_synthesizer.h"

#include <charconv>
#include <utility>

#include "core/base/json.h"
#include "speech/openai/openai_service.h"
#include "speech/sound/pcm_to_mulaw.h"
#include "speech/voices/http_synthesizer.h"

namespace parley {

const std::array<ProviderSetting, 7> kOpenaiSynthesizerSettings{{
    {"openai.speech_path", "", "/audio/speech", "Path of synthesis below openai.base_url, or a whole address."},
    {"openai.speech_model", "OPENAI_TTS_MODEL", "gpt-4o-mini-tts", "Model that speaks."},
    {"openai.voice", "OPENAI_TTS_VOICE", "alloy", "Voice, where the agent's profile names none."},
    {"openai.speech_format", "", "pcm", "What is asked for: pcm, or wav from servers that know no pcm."},
    {"openai.speech_rate", "", "24000", "Hz of the pcm that comes; a WAV head says its own.", SettingKind::kNumber,
     PcmToMulaw::kLowestRate, PcmToMulaw::kHighestRate},
    {"openai.speech_speed", "", "", "Speed of speech, 0.25 to 4; empty: the voice's own."},
    {"openai.speech_instructions", "", "", "How to speak, for models that can be told."},
}};

namespace {

struct OpenaiVoice {
  OpenaiService service;
  std::string model, voice, format, instructions;
  int rate = 0;
  std::optional<double> speed;
};

class OpenaiSpeech final : public SpeechService {
 public:
  explicit OpenaiSpeech(OpenaiVoice with) : with_(std::move(with)) {}

  const ProviderName& who() const override { return with_.service.who; }
  std::string voice(const AgentProfile& profile) const override {
    return profile.voice.empty() ? with_.voice : profile.voice;
  }
  HttpStreamRequest request(const AgentProfile& profile, const std::string& text) const override {
    std::string body;
    json::Writer writer(body);
    writer.begin_object();
    writer.member("model", std::string_view(with_.model)).member("voice", std::string_view(voice(profile)));
    writer.member("input", std::string_view(text)).member("response_format", std::string_view(with_.format));
    if (with_.speed) writer.member("speed", json::Value(*with_.speed, 0));
    if (!with_.instructions.empty()) writer.member("instructions", std::string_view(with_.instructions));
    writer.end_object();
    HttpStreamRequest out = with_.service.post("application/json", std::move(body));
    out.max_body_bytes = 32 * 1024 * 1024;
    return out;
  }
  std::unique_ptr<SpeechDecoder> decoder(const Headers& headers) const override {
    return pcm_decoder(headers, with_.rate);
  }

 private:
  OpenaiVoice with_;
};

Result<std::optional<double>> read_speed(const std::string& text, std::string_view key) {
  if (text.empty()) return std::optional<double>();
  double speed = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), speed);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  if (!whole || !(speed >= 0.25 && speed <= 4.0)) return make_error("must be from 0.25 to 4", std::string(key));
  return std::optional<double>(speed);
}

}  // namespace

Result<std::shared_ptr<const SynthesisProvider>> make_openai_synthesizer(const ProviderParts& parts) {
  const auto& [path, model, voice, format, rate, speed, instructions] = kOpenaiSynthesizerSettings;
  auto service = openai_service(parts.values, path);
  if (!service) return service.error();
  auto factor = read_speed(parts.values.text(speed), speed.key);
  if (!factor) return factor.error();
  const std::string form = parts.values.text(format);
  if (form != "pcm" && form != "wav") return make_error("must be pcm or wav", std::string(format.key));
  OpenaiVoice with{std::move(*service),
                   parts.values.text(model),
                   parts.values.text(voice),
                   form,
                   parts.values.text(instructions),
                   static_cast<int>(parts.values.number(rate)),
                   *factor};
  return http_synthesis(std::make_shared<OpenaiSpeech>(std::move(with)));
}

}  // namespace parley
