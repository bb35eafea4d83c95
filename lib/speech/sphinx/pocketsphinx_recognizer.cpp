#include "speech/sphinx/pocketsphinx_recognizer.h"

#include <spdlog/spdlog.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "files/text_file.h"
#include "live/event_loop.h"
#include "speech/call_post.h"
#include "speech/intent_replier.h"
#include "speech/sphinx/language_model.h"
#include "speech/sphinx/pocketsphinx_call.h"
#include "speech/sphinx/sphinx_decoders.h"
#include "speech/worker_pool.h"

namespace parley {

const std::array<ProviderSetting, 3> kPocketsphinxSettings = {{
    {"pocketsphinx.model_dir", "POCKETSPHINX_MODEL_DIR", "/usr/share/pocketsphinx/model/en-us",
     "The folder of pocketsphinx's English model: en-us/ and cmudict-en-us.dict are in it."},
    {"pocketsphinx.background_percent", "", "1",
     "How much of what callers say is thought to be about other things, per cent of the words.",
     SettingKind::kNumber, 0, 90},
    {"pocketsphinx.idle_decoders", "", "8", "How many decoders are kept for the next calls, about 8 MB each.",
     SettingKind::kNumber, 0, 1000},
}};

namespace {

const ProviderSetting& kModelDir = kPocketsphinxSettings[0];
const ProviderSetting& kBackgroundPercent = kPocketsphinxSettings[1];
const ProviderSetting& kIdleDecoders = kPocketsphinxSettings[2];

/// For callers whom pocketsphinx cannot understand.
class DeafCall final : public Recognizer {
 public:
  DeafCall(ProviderSeat seat, std::string reason)
      : seat_(std::move(seat)), reason_(std::move(reason)), post_(seat_.loop) {}

  void open() override {}
  void hear(const RecognizerAudio&) override {}
  void segment_begins(MediaTime) override {}
  void finish(const FinishSegment&) override {
    post_.sender().post([this] { seat_.say(RecognizerFailed{reason_}); });
  }
  void close() override {}

 private:
  const ProviderSeat seat_;
  const std::string reason_;
  CallPost post_;
};

bool in_english(const AgentProfile& profile) {
  return profile.language == "en" || profile.language.starts_with("en-");
}

/// Who has no intents talks about what the embedded replier talks about then.
const IntentBook* book_of(const AgentProfile& profile) {
  return profile.intents != nullptr ? profile.intents.get() : front_desk().get();
}

struct Ears {
  std::shared_ptr<SphinxDecoders> decoders;
  std::size_t words = 0;
  std::size_t sentences = 0;
};

class PocketsphinxProvider final : public RecognizerProvider {
 public:
  PocketsphinxProvider(std::shared_ptr<WorkerPool> workers, std::map<const IntentBook*, Ears> ears)
      : workers_(std::move(workers)), ears_(std::move(ears)) {}

  std::unique_ptr<Recognizer> recognizer(ProviderSeat seat, const AgentProfile& profile) const override {
    const Ears* ears = ears_for(profile);
    if (ears == nullptr) return std::make_unique<DeafCall>(std::move(seat), why_deaf(profile));
    return std::make_unique<PocketsphinxCall>(std::move(seat), ears->decoders, workers_);
  }

  void check(EventLoop& loop, const AgentProfile& profile, ToldCheck told) const override {
    const Ears* ears = ears_for(profile);
    ProviderCheck check{ears != nullptr, ears == nullptr ? "pocketsphinx: " + why_deaf(profile) : ""};
    if (ears == nullptr) return loop.post([told = std::move(told), check] { told(check); });
    const auto answer = [&loop, told](const ProviderCheck& found) { loop.post([told, found] { told(found); }); };
    const bool taken = workers_->run([answer, ears = *ears] {
      auto decoder = ears.decoders->take();
      if (!decoder.has_value()) return answer({false, "pocketsphinx: " + decoder.error().text()});
      ears.decoders->give_back(std::move(*decoder));
      answer({true, "pocketsphinx: listens for " + std::to_string(ears.sentences) + " sentences of " +
                        std::to_string(ears.words) + " words"});
    });
    if (!taken) answer({false, "pocketsphinx: too much waits for its workers"});
  }

 private:
  const Ears* ears_for(const AgentProfile& profile) const {
    const auto found = ears_.find(book_of(profile));
    return in_english(profile) && found != ears_.end() ? &found->second : nullptr;
  }

  static std::string why_deaf(const AgentProfile& profile) {
    if (!in_english(profile))
      return "it understands English only, and this number's language is " + profile.language;
    return "it understands only what the intents of a number expect, and this number has none";
  }

  const std::shared_ptr<WorkerPool> workers_;
  const std::map<const IntentBook*, Ears> ears_;
};

void log_guesses(const LanguageModel& model) {
  std::string words;
  for (const std::string& word : model.guessed) words += (words.empty() ? "" : ", ") + word;
  if (!words.empty()) spdlog::warn("pocketsphinx guesses from their letters how these are spoken: {}", words);
  words.clear();
  for (const std::string& word : model.unspeakable) words += (words.empty() ? "" : ", ") + word;
  if (!words.empty())
    spdlog::warn("pocketsphinx leaves out sentences with these, which it cannot speak: {}", words);
}

Result<Ears> ears_of(const std::vector<std::string>& sentences, const std::string& dictionary,
                     const ProviderValues& values) {
  LanguageModelSettings settings;
  settings.background = static_cast<double>(values.number(kBackgroundPercent)) / 100.0;
  const auto model = make_language_model(sentences, dictionary, settings);
  if (!model.has_value()) return model.error();
  log_guesses(*model);
  auto decoders = SphinxDecoders::make(values.text(kModelDir) + "/en-us", *model, {},
                                       static_cast<std::size_t>(values.number(kIdleDecoders)));
  if (!decoders.has_value()) return decoders.error();
  return Ears{std::move(*decoders), model->words, sentences.size()};
}

}  // namespace

Result<std::shared_ptr<const RecognizerProvider>> make_pocketsphinx_recognizer(const ProviderParts& parts) {
  const auto dictionary = read_text_file(parts.values.text(kModelDir) + "/cmudict-en-us.dict");
  if (!dictionary.has_value()) {
    return make_error(
        "pocketsphinx has no dictionary, is pocketsphinx-en-us installed? " + dictionary.error().text(),
        std::string(kModelDir.key));
  }
  std::map<const IntentBook*, Ears> all;
  for (const std::shared_ptr<const AgentProfile>& profile : parts.profiles) {
    const IntentBook* book = book_of(*profile);
    if (!in_english(*profile) || all.contains(book)) continue;
    const std::vector<std::string>& sentences = book->expected_sentences("en");
    if (sentences.empty()) continue;
    auto ears = ears_of(sentences, *dictionary, parts.values);
    if (!ears.has_value()) return ears.error();
    all.emplace(book, std::move(*ears));
  }
  return std::make_shared<const PocketsphinxProvider>(parts.workers, std::move(all));
}

}  // namespace parley
