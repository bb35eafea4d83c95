#include "speech/voices/phrase_cache.h"

#include <algorithm>
#include <span>
#include <string_view>
#include <utility>
#include <variant>

#include "core/audio/level.h"
#include "core/audio/mulaw.h"
#include "core/base/time.h"
#include "live/event_loop.h"

namespace parley {
namespace {

using Mulaw = std::vector<std::uint8_t>;

constexpr std::size_t kPhraseBlock = 80;   // 10 ms
constexpr int kQuietPhrase = 60;           // RMS under which a phrase's edge is silence
constexpr std::size_t kBeforeVoice = 160;  // what is kept around the sound, for its soft ends
constexpr std::size_t kAfterVoice = 640;
constexpr std::size_t kMostFiller = 800 * 8;  // SPEC 1.3
constexpr std::size_t kEarliestCut = 500 * 8;
constexpr std::size_t kMostPhrase = 30 * 8000;  // what is longer is not a phrase

std::string_view name_of(PhraseId id) {
  static constexpr std::array<std::string_view, static_cast<std::size_t>(PhraseId::kCount)> kPhraseNames = {
      "greeting",    "filler", "apology",  "\"not caught\"", "farewell",
      "idle prompt", "offer",  "fallback", "opener",         "transfer"};
  return kPhraseNames[static_cast<std::size_t>(id)];
}

std::size_t quietest_block(const Mulaw& sound, std::size_t from, std::size_t to) {
  std::size_t best = to;
  int level = 0;
  for (std::size_t at = from; at + kPhraseBlock <= to; at += kPhraseBlock) {
    const int here = rms_level_mulaw(std::span(sound).subspan(at, kPhraseBlock));
    if (best == to || here <= level) {
      best = at;
      level = here;
    }
  }
  return best;
}

void trim(Mulaw& sound) {
  std::size_t first = sound.size();
  std::size_t last = 0;
  for (std::size_t at = 0; at < sound.size(); at += kPhraseBlock) {
    const std::size_t size = std::min(kPhraseBlock, sound.size() - at);
    if (rms_level_mulaw(std::span(sound).subspan(at, size)) < kQuietPhrase) continue;
    first = std::min(first, at);
    last = at + size;
  }
  if (last == 0) return sound.clear();
  const std::size_t begin = first - std::min(first, kBeforeVoice);
  const std::size_t end = std::min(sound.size(), last + kAfterVoice);
  sound =
      Mulaw(sound.begin() + static_cast<std::ptrdiff_t>(begin), sound.begin() + static_cast<std::ptrdiff_t>(end));
}

/// Speaks all phrases of all profiles on one loop, a few at a time. Each has a synthesiser of its own, as if it
/// were a call, since of one call only one turn is spoken at a time.
class PhraseRound {
 public:
  PhraseRound(std::vector<PhraseOrder> orders, const SynthesisProvider& provider,
              std::vector<std::string>& warnings, const PhraseLimits& limits)
      : orders_(std::move(orders)), provider_(provider), warnings_(warnings), limits_(limits) {
    for (std::size_t order = 0; order < orders_.size(); ++order) {
      for (std::size_t id = 0; id < orders_[order].texts.items.size(); ++id) {
        if (!orders_[order].texts.items[id].text.empty()) waiting_.push_back({order, static_cast<PhraseId>(id)});
      }
    }
    std::reverse(waiting_.begin(), waiting_.end());  // the next is at the back
  }

  std::vector<PhrasesPtr> speak() {
    if (!waiting_.empty()) {
      loop_.post([this] { begin_some(); });
      loop_.after(limits_.all, [this] { loop_.stop(); });
      loop_.run();
    }
    for (const auto& speaking : speaking_) warn(speaking->what, "the synthesiser took too long");
    for (const Wanted& wanted : waiting_) warn(wanted, "there was no time left to speak it");
    speaking_.clear();
    std::vector<PhrasesPtr> made;
    for (PhraseOrder& order : orders_) made.push_back(std::make_shared<const Phrases>(std::move(order.texts)));
    return made;
  }

 private:
  struct Wanted {
    std::size_t order = 0;
    PhraseId id = PhraseId::kGreeting;
  };
  struct Speaking {
    Wanted what;
    Mulaw sound;
    std::unique_ptr<Synthesizer> voice;
  };

  void begin_some() {
    while (!waiting_.empty() && open_ < limits_.at_once) {
      ++open_;
      const auto speaking = std::make_shared<Speaking>();
      speaking->what = waiting_.back();
      waiting_.pop_back();
      speaking_.push_back(speaking);
      const PhraseOrder& order = orders_[speaking->what.order];
      const std::weak_ptr<Speaking> weak = speaking;
      const auto heard = [this, weak](const ProviderEvent& event) {
        if (const auto one = weak.lock()) hear(one, event);
      };
      speaking->voice = provider_.synthesizer({loop_, heard}, *order.profile);
      speaking->voice->synthesize({kGreetingTurn, 0, order.texts[speaking->what.id].text});
      loop_.after(limits_.each, [this, weak] {
        if (const auto one = weak.lock()) end(one, "the synthesiser took too long");
      });
    }
    if (open_ == 0) loop_.stop();
  }

  void hear(const std::shared_ptr<Speaking>& speaking, const ProviderEvent& event) {
    if (const auto* failed = std::get_if<SpeechFailed>(&event)) return end(speaking, failed->reason);
    const auto* audio = std::get_if<SpeechAudio>(&event);
    if (audio == nullptr) return;
    speaking->sound.insert(speaking->sound.end(), audio->mulaw.begin(), audio->mulaw.end());
    if (speaking->sound.size() > kMostPhrase) return end(speaking, "it lasts over half a minute");
    if (audio->done) end(speaking, {});
  }

  /// An empty reason: all of it has come.
  void end(const std::shared_ptr<Speaking>& speaking, std::string_view reason) {
    if (std::erase(speaking_, speaking) == 0) return;
    if (reason.empty()) {
      keep(*speaking);
    } else {
      warn(speaking->what, reason);
    }
    // The driver may be the one who told us; it goes when it has come back.
    loop_.post([this, speaking] {
      speaking->voice.reset();
      --open_;
      begin_some();
    });
  }

  void keep(Speaking& speaking) {
    trim(speaking.sound);
    if (speaking.sound.empty()) return warn(speaking.what, "the synthesiser gave no sound");
    if (speaking.what.id == PhraseId::kFiller && speaking.sound.size() > kMostFiller) {
      speaking.sound.resize(quietest_block(speaking.sound, kEarliestCut, kMostFiller));
      warnings_.push_back(of(speaking.what) + " is longer than 800 ms and was cut; give it fewer words");
    }
    orders_[speaking.what.order].texts[speaking.what.id].mulaw = std::move(speaking.sound);
  }

  std::string of(const Wanted& what) const {
    const AgentProfile& profile = *orders_[what.order].profile;
    return "the " + std::string(name_of(what.id)) + " \"" + orders_[what.order].texts[what.id].text + "\" (" +
           profile.language + ")";
  }

  void warn(const Wanted& what, std::string_view reason) {
    warnings_.push_back(of(what) + " could not be spoken: " + std::string(reason));
  }

  std::vector<PhraseOrder> orders_;
  const SynthesisProvider& provider_;
  std::vector<std::string>& warnings_;
  const PhraseLimits limits_;
  std::vector<Wanted> waiting_;
  std::size_t open_ = 0;  // drivers that exist
  EventLoop loop_;
  std::vector<std::shared_ptr<Speaking>> speaking_;  // last: drivers go before their loop
};

}  // namespace

std::vector<PhrasesPtr> make_phrases(std::vector<PhraseOrder> orders, const SynthesisProvider& provider,
                                     std::vector<std::string>& warnings, const PhraseLimits& limits) {
  return PhraseRound(std::move(orders), provider, warnings, limits).speak();
}

PhrasesPtr make_phrases(Phrases texts, const SynthesisProvider& provider, const AgentProfile& profile,
                        std::vector<std::string>& warnings) {
  std::vector<PhraseOrder> orders;
  orders.push_back({std::move(texts), std::make_shared<const AgentProfile>(profile)});
  return make_phrases(std::move(orders), provider, warnings).front();
}

}  // namespace parley
