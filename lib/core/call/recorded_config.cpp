#include "core/call/recorded_config.h"

#include <memory>
#include <utility>

#include "core/base/name_table.h"
#include "core/call/settings.h"

namespace parley {
namespace {

constexpr std::size_t kPhrases = static_cast<std::size_t>(PhraseId::kCount);

// The first value after the last phrase is the count, so a phrase without a name fails to compile here.
constexpr NameTable<PhraseId, kPhrases> kNames({"greeting", "filler", "apology", "not_caught", "farewell",
                                                "idle_prompt", "offer", "fallback", "opener", "transfer"},
                                               static_cast<PhraseId>(kPhrases - 1));

}  // namespace

std::vector<trace::RecordedPhrase> recorded_phrases(const CallConfig& config) {
  std::vector<trace::RecordedPhrase> recorded;
  if (!config.phrases) return recorded;
  for (std::size_t i = 0; i < kPhrases; ++i) {
    const Phrase& phrase = config.phrases->items[i];
    recorded.push_back({std::string(kNames.name_of(static_cast<PhraseId>(i))), phrase.text, phrase.mulaw});
  }
  return recorded;
}

Result<CallConfig> config_of(const trace::TraceHeader& header, std::string_view place) {
  CallConfig config;
  for (const auto& [key, value] : header.settings) {
    if (auto error = apply_setting(config, key, value, place)) return *error;
  }
  Phrases phrases;
  for (const trace::RecordedPhrase& recorded : header.phrases) {
    const auto id = kNames.find(recorded.name);
    if (!id) return make_error("there is no phrase \"" + recorded.name + "\"", std::string(place));
    phrases[*id] = {recorded.text, recorded.mulaw};
  }
  config.phrases = std::make_shared<const Phrases>(std::move(phrases));
  return config;
}

}  // namespace parley
