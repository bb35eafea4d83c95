#include "speech/voices/mulaw_http_synthesizer.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/json.h"
#include "speech/http/service_address.h"
#include "speech/http/text_template.h"
#include "speech/voices/http_synthesizer.h"

namespace parley {

const std::array<ProviderSetting, 3> kAuraSettings{{
    {"aura.url", "",
     "https://api.deepgram.com/v1/speak?model={voice}&encoding=mulaw&sample_rate=8000&container=none",
     "Address of Deepgram's synthesis; {voice} is replaced.", SettingKind::kUrl},
    {"aura.key", "DEEPGRAM_API_KEY", "", "Deepgram's key.", SettingKind::kText, 0, 0, true},
    {"aura.voice", "", "aura-2-thalia-en", "Model and voice, where the agent's profile names none."},
}};

const std::array<ProviderSetting, 4> kElevenlabsSettings{{
    {"elevenlabs.url", "",
     "https://api.elevenlabs.io/v1/text-to-speech/{voice}/"
     "stream?output_format=ulaw_8000&optimize_streaming_latency=3",
     "Address of ElevenLabs' synthesis; {voice} is replaced.", SettingKind::kUrl},
    {"elevenlabs.key", "ELEVENLABS_API_KEY", "", "ElevenLabs' key.", SettingKind::kText, 0, 0, true},
    {"elevenlabs.voice", "ELEVENLABS_VOICE_ID", "21m00Tcm4TlvDq8ikWAM",
     "Identifier of the voice, where the agent's profile names none."},
    {"elevenlabs.model", "ELEVENLABS_MODEL", "eleven_flash_v2_5",
     "Model; eleven_flash_v2_5 is fast and speaks no Hebrew, eleven_v3 does and is slower."},
}};

const std::array<ProviderSetting, 4> kAzureSettings{{
    {"azure.url", "", "https://{region}.tts.speech.microsoft.com/cognitiveservices/v1",
     "Address of Azure's synthesis; {region} is replaced.", SettingKind::kUrl},
    {"azure.key", "AZURE_SPEECH_KEY", "", "Azure's key.", SettingKind::kText, 0, 0, true},
    {"azure.region", "AZURE_SPEECH_REGION", "westeurope", "Region of the key."},
    {"azure.voice", "AZURE_SPEECH_VOICE", "",
     "Voice, where the agent's profile names none; empty: he-IL-HilaNeural or en-US-JennyNeural by the language."},
}};

const std::array<ProviderSetting, 7> kMulawHttpSettings{{
    {"mulaw_http.url", "", "",
     "Address that answers a POST with mu-law at 8 kHz; {voice} and {language} are replaced.", SettingKind::kUrl},
    {"mulaw_http.key", "MULAW_HTTP_KEY", "", "Key that mulaw_http.header puts in the place of {key}.",
     SettingKind::kText, 0, 0, true},
    {"mulaw_http.header", "", "Authorization: Bearer {key}",
     "Header that carries the key; not sent without a key."},
    {"mulaw_http.content_type", "", "application/json", "What the body is."},
    {"mulaw_http.body", "", R"({"text":"{text}"})",
     "Body; {text}, {voice} and {language} are replaced, escaped as the content type wants it (JSON, XML or as it "
     "is)."},
    {"mulaw_http.voice", "", "", "Voice, where the agent's profile names none."},
    {"mulaw_http.ca_file", "", "", "PEM file of authorities that are trusted beside the system's."},
}};

namespace {

/// One service, described.
struct MulawService {
  ProviderName who;
  std::string url;  // with places
  Headers headers;  // whole, the key's among them
  std::string content_type;
  std::string body;  // with places
  std::string voice;
  std::string ca_file;
  bool voice_by_language = false;
};

class MulawHttp final : public SpeechService {
 public:
  explicit MulawHttp(MulawService service) : service_(std::move(service)) {}

  const ProviderName& who() const override { return service_.who; }
  std::string voice(const AgentProfile& profile) const override {
    if (!profile.voice.empty()) return profile.voice;
    if (!service_.voice_by_language || !service_.voice.empty()) return service_.voice;
    return profile.language == "he" ? "he-IL-HilaNeural" : "en-US-JennyNeural";
  }

  std::string unfit(const AgentProfile& profile) const override {
    const auto address = where(profile);
    return address ? std::string() : address.error().text();
  }

  HttpStreamRequest request(const AgentProfile& profile, const std::string& text) const override {
    HttpStreamRequest out;
    const auto address = where(profile);
    if (address) {
      out.to = address->to;
      out.request.target = address->target;
    }
    out.to.ca_file = service_.ca_file;
    out.request.method = "POST";
    out.request.headers = service_.headers;
    out.request.headers.emplace_back("Content-Type", service_.content_type);
    out.request.headers.emplace_back("User-Agent", "parley");
    const bool xml = service_.content_type.find("xml") != std::string::npos;
    const bool json = service_.content_type.find("json") != std::string::npos;
    const TextEscape escape = xml ? TextEscape::kXml : json ? TextEscape::kJson : TextEscape::kNone;
    out.request.body = fill_template(
        service_.body, {{"text", text}, {"voice", voice(profile)}, {"language", locale(profile)}}, escape);
    return out;
  }

  std::unique_ptr<SpeechDecoder> decoder(const Headers& headers) const override { return mulaw_decoder(headers); }

 private:
  /// As SSML and most services call it: the voice's own, where its name begins with one.
  std::string locale(const AgentProfile& profile) const {
    const std::string spoken = voice(profile);
    if (spoken.size() > 6 && spoken[2] == '-' && spoken[5] == '-') return spoken.substr(0, 5);
    return profile.language;
  }
  Result<ServiceAddress> where(const AgentProfile& profile) const {
    const std::string url =
        fill_template(service_.url, {{"voice", voice(profile)}, {"language", locale(profile)}}, TextEscape::kUrl);
    return service_address("", url, service_.who.name + ".url");
  }

  MulawService service_;
};

/// Refuses a description whose address is none, with whatever voice.
Result<std::shared_ptr<const SynthesisProvider>> provider_of(MulawService service, const ProviderSetting& url) {
  const std::string any = fill_template(service.url, {{"voice", "v"}, {"language", "en"}}, TextEscape::kUrl);
  auto address = service_address("", any, url.key);
  if (!address) return address.error();
  address->to.ca_file = service.ca_file;
  if (auto trust = prepare_trust(address->to); !trust) return trust.error();
  return http_synthesis(std::make_shared<MulawHttp>(std::move(service)));
}

std::string json_body(std::initializer_list<std::pair<std::string_view, std::string_view>> members) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object();
  for (const auto& [name, value] : members) writer.member(name, value);
  writer.end_object();
  return out;
}

}  // namespace

Result<std::shared_ptr<const SynthesisProvider>> make_aura_synthesizer(const ProviderParts& parts) {
  const auto& [url, key, voice] = kAuraSettings;
  MulawService service;
  service.who = {"deepgram", parts.values.text(key), std::string(key.environment)};
  service.url = parts.values.text(url);
  if (!service.who.secret.empty()) service.headers.emplace_back("Authorization", "Token " + service.who.secret);
  service.content_type = "application/json";
  service.body = json_body({{"text", "{text}"}});
  service.voice = parts.values.text(voice);
  return provider_of(std::move(service), url);
}

Result<std::shared_ptr<const SynthesisProvider>> make_elevenlabs_synthesizer(const ProviderParts& parts) {
  const auto& [url, key, voice, model] = kElevenlabsSettings;
  MulawService service;
  service.who = {"elevenlabs", parts.values.text(key), std::string(key.environment)};
  service.url = parts.values.text(url);
  if (!service.who.secret.empty()) service.headers.emplace_back("xi-api-key", service.who.secret);
  service.content_type = "application/json";
  const std::string with = parts.values.text(model);
  // Only the models that guess the language let it be said.
  const bool tells_language = with.find("_v2_5") != std::string::npos || with.find("_v3") != std::string::npos;
  service.body = tells_language
                     ? json_body({{"text", "{text}"}, {"model_id", with}, {"language_code", "{language}"}})
                     : json_body({{"text", "{text}"}, {"model_id", with}});
  service.voice = parts.values.text(voice);
  return provider_of(std::move(service), url);
}

Result<std::shared_ptr<const SynthesisProvider>> make_azure_synthesizer(const ProviderParts& parts) {
  const auto& [url, key, region, voice] = kAzureSettings;
  MulawService service;
  service.who = {"azure", parts.values.text(key), std::string(key.environment)};
  service.url = fill_template(parts.values.text(url), {{"region", parts.values.text(region)}}, TextEscape::kUrl);
  if (!service.who.secret.empty()) service.headers.emplace_back("Ocp-Apim-Subscription-Key", service.who.secret);
  service.headers.emplace_back("X-Microsoft-OutputFormat", "raw-8khz-8bit-mono-mulaw");
  service.content_type = "application/ssml+xml";
  service.body =
      "<speak version='1.0' xmlns='http://www.w3.org/2001/10/synthesis' xml:lang='{language}'>"
      "<voice name='{voice}'>{text}</voice></speak>";
  service.voice = parts.values.text(voice);
  service.voice_by_language = true;
  return provider_of(std::move(service), url);
}

Result<std::shared_ptr<const SynthesisProvider>> make_mulaw_http_synthesizer(const ProviderParts& parts) {
  const auto& [url, key, header, type, body, voice, ca_file] = kMulawHttpSettings;
  if (parts.values.text(url).empty()) return make_error("has to be set", std::string(url.key));
  MulawService service;
  service.who = {"http", parts.values.text(key), std::string(key.environment)};
  service.url = parts.values.text(url);
  const std::string line = parts.values.text(header);
  const std::size_t colon = line.find(": ");
  if (colon == std::string::npos || colon == 0) {
    return make_error("must be a header such as Authorization: Bearer {key}", std::string(header.key));
  }
  if (!service.who.secret.empty()) {
    service.headers.emplace_back(
        line.substr(0, colon),
        fill_template(line.substr(colon + 2), {{"key", service.who.secret}}, TextEscape::kNone));
  }
  service.content_type = parts.values.text(type);
  service.body = parts.values.text(body);
  service.voice = parts.values.text(voice);
  service.ca_file = parts.values.text(ca_file);
  return provider_of(std::move(service), url);
}

}  // namespace parley
