#include "sim/parley_agent.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "core/audio/voice_like.h"
#include "core/base/overloaded.h"
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
    : call_(config, kCallStart, sink), provider_(scenario.agent.provider, scenario.seed, std::move(truth)) {}

void ParleyAgent::opened(Instant now) {
  now_ = now;
  call_.opened(now);
}

void ParleyAgent::receive(Instant now, SharedText text) {
  now_ = now;
  call_.receive(now, std::move(text));
}

void ParleyAgent::wrote(Instant now) {
  now_ = now;
  call_.wrote(now);
}

void ParleyAgent::closed(Instant now, std::string reason) {
  now_ = now;
  call_.closed(now, std::move(reason));
}

void ParleyAgent::draining(Instant now) {
  now_ = now;
  call_.draining(now);
}

void ParleyAgent::handle_timeout(Instant now) {
  now_ = now;
  if (call_.next_deadline() <= now) call_.handle_timeout(now);
  provider_.handle_timeout(now);
}

Instant ParleyAgent::next_deadline() const {
  return std::min(call_.next_deadline(), provider_.next_deadline());
}

void ParleyAgent::hear_provider() {
  while (auto event = provider_.poll()) call_.handle(now_, *event);
}

std::optional<AgentOutput> ParleyAgent::poll() {
  hear_provider();
  while (auto action = call_.poll()) {
    if (auto* write = std::get_if<WriteText>(&*action)) {
      return AgentText{std::move(write->text), write->deadline};
    }
    if (auto* request = std::get_if<ProviderRequest>(&*action)) {
      provider_.handle(now_, *request);
      hear_provider();
    } else {
      // The connection is ours to close, and closing it ends the call on our side at once.
      std::string reason = std::get<CloseCall>(*action).reason;
      call_.closed(now_, reason);
      return AgentCloses{std::move(reason)};
    }
  }
  return std::nullopt;
}

}  // namespace parley
