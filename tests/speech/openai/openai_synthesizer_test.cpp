#include "speech/openai/openai_synthesizer.h"

#include <gtest/gtest.h>

#include <atomic>

#include <memory>
#include <string>

#include "core/audio/mulaw.h"
#include "speech/openai/openai_service.h"
#include "speech/sound/wav_header.h"
#include "tests/speech/driver_rig.h"
#include "tests/speech/http/fake_http.h"
#include "tests/speech/wire_fixture.h"

namespace parley {
namespace {

using namespace speech_test;  // NOLINT: a test's own words

/// So many samples of a slow triangle, little endian.
std::string pcm(int samples) {
  std::string out;
  for (int i = 0; i < samples; ++i) {
    const int value = 8000 - 160 * std::abs(i % 200 - 100);
    out += static_cast<char>(value & 0xFF);
    out += static_cast<char>((value >> 8) & 0xFF);
  }
  return out;
}

class Voice {
 public:
  explicit Voice(const FakeHttp& server, const std::vector<std::pair<std::string, std::string>>& more = {}) {
    ProviderParts parts;
    EXPECT_EQ(parts.values.set(kOpenaiSettings[0], server.url("/v1")), "");
    EXPECT_EQ(parts.values.set(kOpenaiSettings[1], "sk-test-0123456789abcdef"), "");
    for (const auto& [key, value] : more) {
      for (const ProviderSetting& setting : kOpenaiSynthesizerSettings) {
        if (setting.key == key) {
          EXPECT_EQ(parts.values.set(setting, value), "");
        }
      }
      for (const ProviderSetting& setting : kOpenaiSettings) {
        if (setting.key == key) {
          EXPECT_EQ(parts.values.set(setting, value), "");
        }
      }
    }
    provider = make_openai_synthesizer(parts).value();
    thread.run([this] { driver = provider->synthesizer({thread.loop(), said.listener()}, {}); });
  }
  ~Voice() {
    thread.run([this] { driver.reset(); });
  }
  void speak(int turn, int sentence, const std::string& text) {
    thread.run([&] { driver->synthesize({TurnId{turn}, sentence, text}); });
  }

  LoopThread thread;
  Said said;
  std::shared_ptr<const SynthesisProvider> provider;
  std::unique_ptr<Synthesizer> driver;
};

std::size_t sound_of(const std::vector<ProviderEvent>& events, int sentence) {
  std::size_t size = 0;
  for (const ProviderEvent& event : events) {
    const auto* audio = std::get_if<SpeechAudio>(&event);
    if (audio != nullptr && audio->sentence == sentence) size += audio->mulaw.size();
  }
  return size;
}
FakeAnswer speech(int samples) {
  return chunked_answer("audio/pcm", {pcm(samples).substr(0, 777), pcm(samples).substr(777)});
}

TEST(AnOpenaiSynthesizer, AsksAsTheInterfaceHasItAndGivesTheCallsSound) {
  FakeHttp server([](const SeenRequest&) { return speech(24'000); });
  Voice voice(server);
  voice.speak(1, 0, "We open at \"seven\".");
  ASSERT_TRUE(voice.said.wait_for_ends(1));
  EXPECT_EQ(server.requests().at(0).body, wire_fixture("openai/speech.request.json"));
  EXPECT_EQ(server.requests().at(0).target, "/v1/audio/speech");
  const auto events = voice.said.events();
  const auto size = static_cast<double>(sound_of(events, 0));
  EXPECT_NEAR(size, 8000, 2);
  for (const ProviderEvent& event : events) EXPECT_LE(std::get<SpeechAudio>(event).mulaw.size(), 1600U);
}

TEST(AnOpenaiSynthesizer, ReadsTheRateOfAWavFile) {
  const std::vector<std::int16_t> samples(16'000, 1000);
  FakeHttp server([&](const SeenRequest&) { return chunked_answer("audio/wav", {wav_of(samples, 16'000)}); });
  Voice voice(server, {{"openai.speech_format", "wav"}});
  voice.speak(1, 0, "Hi.");
  ASSERT_TRUE(voice.said.wait_for_ends(1));
  EXPECT_EQ(Said::failure(voice.said.events()), "");
  EXPECT_NEAR(static_cast<double>(sound_of(voice.said.events(), 0)), 8000, 2);
}

TEST(AnOpenaiSynthesizer, PlaysNothingThatIsNoSound) {
  FakeHttp server([](const SeenRequest& request) {
    if (request.number == 0) return whole_answer(200, "audio/mpeg", std::string(5000, 'm'));
    if (request.number == 1) return whole_answer(200, "application/json", "{}");
    return whole_answer(200, "audio/pcm", "");
  });
  Voice voice(server);
  const std::vector<std::string> reasons{"openai (127.0.0.1) gave audio/mpeg where raw sound was asked for",
                                         "openai (127.0.0.1) gave application/json where raw sound was asked for",
                                         "openai (127.0.0.1) gave no sound"};
  for (const std::string& reason : reasons) {
    voice.said.clear();
    voice.speak(1, 0, "Hi.");
    ASSERT_TRUE(voice.said.wait_for_ends(1));
    EXPECT_EQ(Said::failure(voice.said.events()), reason);
    EXPECT_EQ(voice.said.events().size(), 1U);
  }
}

TEST(AnOpenaiSynthesizer, SaysSentencesInOrderThoughTheirSoundComesInAnother) {
  std::promise<void> second_done;
  const std::shared_future<void> wait = second_done.get_future().share();
  FakeHttp server([&](const SeenRequest& request) {
    if (request.body.find("\"input\":\"one\"") != std::string::npos) wait.wait();  // until the second is answered
    return speech(2400);
  });
  Voice voice(server);
  for (int i = 0; i < 3; ++i)
    voice.speak(1, i, std::array<std::string, 3>{"one", "two", "three"}[static_cast<std::size_t>(i)]);
  ASSERT_TRUE(server.wait_for_requests(3));  // the second came to its end, for the third has begun
  EXPECT_TRUE(voice.said.events().empty());
  second_done.set_value();
  ASSERT_TRUE(voice.said.wait_for_ends(3));
  int sentence = 0;
  for (const ProviderEvent& event : voice.said.events()) {
    const auto& audio = std::get<SpeechAudio>(event);
    EXPECT_EQ(audio.sentence, sentence);
    if (audio.done) ++sentence;
  }
}

TEST(AnOpenaiSynthesizer, SaysNothingOfATurnThatWasCancelledAndClosesItsConnections) {
  FakeHttp server([](const SeenRequest& request) {
    FakeAnswer answer = speech(24'000);
    return request.body.find("old") == std::string::npos ? answer
                                                         : first_bytes(answer, 900, FakeAnswer::Then::kHang);
  });
  Voice voice(server);
  voice.speak(1, 0, "old");
  voice.speak(1, 1, "old too");
  ASSERT_TRUE(server.wait_for_requests(2));
  voice.thread.run([&] { voice.driver->cancel(TurnId{1}); });
  voice.said.clear();
  ASSERT_TRUE(server.wait_for_closed(2));
  voice.speak(2, 0, "new");
  ASSERT_TRUE(voice.said.wait_for_ends(1));
  for (const ProviderEvent& event : voice.said.events()) EXPECT_EQ(std::get<SpeechAudio>(event).turn, TurnId{2});
}

TEST(AnOpenaiSynthesizer, GoesOnWithTheNextSentenceWhereOneFails) {
  FakeHttp server([](const SeenRequest& request) {
    return request.body.find("bad") == std::string::npos
               ? speech(2400)
               : whole_answer(500, "application/json", wire_fixture("openai/error_500.json"));
  });
  Voice voice(server);
  voice.speak(1, 0, "bad");
  voice.speak(1, 1, "good");
  ASSERT_TRUE(voice.said.wait_for_ends(2));
  const auto events = voice.said.events();
  const auto* failed = std::get_if<SpeechFailed>(&events.front());
  ASSERT_NE(failed, nullptr);
  EXPECT_TRUE(failed->may_retry);
  EXPECT_NE(sound_of(events, 1), 0U);
}

TEST(AnOpenaiSynthesizer, SpeaksASentenceWithoutWordsAtOnce) {
  FakeHttp server([](const SeenRequest&) { return speech(2400); });
  Voice voice(server);
  voice.speak(1, 0, " ");
  ASSERT_TRUE(voice.said.wait_for_ends(1));
  EXPECT_EQ(Said::failure(voice.said.events()), "");
  EXPECT_TRUE(server.requests().empty());
}

TEST(AnOpenaiSynthesizer, SaysWhatStoodReadyBehindATurnThatWasCancelled) {
  FakeHttp server([](const SeenRequest& request) {
    return request.body.find("old") == std::string::npos ? speech(2400) : FakeAnswer{{}, FakeAnswer::Then::kHang};
  });
  Voice voice(server);
  voice.speak(1, 0, "old");
  voice.speak(2, 0, "new");
  voice.speak(2, 1, "newer");
  ASSERT_TRUE(server.wait_for_requests(3));  // "newer" is asked when all of "new" has come
  EXPECT_TRUE(voice.said.events().empty());
  voice.thread.run([&] { voice.driver->cancel(TurnId{1}); });
  ASSERT_TRUE(voice.said.wait_for_ends(2));
  EXPECT_EQ(Said::failure(voice.said.events()), "");
}

TEST(AnOpenaiSynthesizer, RefusesMoreSentencesThanItKeeps) {
  FakeHttp server([](const SeenRequest&) -> FakeAnswer { return {{}, FakeAnswer::Then::kHang}; });
  Voice voice(server);
  for (int i = 0; i < 65; ++i) voice.speak(1, i, "x");
  voice.thread.run([&] { voice.driver->cancel(TurnId{2}); });
  voice.speak(2, 0, "y");
  // In order: what was refused is said when what was asked before it has ended.
  voice.thread.run([&] { voice.driver->cancel(TurnId{1}); });
  ASSERT_TRUE(voice.said.wait_for_ends(1));
  EXPECT_NE(Said::failure(voice.said.events()).find("too many sentences wait"), std::string::npos);
}

TEST(AnOpenaiSynthesizer, EndsOnceWhereverItsAnswerIsCut) {
  const FakeAnswer good = speech(600);
  for (const auto then : {FakeAnswer::Then::kClose, FakeAnswer::Then::kReset}) {
    // A request may be seen twice: its connection was kept, and the reset overtook the first byte.
    std::atomic<std::size_t> cut = 0;
    FakeHttp server([&](const SeenRequest&) { return first_bytes(good, cut.load(), then); });
    Voice voice(server);
    for (std::size_t bytes = 0; bytes < size_of(good); bytes += 11) {
      cut = bytes;
      voice.said.clear();
      voice.speak(1, 0, "x");
      ASSERT_TRUE(voice.said.wait_for_ends(1)) << bytes;
      voice.thread.run([] {});
      EXPECT_EQ(Said::ends(voice.said.events()), 1U) << bytes;
      EXPECT_NE(Said::failure(voice.said.events()), "") << bytes;
    }
  }
}

TEST(AnOpenaiSynthesizer, ChecksItsVoice) {
  FakeHttp server([](const SeenRequest& request) {
    return request.number == 0 ? speech(24'000)
                               : whole_answer(401, "application/json", wire_fixture("openai/error_401.json"));
  });
  Voice voice(server);
  const auto check = [&](EventLoop& loop, ToldCheck told) { voice.provider->check(loop, {}, std::move(told)); };
  const ProviderCheck good = checked(voice.thread, check);
  EXPECT_TRUE(good.good);
  EXPECT_TRUE(good.what.starts_with("openai (127.0.0.1): the voice alloy spoke 1.0 s, the first of it after ") ||
              good.what.starts_with("openai (127.0.0.1): the voice alloy spoke 0.9 s"))
      << good.what;
  EXPECT_EQ(checked(voice.thread, check).what, "openai (127.0.0.1) refused the key (HTTP 401); see OPENAI_API_KEY");
}

}  // namespace
}  // namespace parley
