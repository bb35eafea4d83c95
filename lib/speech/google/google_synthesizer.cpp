#include "speech/google/google_synthesizer.h"

#include <chrono>
#include <string>
#include <utility>

#include "core/base/json.h"
#include "files/text_file.h"
#include "speech/google/google_token.h"
#include "speech/http/service_address.h"
#include "speech/voices/http_synthesizer.h"

namespace parley {

const std::array<ProviderSetting, 3> kGoogleSynthesizerSettings{{
    {"google.tts_url", "", "https://texttospeech.googleapis.com/v1/text:synthesize",
     "Address of Google's synthesis.", SettingKind::kUrl},
    {"google.tts_voice", "GCP_TTS_VOICE", "",
     "Voice such as he-IL-Wavenet-A, where the agent's profile names none; empty: Google's choice for the "
     "language."},
    {"google.tts_speed_percent", "", "100", "Speed of speech in percent of the voice's own.", SettingKind::kNumber,
     25, 400},
}};

namespace {

// By their keys alone: their table is the recogniser's.
constexpr ProviderSetting kApiKey{"google.api_key", "GOOGLE_API_KEY"};
constexpr ProviderSetting kCredentials{"google.credentials_file", "GOOGLE_APPLICATION_CREDENTIALS"};
constexpr ProviderSetting kCaFile{"google.ca_file", ""};
constexpr std::size_t kMostKeyFile = 64 * 1024;

struct GoogleVoice {
  ProviderName who;
  ServiceAddress address;
  std::string voice;
  std::int64_t speed_percent = 100;
  std::shared_ptr<const GoogleToken> token;  // null: the key
};

class GoogleSpeech final : public SpeechService {
 public:
  explicit GoogleSpeech(GoogleVoice with) : with_(std::move(with)) {}

  const ProviderName& who() const override { return with_.who; }
  std::string voice(const AgentProfile& profile) const override {
    const std::string& named = profile.voice.empty() ? with_.voice : profile.voice;
    return named.empty() ? "of " + locale(profile) : named;
  }

  HttpStreamRequest request(const AgentProfile& profile, const std::string& text) const override {
    HttpStreamRequest out;
    out.to = with_.address.to;
    out.request.method = "POST";
    out.request.target = with_.address.target;
    if (with_.token) {
      out.request.headers.emplace_back("Authorization",
                                       "Bearer " + with_.token->at(std::chrono::system_clock::now()));
    } else if (!with_.who.secret.empty()) {
      out.request.headers.emplace_back("X-Goog-Api-Key", with_.who.secret);
    }
    out.request.headers.emplace_back("Content-Type", "application/json");
    out.request.headers.emplace_back("User-Agent", "parley");
    out.request.body = body(profile, text);
    return out;
  }

  std::unique_ptr<SpeechDecoder> decoder(const Headers&) const override { return audio_content_decoder(); }

 private:
  /// As a voice's name begins, else the language with its usual country.
  std::string locale(const AgentProfile& profile) const {
    const std::string& named = profile.voice.empty() ? with_.voice : profile.voice;
    if (named.size() > 6 && named[2] == '-' && named[5] == '-') return named.substr(0, 5);
    if (profile.language == "he") return "he-IL";
    return profile.language == "en" ? "en-US" : profile.language;
  }

  std::string body(const AgentProfile& profile, const std::string& text) const {
    const std::string& named = profile.voice.empty() ? with_.voice : profile.voice;
    std::string out;
    json::Writer writer(out);
    writer.begin_object();
    writer.key("input").begin_object().member("text", std::string_view(text)).end_object();
    writer.key("voice").begin_object().member("languageCode", std::string_view(locale(profile)));
    if (!named.empty()) writer.member("name", std::string_view(named));
    writer.end_object();
    writer.key("audioConfig").begin_object().member("audioEncoding", "MULAW").member("sampleRateHertz", 8000);
    if (with_.speed_percent != 100) {
      writer.member("speakingRate", json::Value(static_cast<double>(with_.speed_percent) / 100, 0));
    }
    writer.end_object().end_object();
    return out;
  }

  GoogleVoice with_;
};

}  // namespace

Result<std::shared_ptr<const SynthesisProvider>> make_google_synthesizer(const ProviderParts& parts) {
  const auto& [url, voice, speed] = kGoogleSynthesizerSettings;
  auto address = service_address("", parts.values.text(url), url.key);
  if (!address) return address.error();
  address->to.ca_file = parts.values.text(kCaFile);
  if (auto trust = prepare_trust(address->to); !trust) return trust.error();
  GoogleVoice with{{"google", parts.values.text(kApiKey), "GOOGLE_API_KEY"},
                   std::move(*address),
                   parts.values.text(voice),
                   parts.values.number(speed),
                   nullptr};
  const std::string file = parts.values.text(kCredentials);
  if (!file.empty()) {  // it goes before the key, as with the recogniser
    const auto text = read_text_file(file, kMostKeyFile);
    if (!text) return text.error();
    const std::string audience = "https://" + with.address.to.host + "/";
    auto token = GoogleToken::read(*text, file, audience);
    if (!token) return token.error();
    with.token = std::move(*token);
    with.who = {"google", with.token->account(), "GOOGLE_APPLICATION_CREDENTIALS"};
  }
  return http_synthesis(std::make_shared<GoogleSpeech>(std::move(with)));
}

}  // namespace parley
