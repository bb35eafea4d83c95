#include "sim/parley_agent.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "core/audio/voice_like.h"
#include "core/call/settings.h"

namespace parley {
namespace {

// Speech takes about this long a character (SPEC 1.3).
constexpr Duration kPerCharacter = millis(65);

PhrasesPtr spoken_phrases(const ProviderScript& script, std::uint64_t seed) {
  Phrases phrases = english_phrases();
  for (std::size_t i = 0; i < phrases.items.size(); ++i) {
    Phrase& phrase = phrases.items[i];
    Duration length = static_cast<std::int64_t>(phrase.text.size()) * kPerCharacter;
    if (static_cast<PhraseId>(i) == PhraseId::kFiller) length = std::min(length, millis(800));
    if (static_cast<PhraseId>(i) == PhraseId::kGreeting) {
      length = script.greeting.value_or(millis(600));
      if (length == Duration{}) phrase.text.clear();
    }
    phrase.mulaw = voice_like(length, seed + i);
  }
  return std::make_shared<const Phrases>(std::move(phrases));
}

}  // namespace

Result<CallConfig> call_config_of(const Scenario& scenario, CallConfig base) {
  CallConfig config = std::move(base);
  for (const ScenarioSetting& setting : scenario.settings) {
    const std::string place = scenario.file + ":" + std::to_string(setting.line);
    if (auto error = apply_setting(config, setting.key, setting.value, place)) return *error;
  }
  config.phrases = spoken_phrases(scenario.agent.provider, scenario.seed);
  return config;
}

ParleyAgent::ParleyAgent(const Scenario& scenario, const CallConfig& config, SpokenTruth truth,
                         trace::TraceSink& sink)
    : CallAgent(config, sink), provider_(scenario.agent.provider, scenario.seed, std::move(truth)) {}

}  // namespace parley
