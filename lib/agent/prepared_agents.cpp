#include "agent/prepared_agents.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "core/call/call_language.h"
#include "core/reply/intents/dialogue_texts.h"
#include "core/reply/intents/front_desk.h"
#include "core/reply/intents/intent_file.h"
#include "files/text_file.h"
#include "speech/voices/phrase_cache.h"

namespace parley {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostBytes = 2'000'000;

Result<std::shared_ptr<const IntentBook>> intents_of(const std::string& file, const Languages& languages) {
  std::string text(front_desk_text());
  if (!file.empty()) {
    auto given = read_text_file(file, kMostBytes);
    if (!given) return given.error();
    text = std::move(*given);
  }
  auto book = read_intent_book(text, file.empty() ? "agents/front_desk.json" : file, languages);
  if (!book) return book.error();
  return std::make_shared<const IntentBook>(std::move(*book));
}

/// Who stands in is asked for the phrases without sound alone, and has no voice of the name that the profile wants.
PhraseOrder unspoken(const Phrases& phrases, const AgentProfile& profile) {
  PhraseOrder order;
  for (std::size_t id = 0; id < phrases.items.size(); ++id) {
    if (phrases.items[id].mulaw.empty()) order.texts.items[id].text = phrases.items[id].text;
  }
  auto without_voice = std::make_shared<AgentProfile>(profile);
  without_voice->voice.clear();
  order.profile = std::move(without_voice);
  return order;
}

/// A provider that is away when a server starts must not leave its calls with beeps where they apologise.
void let_another_speak_the_rest(std::vector<PhrasesPtr>& spoken,
                                const std::vector<std::shared_ptr<const AgentProfile>>& profiles,
                                const SynthesisProvider& stand_in, std::vector<std::string>& warnings) {
  std::vector<PhraseOrder> orders;
  for (std::size_t i = 0; i < spoken.size(); ++i) orders.push_back(unspoken(*spoken[i], *profiles[i]));
  const std::vector<PhrasesPtr> made = make_phrases(std::move(orders), stand_in, warnings);
  std::size_t count = 0;
  for (std::size_t i = 0; i < spoken.size(); ++i) {
    Phrases whole = *spoken[i];
    for (std::size_t id = 0; id < whole.items.size(); ++id) {
      if (made[i]->items[id].mulaw.empty()) continue;
      whole.items[id].mulaw = made[i]->items[id].mulaw;
      ++count;
    }
    spoken[i] = std::make_shared<const Phrases>(std::move(whole));
  }
  if (count > 0) {
    warnings.push_back(std::to_string(count) + " phrases are spoken by a voice that is built in");
  }
}

CallConfig config_with(const CallConfig& base, const Language& language, bool hears, PhrasesPtr phrases) {
  CallConfig config = base;
  apply_language(config, language);
  // Who has only keys cannot say yes to "Shall I go on?", and needs the whole menu; a key interrupts it at once.
  if (!hears) config.reply.max_speaking = {};
  config.phrases = std::move(phrases);
  return config;
}

}  // namespace

Result<Languages> read_languages(const std::string& folder) {
  Languages languages = embedded_languages();
  if (folder.empty()) return languages;
  std::error_code error;
  std::vector<fs::path> files;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (it->path().extension() == ".json") files.push_back(it->path());
  }
  if (error) return make_error("cannot be read: " + error.message(), folder);
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    const auto text = read_text_file(file.string(), kMostBytes);
    if (!text) return text.error();
    if (auto added = add_language(languages, *text, file.string()); !added) return added.error();
  }
  return languages;
}

Result<std::shared_ptr<const AgentProfile>> default_profile(const AgentConfig& config, const Languages& languages) {
  AgentProfile profile;
  profile.language = config.language;
  profile.voice = config.voice;
  profile.greeting = config.greeting;
  profile.prompt = config.prompt;
  profile.history = config.history;
  profile.transfer_to = config.transfer_to;
  auto intents = intents_of(config.intents, languages);
  if (!intents) return intents.error();
  profile.intents = std::move(*intents);
  return std::make_shared<const AgentProfile>(std::move(profile));
}

std::vector<std::shared_ptr<const PreparedAgent>> prepare_agents(
    const std::vector<std::shared_ptr<const AgentProfile>>& profiles, const Languages& languages,
    const CallConfig& base, const SpeechTeam& team, std::vector<std::string>& warnings) {
  std::vector<PhraseOrder> orders;
  for (const auto& profile : profiles) {
    static const IntentBook kNothing;
    const IntentBook& intents = profile->intents != nullptr ? *profile->intents : kNothing;
    const Language& language = language_of(languages, profile->language);
    orders.push_back({dialogue_phrases(intents, language, profile->greeting, profile->hears), profile});
  }
  std::vector<PhrasesPtr> spoken = make_phrases(std::move(orders), *team.synthesizer, warnings);
  if (team.stand_in != nullptr) let_another_speak_the_rest(spoken, profiles, *team.stand_in, warnings);
  std::vector<std::shared_ptr<const PreparedAgent>> prepared;
  for (std::size_t i = 0; i < profiles.size(); ++i) {
    const Language& language = language_of(languages, profiles[i]->language);
    prepared.push_back(std::make_shared<const PreparedAgent>(
        PreparedAgent{profiles[i], config_with(base, language, profiles[i]->hears, std::move(spoken[i]))}));
  }
  return prepared;
}

}  // namespace parley
