#include "speech/voices/phrase_cache.h"

#include <gtest/gtest.h>

#include <chrono>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/audio/mulaw.h"
#include "live/event_loop.h"

namespace parley {
namespace {

constexpr std::size_t kMillisecond = 8;

std::vector<std::uint8_t> sound(std::size_t before_ms, std::size_t voice_ms, std::size_t after_ms) {
  std::vector<std::int16_t> samples(before_ms * kMillisecond);
  for (std::size_t i = 0; i < voice_ms * kMillisecond; ++i) samples.push_back(i % 8 < 4 ? 4000 : -4000);
  samples.resize(samples.size() + after_ms * kMillisecond);
  return mulaw_encode(samples);
}

/// Answers by what the text says: "fails", "hangs", "silent", "long", else 300 ms of sound in much silence.
class PretendedSynthesis final : public SynthesisProvider {
 public:
  class Voice final : public Synthesizer {
   public:
    Voice(const PretendedSynthesis& from, ProviderSeat seat) : from_(from), seat_(std::move(seat)) {
      ++from_.alive;
      ++from_.made;
    }
    ~Voice() override { --from_.alive; }
    void synthesize(const Synthesize& sentence) override {
      from_.most_alive = std::max(from_.most_alive, from_.alive);
      const std::string& text = sentence.text;
      if (text == "hangs") return;
      if (text == "fails at first" && from_.made <= 1) {
        return seat_.say(SpeechFailed{sentence.turn, sentence.sentence, "too busy"});
      }
      if (text == "fails") return seat_.say(SpeechFailed{sentence.turn, sentence.sentence, "no such voice"});
      const std::size_t voice = text == "silent" ? 0 : text == "long" ? 1500 : 300;
      seat_.loop.post([this, sentence, voice] {
        seat_.say(SpeechAudio{sentence.turn, sentence.sentence, sound(200, voice, 500), false});
        seat_.say(SpeechAudio{sentence.turn, sentence.sentence, {}, true});
      });
    }
    void cancel(TurnId) override {}

   private:
    const PretendedSynthesis& from_;
    ProviderSeat seat_;
  };

  std::unique_ptr<Synthesizer> synthesizer(ProviderSeat seat, const AgentProfile&) const override {
    return std::make_unique<Voice>(*this, std::move(seat));
  }
  void check(EventLoop&, const AgentProfile&, ToldCheck) const override {}

  mutable int alive = 0;
  mutable int most_alive = 0;
  mutable int made = 0;
};

/// Speaks whatever it is given, and remembers by which voice.
class SpareSynthesis final : public SynthesisProvider {
 public:
  class Voice final : public Synthesizer {
   public:
    Voice(const SpareSynthesis& from, ProviderSeat seat, std::string name)
        : from_(from), seat_(std::move(seat)), name_(std::move(name)) {}
    void synthesize(const Synthesize& sentence) override {
      from_.spoken.push_back(sentence.text + " by \"" + name_ + "\"");
      seat_.say(SpeechAudio{sentence.turn, sentence.sentence, sound(0, 300, 0), true});
    }
    void cancel(TurnId) override {}

   private:
    const SpareSynthesis& from_;
    ProviderSeat seat_;
    std::string name_;
  };

  std::unique_ptr<Synthesizer> synthesizer(ProviderSeat seat, const AgentProfile& profile) const override {
    return std::make_unique<Voice>(*this, std::move(seat), profile.voice);
  }
  void check(EventLoop&, const AgentProfile&, ToldCheck) const override {}

  mutable std::vector<std::string> spoken;
};

TEST(APhraseCache, HoldsEachPhraseWithoutTheSilenceAroundIt) {
  const PretendedSynthesis provider;
  std::vector<std::string> warnings;
  const PhrasesPtr phrases = make_phrases(english_phrases(), provider, AgentProfile{}, warnings);
  EXPECT_TRUE(warnings.empty());
  for (const Phrase& phrase : phrases->items) {
    EXPECT_NEAR(static_cast<double>(phrase.mulaw.size()), (20 + 300 + 80) * kMillisecond, 20 * kMillisecond);
    EXPECT_FALSE(phrase.text.empty());
  }
  EXPECT_EQ(provider.alive, 0);
  EXPECT_LE(provider.most_alive, 4) << "a few at a time";
}

TEST(APhraseCache, LeavesAPhraseThatCannotBeSpokenWithoutSoundAndSaysSo) {
  const PretendedSynthesis provider;
  Phrases texts;
  texts[PhraseId::kGreeting].text = "fails";
  texts[PhraseId::kApology].text = "silent";
  texts[PhraseId::kFarewell].text = "goodbye";
  std::vector<std::string> warnings;
  const PhrasesPtr phrases = make_phrases(texts, provider, AgentProfile{}, warnings);
  EXPECT_TRUE((*phrases)[PhraseId::kGreeting].mulaw.empty());
  EXPECT_TRUE((*phrases)[PhraseId::kApology].mulaw.empty());
  EXPECT_FALSE((*phrases)[PhraseId::kFarewell].mulaw.empty());
  EXPECT_EQ(
      std::set<std::string>(warnings.begin(), warnings.end()),
      (std::set<std::string>{
          "the greeting \"fails\" (en) has no sound and is replaced by a beep: no such voice",
          "the apology \"silent\" (en) has no sound and is replaced by a beep: the synthesiser gave no sound"}));
}

TEST(APhraseCache, TriesAgainWhatFailedOnAMachineThatIsBusyWhileItStarts) {
  const PretendedSynthesis provider;
  Phrases texts;
  texts[PhraseId::kGreeting].text = "fails at first";
  std::vector<std::string> warnings;
  const PhrasesPtr phrases = make_phrases(texts, provider, AgentProfile{}, warnings);
  EXPECT_FALSE((*phrases)[PhraseId::kGreeting].mulaw.empty());
  EXPECT_TRUE(warnings.empty());
}

TEST(APhraseCache, CutsAFillerThatIsTooLong) {
  const PretendedSynthesis provider;
  Phrases texts;
  texts[PhraseId::kFiller].text = "long";
  texts[PhraseId::kOffer].text = "long";
  std::vector<std::string> warnings;
  const PhrasesPtr phrases = make_phrases(texts, provider, AgentProfile{}, warnings);
  EXPECT_LE((*phrases)[PhraseId::kFiller].mulaw.size(), 800 * kMillisecond);
  EXPECT_GE((*phrases)[PhraseId::kFiller].mulaw.size(), 500 * kMillisecond);
  EXPECT_GT((*phrases)[PhraseId::kOffer].mulaw.size(), 1500 * kMillisecond);
  EXPECT_EQ(warnings, std::vector<std::string>{
                          "the filler \"long\" (en) is longer than 800 ms and was cut; give it fewer words"});
}

TEST(APhraseCache, WaitsForNobodyForEver) {
  const PretendedSynthesis provider;
  std::vector<PhraseOrder> orders(2);
  for (PhraseOrder& order : orders) {
    order.profile = std::make_shared<const AgentProfile>();
    order.texts[PhraseId::kGreeting].text = "hangs";
    order.texts[PhraseId::kFarewell].text = "goodbye";
  }
  std::vector<std::string> warnings;
  PhraseLimits limits;
  limits.each = std::chrono::milliseconds(20);
  const auto phrases = make_phrases(orders, provider, warnings, limits);
  ASSERT_EQ(phrases.size(), 2U);
  EXPECT_EQ(warnings.size(), 1U) << "both have the same greeting, so it is tried once";
  for (const PhrasesPtr& one : phrases) {
    EXPECT_TRUE((*one)[PhraseId::kGreeting].mulaw.empty());
    EXPECT_FALSE((*one)[PhraseId::kFarewell].mulaw.empty());
  }
  limits.each = std::chrono::seconds(20);
  limits.standstill = std::chrono::milliseconds(20);
  limits.at_once = 1;
  warnings.clear();
  static_cast<void>(make_phrases(orders, provider, warnings, limits));
  EXPECT_EQ(warnings.size(), 2U) << "the one that hangs, and the one that had no turn";
  EXPECT_EQ(provider.alive, 0);
}

TEST(APhraseCache, SpeaksOnceWhatNumbersHaveInCommon) {
  const PretendedSynthesis provider;
  std::vector<PhraseOrder> orders(3);
  for (PhraseOrder& order : orders) {
    order.profile = std::make_shared<const AgentProfile>();
    order.texts[PhraseId::kFarewell].text = "goodbye";
  }
  orders[1].texts[PhraseId::kGreeting].text = "a greeting of its own";
  AgentProfile other;
  other.voice = "kal";
  orders[2].profile = std::make_shared<const AgentProfile>(other);
  std::vector<std::string> warnings;
  const auto phrases = make_phrases(orders, provider, warnings);
  EXPECT_EQ(provider.made, 3) << "two voices say goodbye, one of them a greeting";
  for (const PhrasesPtr& one : phrases) EXPECT_FALSE((*one)[PhraseId::kFarewell].mulaw.empty());
  EXPECT_FALSE((*phrases[1])[PhraseId::kGreeting].mulaw.empty());
}

TEST(APhraseCache, HasWhatTheSynthesiserCannotSpeakSpokenByAnother) {
  const PretendedSynthesis provider;
  const SpareSynthesis spare;
  std::vector<PhraseOrder> orders(1);
  AgentProfile profile;
  profile.voice = "alloy";
  orders[0].profile = std::make_shared<const AgentProfile>(profile);
  orders[0].texts[PhraseId::kGreeting].text = "fails";
  orders[0].texts[PhraseId::kFarewell].text = "goodbye";
  std::vector<std::string> warnings;
  const auto phrases = make_phrases(orders, provider, warnings, {}, &spare);
  EXPECT_FALSE((*phrases[0])[PhraseId::kGreeting].mulaw.empty());
  EXPECT_EQ((*phrases[0])[PhraseId::kGreeting].text, "fails");
  EXPECT_FALSE((*phrases[0])[PhraseId::kFarewell].mulaw.empty());
  EXPECT_EQ(spare.spoken, (std::vector<std::string>{"fails by \"\""}));
  EXPECT_EQ(warnings,
            (std::vector<std::string>{"the greeting \"fails\" (en) has no sound and is replaced by the voice "
                                      "that is built in: no such voice"}));
}

TEST(APhraseCache, KeepsItsOwnVoiceWhereThatFailedOnlyAtFirst) {
  const PretendedSynthesis provider;
  const SpareSynthesis spare;
  std::vector<PhraseOrder> orders(1);
  orders[0].profile = std::make_shared<const AgentProfile>();
  orders[0].texts[PhraseId::kGreeting].text = "fails at first";
  std::vector<std::string> warnings;
  const auto phrases = make_phrases(orders, provider, warnings, {}, &spare);
  EXPECT_FALSE((*phrases[0])[PhraseId::kGreeting].mulaw.empty());
  EXPECT_TRUE(spare.spoken.empty());
  EXPECT_TRUE(warnings.empty());
}

TEST(APhraseCache, AsksForNothingWhereThereAreNoWords) {
  const PretendedSynthesis provider;
  std::vector<std::string> warnings;
  EXPECT_TRUE((*make_phrases(Phrases{}, provider, AgentProfile{}, warnings))[PhraseId::kGreeting].mulaw.empty());
  EXPECT_EQ(provider.most_alive, 0);
  EXPECT_TRUE(warnings.empty());
}

}  // namespace
}  // namespace parley
