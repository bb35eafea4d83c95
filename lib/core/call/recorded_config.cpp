#include "core/call/recorded_config.h"

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>
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

/// What a call understands by itself decides too, so a replay needs it; in English it goes without saying.
struct WordList {
  std::string_view name;
  Words& (*of)(CallConfig&);
};
constexpr std::array<WordList, 4> kWordLists{{
    {"words.yes", [](CallConfig& config) -> Words& { return config.reply.yes; }},
    {"words.repeat", [](CallConfig& config) -> Words& { return config.reply.repeat; }},
    {"words.once_more", [](CallConfig& config) -> Words& { return config.reply.once_more; }},
    {"words.backchannels", [](CallConfig& config) -> Words& { return config.turn.backchannels; }},
}};
constexpr char kBetween = '\n';

std::string as_lines(const Words& words) {
  std::string lines;
  for (const std::string& word : words) lines += word + kBetween;
  return lines;
}

Words from_lines(std::string_view lines) {
  Words words;
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find(kBetween));
    words.emplace_back(line);
    lines.remove_prefix(std::min(lines.size(), line.size() + 1));
  }
  return words;
}

/// Whether it was one of the lists of words.
bool take_words(CallConfig& config, const trace::RecordedPhrase& recorded) {
  for (const WordList& list : kWordLists) {
    if (recorded.name != list.name) continue;
    list.of(config) = from_lines(recorded.text);
    return true;
  }
  return false;
}

}  // namespace

std::vector<trace::RecordedPhrase> recorded_phrases(const CallConfig& config) {
  std::vector<trace::RecordedPhrase> recorded;
  if (!config.phrases) return recorded;
  for (std::size_t i = 0; i < kPhrases; ++i) {
    const Phrase& phrase = config.phrases->items[i];
    recorded.push_back({std::string(kNames.name_of(static_cast<PhraseId>(i))), phrase.text, phrase.mulaw});
  }
  CallConfig ours = config;
  CallConfig english_words;
  for (const WordList& list : kWordLists) {
    if (list.of(ours) == list.of(english_words)) continue;
    recorded.push_back({std::string(list.name), as_lines(list.of(ours)), {}});
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
    if (take_words(config, recorded)) continue;
    const auto id = kNames.find(recorded.name);
    if (!id) return make_error("there is no phrase \"" + recorded.name + "\"", std::string(place));
    phrases[*id] = {recorded.text, recorded.mulaw};
  }
  config.phrases = std::make_shared<const Phrases>(std::move(phrases));
  return config;
}

}  // namespace parley
