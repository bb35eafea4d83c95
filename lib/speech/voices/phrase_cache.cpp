#include "speech/voices/phrase_cache.h"

#include <algorithm>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
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
              std::vector<std::string>& warnings, const PhraseLimits& limits, std::string_view instead)
      : orders_(std::move(orders)), provider_(provider), warnings_(warnings), limits_(limits), instead_(instead) {
    for (std::size_t order = 0; order < orders_.size(); ++order) {
      for (std::size_t id = 0; id < orders_[order].texts.items.size(); ++id) {
        want({order, static_cast<PhraseId>(id)});
      }
    }
    std::reverse(waiting_.begin(), waiting_.end());  // the next is at the back
  }

  std::vector<PhrasesPtr> speak() {
    if (!waiting_.empty()) {
      loop_.post([this] { begin_some(); });
      stop_at_a_standstill();
      loop_.run();
    }
    for (const auto& speaking : speaking_) warn(speaking->what, "the synthesiser took too long");
    for (const Wanted& wanted : waiting_) warn(wanted, "there was no time left to speak it");
    speaking_.clear();
    for (const auto& [what, like] : alike_) {
      orders_[what.order].texts[what.id].mulaw = orders_[like.order].texts[like.id].mulaw;
    }
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

  /// Numbers mostly differ in their greeting alone.
  void want(const Wanted& what) {
    const PhraseOrder& order = orders_[what.order];
    const std::string& text = order.texts[what.id].text;
    if (text.empty()) return;
    const auto [first, is_new] =
        first_.try_emplace({order.profile->language, order.profile->voice, text, what.id}, what);
    if (is_new) {
      waiting_.push_back(what);
    } else {
      alike_.emplace_back(what, first->second);
    }
  }

  void stop_at_a_standstill() {
    loop_.after(limits_.standstill, [this, before = done_] {
      if (done_ == before) return loop_.stop();
      stop_at_a_standstill();
    });
  }

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
      ++done_;
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
    if (instead_.empty()) return;
    warnings_.push_back(of(what) + " has no sound and is replaced by " + std::string(instead_) + ": " +
                        std::string(reason));
  }

  std::vector<PhraseOrder> orders_;
  const SynthesisProvider& provider_;
  std::vector<std::string>& warnings_;
  const PhraseLimits limits_;
  const std::string_view instead_;  // what callers hear where there is no sound; empty: that is not known yet
  std::vector<Wanted> waiting_;
  std::map<std::tuple<std::string, std::string, std::string, PhraseId>, Wanted> first_;  // by language, voice, text
  std::vector<std::pair<Wanted, Wanted>> alike_;  // and which one is spoken for both
  std::size_t done_ = 0;
  std::size_t open_ = 0;  // drivers that exist
  EventLoop loop_;
  std::vector<std::shared_ptr<Speaking>> speaking_;  // last: drivers go before their loop
};

/// Of a voice that did not speak at all the first time not much is hoped.
constexpr std::chrono::milliseconds kSecondStandstill{5'000};

/// What has no sound yet, as orders of their own; for another provider without the name of a voice that he knows
/// not.
std::vector<PhraseOrder> left_of(const std::vector<PhraseOrder>& orders, const std::vector<PhrasesPtr>& made,
                                 bool other_voice) {
  std::vector<PhraseOrder> left;
  for (std::size_t order = 0; order < orders.size(); ++order) {
    const auto& profile = orders[order].profile;
    left.push_back({*made[order], other_voice ? without_voice(*profile) : profile});
    for (Phrase& phrase : left.back().texts.items) {
      if (!phrase.mulaw.empty()) phrase.text.clear();
    }
  }
  return left;
}

/// `made`, and the sounds of `others` where it has none.
std::vector<PhrasesPtr> completed(const std::vector<PhrasesPtr>& made, const std::vector<PhrasesPtr>& others) {
  std::vector<PhrasesPtr> all;
  for (std::size_t order = 0; order < made.size(); ++order) {
    Phrases whole = *made[order];
    for (std::size_t id = 0; id < whole.items.size(); ++id) {
      if (whole.items[id].mulaw.empty()) whole.items[id].mulaw = others[order]->items[id].mulaw;
    }
    all.push_back(std::make_shared<const Phrases>(std::move(whole)));
  }
  return all;
}

}  // namespace

std::vector<PhrasesPtr> make_phrases(std::vector<PhraseOrder> orders, const SynthesisProvider& provider,
                                     std::vector<std::string>& warnings, const PhraseLimits& limits,
                                     const SynthesisProvider* spare) {
  std::vector<PhrasesPtr> made = PhraseRound(orders, provider, warnings, limits, "").speak();
  // A machine that is busy while it starts, or a service that says "not now", is no reason for a foreign voice or a
  // beep until the next start: what failed is tried once more.
  PhraseLimits again = limits;
  again.standstill = std::min(again.standstill, kSecondStandstill);
  const std::string_view instead = spare != nullptr ? "the voice that is built in" : "a beep";
  made = completed(made, PhraseRound(left_of(orders, made, false), provider, warnings, again, instead).speak());
  if (spare == nullptr) return made;
  return completed(made, PhraseRound(left_of(orders, made, true), *spare, warnings, limits, "a beep").speak());
}

PhrasesPtr make_phrases(Phrases texts, const SynthesisProvider& provider, const AgentProfile& profile,
                        std::vector<std::string>& warnings) {
  std::vector<PhraseOrder> orders;
  orders.push_back({std::move(texts), std::make_shared<const AgentProfile>(profile)});
  return make_phrases(std::move(orders), provider, warnings).front();
}

}  // namespace parley
