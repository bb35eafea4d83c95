#include "speech/google/google_recognizer.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "files/text_file.h"
#include "speech/google/google_check.h"
#include "speech/google/google_token.h"

namespace parley {

const std::array<ProviderSetting, 7> kGoogleRecognizerSettings{{
    {"google.api_key", "GOOGLE_API_KEY", "", "Key of a project with the Speech-to-Text API.", SettingKind::kText, 0,
     0, true},
    {"google.credentials_file", "GOOGLE_APPLICATION_CREDENTIALS", "",
     "JSON key of a service account; used in place of the API key."},
    {"google.stt_url", "", "https://speech.googleapis.com",
     "Where speech is recognised; a regional address such as https://eu-speech.googleapis.com.", SettingKind::kUrl},
    {"google.stt_language", "GCP_STT_LANGUAGE", "he-IL",
     "Google's code for calls in the language that it begins with (he and iw are one); other languages have their "
     "own."},
    {"google.stt_model", "GCP_STT_MODEL", "",
     "Model; empty: phone_call where the language has it, else Google's default."},
    {"google.stt_half_close", "", "true",
     "Ends a stream at the end of each utterance, for its final words at once; false waits for Google's own "
     "pauses.",
     SettingKind::kSwitch},
    {"google.ca_file", "", "", "PEM file of authorities to trust in place of the system's."},
}};

namespace {

constexpr auto& kSettings = kGoogleRecognizerSettings;
constexpr std::size_t kKey = 0, kCredentials = 1, kUrl = 2, kLanguage = 3, kModel = 4, kHalfClose = 5, kCaFile = 6;

// A configuration is one message of at most 25 KB; Google takes phrases of a hundred characters.
constexpr std::size_t kMostPhrases = 500;
constexpr std::size_t kMostPhraseBytes = 100;
constexpr std::size_t kMostPhrasesBytes = 16'000;

constexpr std::pair<std::string_view, std::string_view> kCodes[] = {
    {"en", "en-US"}, {"he", "he-IL"}, {"ar", "ar-IL"}, {"ru", "ru-RU"},
    {"fr", "fr-FR"}, {"de", "de-DE"}, {"es", "es-ES"},
};

/// "en-US" is "en"; Hebrew has two codes and is "he".
std::string_view base_of(std::string_view code) {
  const std::string_view base = code.substr(0, code.find('-'));
  return base == "iw" ? "he" : base;
}

std::string code_for(const ProviderValues& values, std::string_view language) {
  const std::string configured = values.text(kSettings[kLanguage]);
  if (base_of(configured) == base_of(language)) return configured;
  if (language.find('-') != std::string_view::npos) return std::string(language);
  for (const auto& [base, code] : kCodes) {
    if (base == language) return std::string(code);
  }
  return std::string(language);
}

bool has_phone_call(std::string_view code) {
  return code == "en-US";
}

/// What callers are expected to say, as many sentences as may be sent, from all over the book.
std::vector<std::string> phrases_of(const AgentProfile& profile) {
  std::vector<std::string> phrases;
  if (profile.intents == nullptr) return phrases;
  const std::vector<std::string>& sentences = profile.intents->expected_sentences(profile.language);
  const std::size_t step = sentences.size() / kMostPhrases + 1;
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < sentences.size(); i += step) {
    const std::string& sentence = sentences[i];
    if (sentence.empty() || sentence.size() > kMostPhraseBytes) continue;
    bytes += sentence.size() + 2;  // as the message has it
    if (bytes > kMostPhrasesBytes) break;
    phrases.push_back(sentence);
  }
  return phrases;
}

/// Hebrew's codes are tried both; any other language has one.
std::vector<std::string> codes_to_try(const std::string& code) {
  if (base_of(code) != "he") return {code};
  const std::string other = code.starts_with("iw") ? "he-IL" : "iw-IL";
  return {code, other};
}

class GoogleRecognizer final : public RecognizerProvider {
 public:
  GoogleRecognizer(std::shared_ptr<GoogleLine> line, const ProviderParts& parts, const StreamPatience& patience)
      : line_(std::move(line)), values_(parts.values), patience_(patience), profiles_(parts.profiles) {
    for (const auto& profile : profiles_) ways_.emplace(profile.get(), ways_for(*profile));
  }

  std::unique_ptr<Recognizer> recognizer(ProviderSeat seat, const AgentProfile& profile) const override {
    return std::make_unique<GoogleSession>(std::move(seat), plan(profile));
  }

  void check(EventLoop& loop, const AgentProfile& profile, ToldCheck told) const override {
    check_google(loop, plan(profile), std::move(told));
  }

 private:
  std::shared_ptr<GoogleWays> ways_for(const AgentProfile& profile) const {
    auto ways = std::make_shared<GoogleWays>();
    ways->ways = google_ways(values_, profile);
    return ways;
  }

  GooglePlan plan(const AgentProfile& profile) const {
    const auto known = ways_.find(&profile);
    GooglePlan plan;
    plan.line = line_;
    plan.ways = known == ways_.end() ? ways_for(profile) : known->second;
    plan.half_close = values_.on(kSettings[kHalfClose]);
    plan.secret = values_.text(kSettings[kKey]);
    plan.patience = patience_;
    return plan;
  }

  std::shared_ptr<GoogleLine> line_;
  ProviderValues values_;
  StreamPatience patience_;
  std::vector<std::shared_ptr<const AgentProfile>> profiles_;
  std::map<const AgentProfile*, std::shared_ptr<GoogleWays>> ways_;
};

}  // namespace

std::vector<GoogleSpeechConfig> google_ways(const ProviderValues& values, const AgentProfile& profile) {
  const std::string code = code_for(values, profile.language);
  const std::string wanted = values.text(kSettings[kModel]);
  std::vector<GoogleSpeechConfig> ways;
  const std::vector<std::string> phrases = phrases_of(profile);
  const auto add = [&](const std::string& language, const std::string& model) {
    ways.push_back({language, model, model == "phone_call", false, phrases});
  };
  for (const std::string& each : codes_to_try(code)) {
    const bool phone = wanted.empty() && has_phone_call(each);
    add(each, phone ? "phone_call" : wanted);
  }
  // A model that this language or project has not is no reason to be deaf.
  if (!ways.front().model.empty()) add(code, "");
  return ways;
}

std::shared_ptr<const RecognizerProvider> google_recognizer_on(std::shared_ptr<GoogleLine> line,
                                                               const ProviderParts& parts,
                                                               const StreamPatience& patience) {
  return std::make_shared<GoogleRecognizer>(std::move(line), parts, patience);
}

Result<std::shared_ptr<const RecognizerProvider>> make_google_recognizer(const ProviderParts& parts) {
  GoogleAccess access;
  access.url = parts.values.text(kSettings[kUrl]);
  access.api_key = parts.values.text(kSettings[kKey]);
  const std::string credentials = parts.values.text(kSettings[kCredentials]);
  const std::string authorities = parts.values.text(kSettings[kCaFile]);
  constexpr std::size_t kMostBytes = 1024UL * 1024;
  if (!credentials.empty()) {
    Result<std::string> file = read_text_file(credentials, kMostBytes);
    if (!file) return file.error();
    // gRPC would say of a bad key no more than that it is bad, and where it is nobody knows there.
    if (const auto token = GoogleToken::read(*file, credentials, access.url); !token) return token.error();
    access.service_account = std::move(*file);
    access.account_file = credentials;
  }
  if (!authorities.empty()) {
    Result<std::string> file = read_text_file(authorities, kMostBytes);
    if (!file) return file.error();
    access.certificates = std::move(*file);
  }
  if (access.api_key.empty() && access.service_account.empty() && access.url.starts_with("https:")) {
    return make_error(
        "Google wants a key: set GOOGLE_API_KEY, or GOOGLE_APPLICATION_CREDENTIALS to the file of one");
  }
  Result<std::shared_ptr<GoogleLine>> line = make_google_line(access);
  if (!line) return line.error();
  return google_recognizer_on(std::move(*line), parts, StreamPatience{});
}

}  // namespace parley
