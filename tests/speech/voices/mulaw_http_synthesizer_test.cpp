#include "speech/voices/mulaw_http_synthesizer.h"

#include <gtest/gtest.h>

#include <atomic>

#include <functional>
#include <memory>
#include <string>

#include "files/text_file.h"
#include "speech/google/google_synthesizer.h"
#include "tests/speech/driver_rig.h"
#include "tests/speech/google/service_account.h"
#include "tests/speech/http/fake_http.h"
#include "tests/speech/own_folder.h"
#include "tests/speech/wire_fixture.h"

namespace parley {
namespace {

using namespace speech_test;  // NOLINT: a test's own words

using Make = std::function<Result<std::shared_ptr<const SynthesisProvider>>(const ProviderParts&)>;

/// Speaks one sentence by a provider; what was said.
std::vector<ProviderEvent> spoken(const Make& make, const ProviderParts& parts, const AgentProfile& profile,
                                  const std::string& text) {
  const auto made = make(parts);
  EXPECT_TRUE(made.has_value()) << (made ? "" : made.error().text());
  if (!made) return {};
  LoopThread thread;
  Said said;
  std::unique_ptr<Synthesizer> driver;
  thread.run([&] {
    driver = (*made)->synthesizer({thread.loop(), said.listener()}, profile);
    driver->synthesize({TurnId{1}, 0, text});
  });
  EXPECT_TRUE(said.wait_for_ends(1));
  thread.run([&] { driver.reset(); });
  return said.events();
}

std::string sound_of(const std::vector<ProviderEvent>& events) {
  std::string out;
  for (const ProviderEvent& event : events) {
    if (const auto* audio = std::get_if<SpeechAudio>(&event)) out.append(audio->mulaw.begin(), audio->mulaw.end());
  }
  return out;
}

const std::string kSound = [] {
  std::string out;
  for (int i = 0; i < 4000; ++i) out += static_cast<char>(i * 7);
  return out;
}();
FakeAnswer mulaw_answer() {
  return chunked_answer("audio/basic", {kSound.substr(0, 100), kSound.substr(100, 1), kSound.substr(101)});
}

TEST(MulawOverHttp, IsAskedAsDeepgramHasIt) {
  FakeHttp server([](const SeenRequest&) { return mulaw_answer(); });
  ProviderParts parts;
  parts.values.set(kAuraSettings[0],
                   server.url("/v1/speak?model={voice}&encoding=mulaw&sample_rate=8000&container=none"));
  parts.values.set(kAuraSettings[1], "dg-0123456789");
  EXPECT_EQ(sound_of(spoken(make_aura_synthesizer, parts, {}, "Hello & \"welcome\"")), kSound);
  const SeenRequest seen = server.requests().at(0);
  EXPECT_EQ(seen.target, "/v1/speak?model=aura-2-thalia-en&encoding=mulaw&sample_rate=8000&container=none");
  EXPECT_EQ(seen.headers.at("authorization"), "Token dg-0123456789");
  EXPECT_EQ(seen.body, wire_fixture("deepgram/speak.request.json"));
}

TEST(MulawOverHttp, IsAskedAsElevenlabsHasIt) {
  FakeHttp server([](const SeenRequest&) { return mulaw_answer(); });
  ProviderParts parts;
  parts.values.set(kElevenlabsSettings[0], server.url("/v1/text-to-speech/{voice}/stream?output_format=ulaw_8000"));
  parts.values.set(kElevenlabsSettings[1], "xi-0123456789");
  AgentProfile profile;
  profile.voice = "a/../b";
  EXPECT_EQ(sound_of(spoken(make_elevenlabs_synthesizer, parts, profile, "Hello & \"welcome\"")), kSound);
  const SeenRequest seen = server.requests().at(0);
  EXPECT_EQ(seen.target, "/v1/text-to-speech/a%2F..%2Fb/stream?output_format=ulaw_8000");
  EXPECT_EQ(seen.headers.at("xi-api-key"), "xi-0123456789");
  EXPECT_EQ(seen.body, wire_fixture("elevenlabs/speak.request.json"));
}

TEST(MulawOverHttp, IsAskedAsAzureHasIt) {
  FakeHttp server([](const SeenRequest&) { return mulaw_answer(); });
  ProviderParts parts;
  parts.values.set(kAzureSettings[0], server.url("/cognitiveservices/v1"));
  parts.values.set(kAzureSettings[1], "az-0123456789");
  EXPECT_EQ(sound_of(spoken(make_azure_synthesizer, parts, {}, "Hello & \"welcome\"")), kSound);
  const SeenRequest seen = server.requests().at(0);
  EXPECT_EQ(seen.headers.at("ocp-apim-subscription-key"), "az-0123456789");
  EXPECT_EQ(seen.headers.at("x-microsoft-outputformat"), "raw-8khz-8bit-mono-mulaw");
  EXPECT_EQ(seen.headers.at("content-type"), "application/ssml+xml");
  EXPECT_EQ(seen.body, wire_fixture("azure/speak.request.xml"));
  AgentProfile hebrew;
  hebrew.language = "he";
  spoken(make_azure_synthesizer, parts, hebrew, "שלום");
  EXPECT_NE(server.requests().at(1).body.find("xml:lang='he-IL'><voice name='he-IL-HilaNeural'>שלום<"),
            std::string::npos);
}

TEST(MulawOverHttp, IsAskedAsItsDescriptionSays) {
  FakeHttp server([](const SeenRequest&) { return mulaw_answer(); });
  ProviderParts parts;
  parts.values.set(kMulawHttpSettings[0], server.url("/say/{language}"));
  parts.values.set(kMulawHttpSettings[1], "k-0123456789");
  parts.values.set(kMulawHttpSettings[2], "X-Token: t={key}");
  parts.values.set(kMulawHttpSettings[3], "text/plain");
  parts.values.set(kMulawHttpSettings[4], "{voice}: {text}");
  parts.values.set(kMulawHttpSettings[5], "ann");
  EXPECT_EQ(sound_of(spoken(make_mulaw_http_synthesizer, parts, {}, "a \"b\"")), kSound);
  const SeenRequest seen = server.requests().at(0);
  EXPECT_EQ(seen.target, "/say/en");
  EXPECT_EQ(seen.headers.at("x-token"), "t=k-0123456789");
  EXPECT_EQ(seen.body, "ann: a \"b\"");
}

TEST(MulawOverHttp, IsRefusedWhereItsDescriptionIsNone) {
  ProviderParts parts;
  EXPECT_EQ(make_mulaw_http_synthesizer(parts).error().text(), "mulaw_http.url: has to be set");
  parts.values.set(kMulawHttpSettings[0], "https://h/x");
  parts.values.set(kMulawHttpSettings[2], "no header");
  EXPECT_FALSE(make_mulaw_http_synthesizer(parts).has_value());
  parts.values.set(kAzureSettings[0], "wss://h/x");
  EXPECT_FALSE(make_azure_synthesizer(parts).has_value());
}

TEST(MulawOverHttp, SaysWhatAProviderRefused) {
  FakeHttp server([](const SeenRequest& request) {
    return request.number == 0 ? whole_answer(401, "application/json", wire_fixture("deepgram/error_401.json"))
                               : whole_answer(422, "application/json", wire_fixture("elevenlabs/error_quota.json"));
  });
  ProviderParts parts;
  parts.values.set(kAuraSettings[0], server.url("/v1/speak"));
  EXPECT_EQ(Said::failure(spoken(make_aura_synthesizer, parts, {}, "x")),
            "deepgram wants a key (HTTP 401); see DEEPGRAM_API_KEY");
  EXPECT_EQ(Said::failure(spoken(make_aura_synthesizer, parts, {}, "x")),
            "deepgram refused the request (HTTP 422): This request exceeds your quota of 10000.");
}

TEST(MulawOverHttp, EndsOnceWhereverAnAnswerIsCut) {
  const FakeAnswer good = mulaw_answer();
  // A request may be seen twice: its connection was kept, and the reset overtook the first byte.
  std::atomic<std::size_t> cut = 0;
  FakeHttp server([&](const SeenRequest&) { return first_bytes(good, cut.load(), FakeAnswer::Then::kReset); });
  ProviderParts parts;
  parts.values.set(kAuraSettings[0], server.url("/v1/speak"));
  for (std::size_t bytes = 0; bytes < size_of(good); bytes += 211) {
    cut = bytes;
    const auto events = spoken(make_aura_synthesizer, parts, {}, "x");
    EXPECT_EQ(Said::ends(events), 1U) << bytes;
    EXPECT_NE(Said::failure(events), "") << bytes;
    EXPECT_TRUE(kSound.starts_with(sound_of(events))) << bytes;
  }
}

// ---- Google: the same in JSON --------------------------------------------------------------------------------

AgentProfile hebrew_profile() {
  AgentProfile profile;
  profile.language = "he";
  profile.voice = "he-IL-Wavenet-A";
  return profile;
}

ProviderParts google_parts(const FakeHttp& server) {
  ProviderParts parts;
  parts.values.set(kGoogleSynthesizerSettings[0], server.url("/v1/text:synthesize"));
  parts.values.set({"google.api_key", "GOOGLE_API_KEY"}, "AIza-0123456789");
  return parts;
}

TEST(AGoogleSynthesizer, AsksAsTheInterfaceHasItAndTakesTheHeadOff) {
  FakeHttp server([](const SeenRequest&) {
    return whole_answer(200, "application/json; charset=UTF-8", wire_fixture("google/synthesize.answer.json"));
  });
  const std::string sound =
      sound_of(spoken(make_google_synthesizer, google_parts(server), hebrew_profile(), "שלום \"לכם\""));
  ASSERT_EQ(sound.size(), 512U);
  for (int i = 0; i < 512; ++i) ASSERT_EQ(static_cast<unsigned char>(sound[static_cast<std::size_t>(i)]), i % 256);
  const SeenRequest seen = server.requests().at(0);
  EXPECT_EQ(seen.body, wire_fixture("google/synthesize.request.json"));
  EXPECT_EQ(seen.headers.at("x-goog-api-key"), "AIza-0123456789");
}

TEST(AGoogleSynthesizer, SaysWhatItCannotTake) {
  const std::vector<std::pair<FakeAnswer, std::string>> answers{
      {whole_answer(400, "application/json", wire_fixture("google/error_400.json")),
       "google refused the request (HTTP 400): Voice 'he-IL-None' does not exist. Is it misspelled?"},
      {whole_answer(200, "application/json", "{}"), "google gave an answer without audioContent"},
      {whole_answer(200, "application/json", "{\"audioContent\":\"?\"}"),
       "google gave audioContent that is no base64"},
      {whole_answer(200, "application/json", "{\"audioContent\":\"\"}"), "google gave no sound"},
      {whole_answer(200, "text/html", "<html>"), "google gave an answer that is no JSON"}};
  FakeHttp server(
      [&](const SeenRequest& request) { return answers[static_cast<std::size_t>(request.number)].first; });
  for (const auto& [answer, reason] : answers) {
    EXPECT_EQ(Said::failure(spoken(make_google_synthesizer, google_parts(server), hebrew_profile(), "x")), reason);
  }
}

TEST(AVoiceOfMulaw, IsNoPageThatSaysItWere) {
  FakeHttp server([](const SeenRequest& request) {
    const bool json = request.number == 0;
    return whole_answer(200, "audio/basic", json ? "{\"error\": \"try later\"}" : "<html>no speech today</html>");
  });
  ProviderParts parts;
  parts.values.set(kMulawHttpSettings[0], server.url("/speak"));
  for (int i = 0; i < 2; ++i) {
    const std::string failure = Said::failure(spoken(make_mulaw_http_synthesizer, parts, {}, "x"));
    EXPECT_TRUE(failure.ends_with("gave text where raw sound was asked for")) << failure;
  }
}

TEST(AVoiceOfMulaw, MayBeginWithAHumWhoseBytesAreSigns) {
  for (const std::string sound : {"{{||}}~~", "<<==>>??", "{~|}~{|}"}) {
    FakeHttp server([&](const SeenRequest&) { return whole_answer(200, "audio/basic", sound); });
    ProviderParts parts;
    parts.values.set(kMulawHttpSettings[0], server.url("/speak"));
    EXPECT_EQ(Said::failure(spoken(make_mulaw_http_synthesizer, parts, {}, "x")), "") << sound;
  }
}

TEST(AGoogleSynthesizer, SignsForItselfWithAServiceAccount) {
  FakeHttp server([](const SeenRequest& request) {
    return request.number == 0
               ? whole_answer(200, "application/json", wire_fixture("google/synthesize.answer.json"))
               : whole_answer(403, "application/json", "{}");
  });
  const OwnFolder folder;
  const std::string path = folder.file("account.json");
  const ServiceAccount account;
  ASSERT_TRUE(write_text_file(path, account.file()));
  ProviderParts parts = google_parts(server);  // with a key beside it, which the account goes before
  parts.values.set({"google.credentials_file", "GOOGLE_APPLICATION_CREDENTIALS"}, path);
  EXPECT_EQ(sound_of(spoken(make_google_synthesizer, parts, {}, "x")).size(), 512U);
  const SeenRequest seen = server.requests().at(0);
  EXPECT_EQ(seen.headers.count("x-goog-api-key"), 0U);
  const std::string bearer = seen.headers.at("authorization");
  ASSERT_TRUE(bearer.starts_with("Bearer "));
  const WebToken token(bearer.substr(7));
  EXPECT_TRUE(account.signed_this(token));
  EXPECT_EQ(token.claim("iss"), ServiceAccount::kEmail);
  EXPECT_EQ(Said::failure(spoken(make_google_synthesizer, parts, {}, "x")),
            "google refused the key (HTTP 403); see GOOGLE_APPLICATION_CREDENTIALS");
}

}  // namespace
}  // namespace parley
