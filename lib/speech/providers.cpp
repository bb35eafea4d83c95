#include "speech/providers.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "speech/by_language.h"
#include "speech/deepgram/deepgram_recognizer.h"
#include "speech/google/google_recognizer.h"
#include "speech/google/google_synthesizer.h"
#include "speech/intent_replier.h"
#include "speech/keypad_recognizer.h"
#include "speech/openai/openai_recognizer.h"
#include "speech/openai/openai_replier.h"
#include "speech/openai/openai_service.h"
#include "speech/openai/openai_synthesizer.h"
#include "speech/sphinx/pocketsphinx_recognizer.h"
#include "speech/voices/espeak_synthesizer.h"
#include "speech/voices/flite_synthesizer.h"
#include "speech/voices/mulaw_http_synthesizer.h"

namespace parley {
namespace {

template <class Provider>
struct Entry {
  std::string_view name;
  Result<std::shared_ptr<const Provider>> (*make)(const ProviderParts& parts);
};
template <class Provider>
using Entries = std::vector<Entry<Provider>>;

// ---- recognisers ------------------------------------------------------------------------------------------------

Result<std::shared_ptr<const RecognizerProvider>> make_keypad_recognizer(const ProviderParts&) {
  return std::shared_ptr<const RecognizerProvider>(std::make_shared<KeypadRecognizers>());
}

/// What is built in understands English and nothing else.
Result<std::shared_ptr<const RecognizerProvider>> make_embedded_recognizer(const ProviderParts& parts) {
  auto english = make_pocketsphinx_recognizer(parts);
  if (!english) return english.error();
  return std::shared_ptr<const RecognizerProvider>(std::make_shared<RecognizerByLanguage>(
      RecognizerByLanguage::Named{{"en", std::move(*english)}}, std::make_shared<KeypadRecognizers>()));
}

Result<std::shared_ptr<const RecognizerProvider>> make_deepgram(const ProviderParts& parts) {
  return make_deepgram_recognizer(parts);
}

const Entries<RecognizerProvider>& recognizers() {
  static const Entries<RecognizerProvider> list{
      {"embedded", make_embedded_recognizer},
      {"openai", make_openai_recognizer},
      {"google", make_google_recognizer},
      {"deepgram", make_deepgram},
      {"pocketsphinx", make_pocketsphinx_recognizer},
      {"keypad", make_keypad_recognizer},
  };
  return list;
}

// ---- repliers ---------------------------------------------------------------------------------------------------

const Entries<ReplyProvider>& repliers() {
  static const Entries<ReplyProvider> list{
      {"embedded", make_intent_replier},
      {"openai", make_openai_replier},
  };
  return list;
}

// ---- synthesisers -----------------------------------------------------------------------------------------------

/// The profiles that a part of a provider is for: the voices of the others are not its own.
template <class Wanted>
ProviderParts with_profiles(const ProviderParts& parts, Wanted wanted) {
  ProviderParts some{parts.values, parts.workers, {}};
  for (const auto& profile : parts.profiles) {
    if (wanted(*profile)) some.profiles.push_back(profile);
  }
  return some;
}

/// English by flite, which sounds best; every other language by espeak-ng, which knows most.
Result<std::shared_ptr<const SynthesisProvider>> make_embedded_synthesizer(const ProviderParts& parts) {
  auto english =
      make_flite_synthesizer(with_profiles(parts, [](const AgentProfile& one) { return one.language == "en"; }));
  if (!english) return english.error();
  auto others =
      make_espeak_synthesizer(with_profiles(parts, [](const AgentProfile& one) { return one.language != "en"; }));
  if (!others) return others.error();
  return std::shared_ptr<const SynthesisProvider>(std::make_shared<SynthesisByLanguage>(
      SynthesisByLanguage::Named{{"en", std::move(*english)}}, std::move(*others)));
}

const Entries<SynthesisProvider>& synthesizers() {
  static const Entries<SynthesisProvider> list{
      {"embedded", make_embedded_synthesizer},     {"openai", make_openai_synthesizer},
      {"google", make_google_synthesizer},         {"deepgram", make_aura_synthesizer},
      {"elevenlabs", make_elevenlabs_synthesizer}, {"azure", make_azure_synthesizer},
      {"http", make_mulaw_http_synthesizer},       {"flite", make_flite_synthesizer},
      {"espeak", make_espeak_synthesizer},
  };
  return list;
}

// ---- all three --------------------------------------------------------------------------------------------------

template <class Provider>
Result<std::shared_ptr<const Provider>> make(const Entries<Provider>& entries, std::string_view role,
                                             const std::string& name, const ProviderParts& parts) {
  const auto entry = std::find_if(entries.begin(), entries.end(),
                                  [&name](const Entry<Provider>& one) { return one.name == name; });
  if (entry == entries.end()) {
    return make_error("there is no provider \"" + name + "\" for this", std::string(role));
  }
  auto made = entry->make(parts);
  if (!made) return make_error(made.error().text(), std::string(role) + "=" + name);
  return made;
}

/// What is built in, for the languages of these profiles and in its own voices; null where it cannot.
std::shared_ptr<const SynthesisProvider> stand_in_for(const ProviderParts& parts) {
  ProviderParts own{parts.values, parts.workers, {}};
  for (const auto& profile : parts.profiles) {
    auto without_voice = std::make_shared<AgentProfile>(*profile);
    without_voice->voice.clear();
    own.profiles.push_back(std::move(without_voice));
  }
  auto made = make_embedded_synthesizer(own);
  return made ? std::move(*made) : nullptr;
}

template <class Provider>
std::vector<std::string> names_of(const Entries<Provider>& entries) {
  std::vector<std::string> names;
  for (const Entry<Provider>& entry : entries) names.emplace_back(entry.name);
  return names;
}

template <std::size_t kCount>
void add(std::vector<const ProviderSetting*>& all, const std::array<ProviderSetting, kCount>& table) {
  for (const ProviderSetting& setting : table) all.push_back(&setting);
}

}  // namespace

std::vector<std::string> recognizer_names() {
  return names_of(recognizers());
}

std::vector<std::string> replier_names() {
  return names_of(repliers());
}

std::vector<std::string> synthesizer_names() {
  return names_of(synthesizers());
}

const std::vector<const ProviderSetting*>& provider_settings() {
  static const std::vector<const ProviderSetting*> all = [] {
    std::vector<const ProviderSetting*> list;
    add(list, kPocketsphinxSettings);
    add(list, kFliteSettings);
    add(list, kEspeakSettings);
    add(list, kOpenaiSettings);
    add(list, kOpenaiRecognizerSettings);
    add(list, kOpenaiReplierSettings);
    add(list, kOpenaiSynthesizerSettings);
    add(list, kGoogleRecognizerSettings);
    add(list, kGoogleSynthesizerSettings);
    add(list, kDeepgramRecognizerSettings);
    add(list, kAuraSettings);
    add(list, kElevenlabsSettings);
    add(list, kAzureSettings);
    add(list, kMulawHttpSettings);
    return list;
  }();
  return all;
}

Result<SpeechTeam> make_team(const TeamChoice& choice, const ProviderParts& parts) {
  auto recognizer = make(recognizers(), "stt.provider", choice.recognizer, parts);
  if (!recognizer) return recognizer.error();
  auto replier = make(repliers(), "llm.provider", choice.replier, parts);
  if (!replier) return replier.error();
  auto synthesizer = make(synthesizers(), "tts.provider", choice.synthesizer, parts);
  if (!synthesizer) return synthesizer.error();
  SpeechTeam team{std::move(*recognizer), std::move(*replier), std::move(*synthesizer), {}};
  const bool built_in =
      choice.synthesizer == "embedded" || choice.synthesizer == "flite" || choice.synthesizer == "espeak";
  if (!built_in) team.stand_in = stand_in_for(parts);
  team.name = choice.recognizer + ", " + choice.replier + ", " + choice.synthesizer;
  return team;
}

}  // namespace parley
