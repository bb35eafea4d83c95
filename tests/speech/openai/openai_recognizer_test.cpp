#include "speech/openai/openai_recognizer.h"

#include <gtest/gtest.h>

#include <atomic>

#include <memory>
#include <string>

#include "core/audio/mulaw.h"
#include "speech/openai/openai_service.h"
#include "speech/sound/heard_audio.h"
#include "tests/speech/driver_rig.h"
#include "tests/speech/http/fake_http.h"
#include "tests/speech/wire_fixture.h"

namespace parley {
namespace {

using namespace speech_test;  // NOLINT: a test's own words

class Ear {
 public:
  explicit Ear(const FakeHttp& server, const std::vector<std::pair<std::string, std::string>>& more = {},
               const AgentProfile& profile = {}) {
    ProviderParts parts;
    EXPECT_EQ(parts.values.set(kOpenaiSettings[0], server.url("/v1")), "");
    EXPECT_EQ(parts.values.set(kOpenaiSettings[1], "sk-test-0123456789abcdef"), "");
    for (const auto& [key, value] : more) {
      for (const ProviderSetting& setting : kOpenaiRecognizerSettings) {
        if (setting.key == key) {
          EXPECT_EQ(parts.values.set(setting, value), "");
        }
      }
    }
    provider = make_openai_recognizer(parts).value();
    thread.run([&] {
      driver = provider->recognizer({thread.loop(), said.listener()}, profile);
      driver->open();
    });
  }
  ~Ear() {
    thread.run([this] { driver.reset(); });
  }
  /// The segment from 1600 to 9600, in pieces that do not end where it does.
  void hear_segment() {
    thread.run([this] {
      driver->hear({MediaTime{0}, std::vector<std::uint8_t>(1200, 0xFF)});
      driver->segment_begins(MediaTime{1600});
      for (int i = 0; i < 10; ++i)
        driver->hear({MediaTime{1200 + 1000 * i}, std::vector<std::uint8_t>(1000, 0x20)});
      driver->finish(segment());
    });
  }
  static FinishSegment segment() { return {TurnId{1}, 1, {MediaTime{1600}, MediaTime{9600}}}; }

  LoopThread thread;
  Said said;
  std::shared_ptr<const RecognizerProvider> provider;
  std::unique_ptr<Recognizer> driver;
};

TEST(AnOpenaiRecognizer, SendsTheSegmentAsAWavFileAndSaysItsWords) {
  FakeHttp server([](const SeenRequest&) {
    return whole_answer(200, "application/json", wire_fixture("openai/transcription.answer.json"));
  });
  AgentProfile hebrew;
  hebrew.language = "he";
  Ear ear(server, {{"openai.transcription_prompt", "Parley"}}, hebrew);
  ear.hear_segment();
  ASSERT_TRUE(ear.said.wait_for_ends(1));
  EXPECT_EQ(ear.said.events(), (std::vector<ProviderEvent>{Final{Ear::segment().range, "When are you open?"}}));
  const SeenRequest seen = server.requests().at(0);
  EXPECT_EQ(seen.target, "/v1/audio/transcriptions");
  EXPECT_TRUE(seen.headers.at("content-type").starts_with("multipart/form-data; boundary="));
  const std::size_t wav = seen.body.find("RIFF");
  ASSERT_NE(wav, std::string::npos);
  // 8000 samples, all of them the caller's.
  EXPECT_EQ(seen.body.substr(wav + 40, 4), std::string("\x80\x3E\0\0", 4));
  const std::int16_t sample = mulaw_decode(0x20);
  const std::string expected{static_cast<char>(sample & 0xFF), static_cast<char>((sample >> 8) & 0xFF)};
  for (int i = 0; i < 8000; i += 1)
    ASSERT_EQ(seen.body.substr(wav + 44 + static_cast<std::size_t>(i) * 2, 2), expected) << i;
  for (const std::string part :
       {"name=\"model\"\r\n\r\ngpt-4o-mini-transcribe\r\n", "name=\"language\"\r\n\r\nhe\r\n",
        "name=\"prompt\"\r\n\r\nParley\r\n", "name=\"response_format\"\r\n\r\njson\r\n",
        "name=\"file\"; filename=\"segment.wav\"\r\nContent-Type: audio/wav\r\n"}) {
    EXPECT_NE(seen.body.find(part), std::string::npos) << part;
  }
}

TEST(AnOpenaiRecognizer, SaysPartialsOfAnAnswerThatStreams) {
  FakeHttp server([](const SeenRequest&) {
    return chunked_answer("text/event-stream", {wire_fixture("openai/transcription.answer.sse").substr(0, 70),
                                                wire_fixture("openai/transcription.answer.sse").substr(70)});
  });
  Ear ear(server, {{"openai.transcription_stream", "true"}});
  ear.hear_segment();
  ASSERT_TRUE(ear.said.wait_for_ends(1));
  const auto events = ear.said.events();
  EXPECT_EQ(events.back(), ProviderEvent(Final{Ear::segment().range, "When are you open?"}));
  EXPECT_EQ(events.front(), ProviderEvent(Partial{Ear::segment().range, "When are"}));
  EXPECT_NE(server.requests().at(0).body.find("name=\"stream\"\r\n\r\ntrue"), std::string::npos);
}

TEST(AnOpenaiRecognizer, UnderstandsOtherServersOfItsKind) {
  const std::vector<std::pair<FakeAnswer, std::string>> answers{
      {whole_answer(200, "text/plain", " Hello.\n"), "Hello."},
      {whole_answer(200, "application/json", R"({"text":" [BLANK_AUDIO]\n"})"), ""},
      {whole_answer(200, "application/json", "{\"text\":\"(wind blowing)\"}"), ""},
      {whole_answer(200, "application/json", R"({"text":""})"), ""},
      {whole_answer(200, "text/event-stream",
                    "data: {\"type\":\"transcript.text.delta\",\"delta\":\"Hel\"}\n\ndata: [DONE]\n\n"),
       "Hel"}};
  FakeHttp server(
      [&](const SeenRequest& request) { return answers[static_cast<std::size_t>(request.number)].first; });
  Ear ear(server);
  for (const auto& [answer, words] : answers) {
    ear.said.clear();
    ear.hear_segment();
    ASSERT_TRUE(ear.said.wait_for_ends(1));
    EXPECT_EQ(ear.said.events().back(), ProviderEvent(Final{Ear::segment().range, words}));
  }
}

TEST(AnOpenaiRecognizer, SaysNothingOfASegmentWithoutAudio) {
  FakeHttp server([](const SeenRequest&) { return FakeAnswer{}; });
  Ear ear(server);
  ear.thread.run([&] { ear.driver->finish(Ear::segment()); });
  ASSERT_TRUE(ear.said.wait_for_ends(1));
  EXPECT_EQ(ear.said.events(), (std::vector<ProviderEvent>{Final{Ear::segment().range, ""}}));
  EXPECT_TRUE(server.requests().empty());
}

TEST(AnOpenaiRecognizer, FailsOnceForAllItsSegmentsAndHearsAgainWhenItIsOpened) {
  FakeHttp server([](const SeenRequest& request) -> FakeAnswer {
    if (request.number < 3) return {{}, FakeAnswer::Then::kHang};
    if (request.number == 3) return whole_answer(401, "application/json", wire_fixture("openai/error_401.json"));
    return whole_answer(200, "application/json", R"({"text":"Back."})");
  });
  Ear ear(server);
  for (int i = 0; i < 4; ++i) {
    ear.hear_segment();
    ASSERT_TRUE(server.wait_for_requests(static_cast<std::size_t>(i) + 1));
  }
  ASSERT_TRUE(ear.said.wait_for_ends(1));
  EXPECT_EQ(ear.said.events(), (std::vector<ProviderEvent>{RecognizerFailed{
                                   "openai (127.0.0.1) refused the key (HTTP 401); see OPENAI_API_KEY", false}}));
  EXPECT_TRUE(server.wait_for_closed(3));  // nobody waits for the others any more
  ear.hear_segment();
  ear.thread.run([&] { ear.driver->open(); });
  ear.said.clear();
  ear.hear_segment();
  ASSERT_TRUE(ear.said.wait_for_ends(1));
  EXPECT_EQ(ear.said.events(), (std::vector<ProviderEvent>{Final{Ear::segment().range, "Back."}}));
  EXPECT_EQ(server.requests().size(), 5U);
}

TEST(AnOpenaiRecognizer, SaysNothingAfterItsClose) {
  FakeHttp server([](const SeenRequest&) -> FakeAnswer { return {{}, FakeAnswer::Then::kHang}; });
  Ear ear(server);
  ear.hear_segment();
  ASSERT_TRUE(server.wait_for_requests(1));
  ear.thread.run([&] { ear.driver->close(); });
  ASSERT_TRUE(server.wait_for_closed(1));
  ear.thread.run([] {});
  EXPECT_TRUE(ear.said.events().empty());
}

TEST(AnOpenaiRecognizer, EndsOnceWhereverItsAnswerIsCut) {
  for (const bool streams : {false, true}) {
    const FakeAnswer good =
        streams ? chunked_answer("text/event-stream", {wire_fixture("openai/transcription.answer.sse")})
                : whole_answer(200, "application/json", wire_fixture("openai/transcription.answer.json"));
    // A request may be seen twice: its connection was kept, and the reset overtook the first byte.
    std::atomic<std::size_t> cut = 0;
    FakeHttp server([&](const SeenRequest&) { return first_bytes(good, cut.load(), FakeAnswer::Then::kReset); });
    Ear ear(server);
    for (std::size_t bytes = 0; bytes < size_of(good); bytes += 13) {
      cut = bytes;
      ear.said.clear();
      ear.thread.run([&] { ear.driver->open(); });
      ear.hear_segment();
      ASSERT_TRUE(ear.said.wait_for_ends(1)) << bytes;
      ear.thread.run([] {});
      EXPECT_EQ(Said::ends(ear.said.events()), 1U) << bytes;
      EXPECT_NE(Said::failure(ear.said.events()), "") << bytes;
    }
  }
}

TEST(AnOpenaiRecognizer, TakesGarbageForAFailure) {
  const std::vector<FakeAnswer> garbage{whole_answer(200, "application/json", "{"),
                                        whole_answer(200, "application/json", "[]"),
                                        whole_answer(200, "text/html", "<html>"),
                                        whole_answer(200, "text/event-stream", "data: 7\n\n"),
                                        whole_answer(200, "text/event-stream", "data: {\"error\":{}}\n\n"),
                                        whole_answer(200, "application/json", std::string(300'000, ' '))};
  FakeHttp server([&](const SeenRequest& request) { return garbage[static_cast<std::size_t>(request.number)]; });
  Ear ear(server);
  for (std::size_t i = 0; i < garbage.size(); ++i) {
    ear.said.clear();
    ear.thread.run([&] { ear.driver->open(); });
    ear.hear_segment();
    ASSERT_TRUE(ear.said.wait_for_ends(1)) << i;
    EXPECT_NE(Said::failure(ear.said.events()), "") << i;
  }
}

TEST(AnOpenaiRecognizer, ChecksItself) {
  FakeHttp server([](const SeenRequest&) { return whole_answer(200, "application/json", R"({"text":""})"); });
  Ear ear(server);
  const ProviderCheck line =
      checked(ear.thread, [&](EventLoop& loop, ToldCheck told) { ear.provider->check(loop, {}, std::move(told)); });
  EXPECT_TRUE(line.good);
  EXPECT_TRUE(
      line.what.starts_with("openai (127.0.0.1): transcription by gpt-4o-mini-transcribe heard half a second"))
      << line.what;
}

TEST(HeardAudio, KeepsWhatFitsAndFillsWhatNeverCame) {
  HeardAudio heard;
  EXPECT_TRUE(heard.samples({MediaTime{0}, MediaTime{100}}).empty());
  heard.push({MediaTime{100}, std::vector<std::uint8_t>(50, 0x20)});
  heard.push({MediaTime{200}, std::vector<std::uint8_t>(50, 0x21)});
  const auto samples = heard.samples({MediaTime{90}, MediaTime{210}});
  ASSERT_EQ(samples.size(), 120U);
  EXPECT_EQ(samples[9], 0);
  EXPECT_EQ(samples[10], mulaw_decode(0x20));
  EXPECT_EQ(samples[59], mulaw_decode(0x20));
  EXPECT_EQ(samples[60], 0);
  EXPECT_EQ(samples[110], mulaw_decode(0x21));
  heard.forget_before(MediaTime{150});
  EXPECT_EQ(heard.size(), 50U);
  for (int i = 0; i < 50; ++i) heard.push({MediaTime{10'000 * i}, std::vector<std::uint8_t>(10'000, 0x20)});
  EXPECT_LE(heard.size(), HeardAudio::kMostBytes);
  EXPECT_EQ(heard.dropped() + static_cast<std::int64_t>(heard.size()), 500'050);
}

}  // namespace
}  // namespace parley
