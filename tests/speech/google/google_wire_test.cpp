// Google's driver over real gRPC, against a server of ours with the same messages.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <thread>

#include "files/text_file.h"
#include "speech/google/google_recognizer.h"
#include "tests/live/test_certificate.h"
#include "tests/speech/call_seat.h"
#include "tests/speech/driver_rig.h"
#include "tests/speech/google/google_fake.h"
#include "tests/speech/google/service_account.h"
#include "tests/speech/own_folder.h"

namespace parley {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr std::string_view kSecret = "AIza-not-to-be-shown";

MediaRange range(std::int64_t begin, std::int64_t end) {
  return {MediaTime{begin}, MediaTime{end}};
}

class GoogleOverGrpc : public testing::Test {
 protected:
  GoogleOverGrpc() {
    profile->language = "he";
    parts.profiles = {profile};
    parts.values.set(kGoogleRecognizerSettings[0], kSecret);
    patience.look_every = std::chrono::milliseconds(5);
  }

  std::shared_ptr<const RecognizerProvider> provider() { return provider_at(fake.url()); }
  std::shared_ptr<const RecognizerProvider> provider_at(const std::string& url,
                                                        const std::string& authorities = "") {
    Result<std::shared_ptr<GoogleLine>> line = make_google_line({url, std::string(kSecret), "", authorities});
    EXPECT_TRUE(line.has_value());
    return google_recognizer_on(*line, parts, patience);
  }
  void expect_no_secret() {
    for (const std::string& failure : seat.failures()) EXPECT_THAT(failure, Not(HasSubstr(std::string(kSecret))));
  }

  speech_test::OwnFolder folder;
  StreamPatience patience;
  std::shared_ptr<AgentProfile> profile = std::make_shared<AgentProfile>();
  ProviderParts parts;
  GoogleFake fake;
  CallSeat seat;
};

TEST_F(GoogleOverGrpc, OpensWithWhatTheProtocolAsksFor) {
  seat.begin(*provider(), *profile);
  seat.hear(0, std::string(800, '.'));
  ASSERT_TRUE(fake.wait_for_bytes(800));
  const GoogleFake::Stream stream = fake.streams().at(0);
  EXPECT_EQ(stream.key, kSecret);
  EXPECT_EQ(stream.config.config().encoding(), google::cloud::speech::v1::RecognitionConfig::MULAW);
  EXPECT_EQ(stream.config.config().sample_rate_hertz(), 8000);
  EXPECT_EQ(stream.config.config().language_code(), "he-IL");
  EXPECT_TRUE(stream.config.interim_results());
  EXPECT_FALSE(stream.config.single_utterance());
}

TEST_F(GoogleOverGrpc, HearsAWholeCallAndLosesNoByteOfIt) {
  seat.begin(*provider(), *profile);
  std::string given;
  for (int turn = 0; turn < 5; ++turn) {
    const auto begin = static_cast<std::int64_t>(given.size());
    const std::string audio = std::string(4000, static_cast<char>('a' + turn)) + std::string(3200, '.');
    for (std::size_t at = 0; at < audio.size(); at += 1200) {
      seat.hear(begin + static_cast<std::int64_t>(at), audio.substr(at, 1200));
    }
    given += audio;
    seat.finish(begin, begin + 7200);
    ASSERT_TRUE(seat.wait_for_finals(static_cast<std::size_t>(turn) + 1));
    const Final last = seat.finals().back();
    EXPECT_EQ(last, (Final{range(begin, begin + 4000), std::string(1, static_cast<char>('a' + turn))}));
  }
  // Streams begin at the server in any order, so the bytes are counted by kind.
  std::string received = fake.all_audio();
  std::sort(received.begin(), received.end());
  std::sort(given.begin(), given.end());
  EXPECT_TRUE(received == given) << received.size() << " of " << given.size() << " bytes";
  EXPECT_THAT(seat.failures(), IsEmpty());
  for (const GoogleFake::Stream& stream : fake.streams()) EXPECT_LE(stream.largest, 25'000U);
}

TEST_F(GoogleOverGrpc, TellsPartialsAsTheyCome) {
  seat.begin(*provider(), *profile);
  seat.hear(1600, std::string(800, 'a'));
  ASSERT_TRUE(seat.wait_for_partials(1));
  EXPECT_EQ(seat.partials()[0], (Partial{range(1600, 2400), "a"}));
}

TEST_F(GoogleOverGrpc, TriesTheOtherCodeOfHebrew) {
  fake.refuse_language("he-IL");
  const auto google = provider();
  seat.begin(*google, *profile);
  seat.hear(0, std::string(800, 'a'));
  seat.finish(0, 800);
  ASSERT_TRUE(seat.wait_for_finals(1));
  EXPECT_EQ(seat.finals()[0], (Final{range(0, 800), "a"}));
  EXPECT_THAT(seat.failures(), IsEmpty());
  bool heard = false;
  for (const GoogleFake::Stream& stream : fake.streams()) {
    heard = heard || (stream.config.config().language_code() == "iw-IL" && stream.audio == std::string(800, 'a'));
  }
  EXPECT_TRUE(heard) << "all of it, in the other language";
  EXPECT_EQ(seat.check(*google, *profile).what.substr(0, 38), "google: iw-IL with the default model h");
}

class GoogleFaults : public GoogleOverGrpc, public testing::WithParamInterface<std::pair<int, std::string>> {};

TEST_P(GoogleFaults, AreSaidOnceAndHealedByOpeningAgain) {
  const auto code = static_cast<grpc::StatusCode>(GetParam().first);
  fake.misbehave({0, 800, grpc::Status(code, "because " + std::string(kSecret)), false, false});
  seat.begin(*provider(), *profile);
  seat.hear(0, std::string(800, 'a'));
  ASSERT_TRUE(seat.wait_for_failures(1));
  EXPECT_THAT(seat.failures()[0], HasSubstr(GetParam().second));
  expect_no_secret();
  seat.open();
  seat.hear(0, std::string(800, 'a') + std::string(800, 'b'));
  seat.finish(0, 1600);
  ASSERT_TRUE(seat.wait_for_finals(1));
  EXPECT_THAT(seat.finals(), ElementsAre(Final{range(0, 1600), "a b"}));
  EXPECT_EQ(seat.failures().size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(
    ByCode, GoogleFaults,
    testing::Values(std::pair(int{grpc::UNAVAILABLE}, "cannot be reached"),
                    std::pair(int{grpc::RESOURCE_EXHAUSTED}, "quota"), std::pair(int{grpc::OUT_OF_RANGE}, "limit"),
                    std::pair(int{grpc::UNAUTHENTICATED}, "key"), std::pair(int{grpc::INTERNAL}, "code 13"),
                    std::pair(int{grpc::INVALID_ARGUMENT}, "GCP_STT_LANGUAGE"), std::pair(int{grpc::OK}, "ended")));

TEST_F(GoogleOverGrpc, TakesAnErrorWithinAnAnswerForTheEnd) {
  fake.misbehave({0, 800, grpc::Status(grpc::StatusCode::OUT_OF_RANGE, "305 seconds"), false, true});
  seat.begin(*provider(), *profile);
  seat.hear(0, std::string(800, '.'));
  ASSERT_TRUE(seat.wait_for_failures(1));
  EXPECT_THAT(seat.failures()[0], HasSubstr("305 seconds"));
  seat.hang_up();
  EXPECT_TRUE(fake.wait_for_streams_over(1));
}

TEST_F(GoogleOverGrpc, GivesUpOnAStreamThatHangsAndTakesAnotherConnection) {
  patience.finals = std::chrono::milliseconds(30);
  fake.misbehave({0, 800, {}, true, false});
  seat.begin(*provider(), *profile);
  seat.hear(0, std::string(800, 'a'));
  ASSERT_TRUE(fake.wait_for_bytes(800));
  seat.finish(0, 800);
  ASSERT_TRUE(seat.wait_for_failures(1));
  EXPECT_EQ(seat.failures()[0], "Google gave no final words within 30 ms");
  EXPECT_TRUE(fake.wait_for_streams_over(1)) << "the hung stream is cancelled";
}

TEST_F(GoogleOverGrpc, SurvivesAServerThatDiesInMidStream) {
  seat.begin(*provider(), *profile);
  seat.hear(0, std::string(800, 'a'));
  ASSERT_TRUE(fake.wait_for_bytes(800));
  fake.stop();
  ASSERT_TRUE(seat.wait_for_failures(1));
  seat.open();
  ASSERT_TRUE(seat.wait_for_failures(2)) << "and says so again where nobody listens any more";
}

TEST_F(GoogleOverGrpc, SurvivesAnAnswerInDrops) {
  fake.drip();
  seat.begin(*provider(), *profile);
  seat.hear(0, std::string(800, 'a'));
  seat.finish(0, 800);
  ASSERT_TRUE(seat.wait_for_finals(1));
  EXPECT_EQ(seat.finals()[0].text, "a");
}

TEST_F(GoogleOverGrpc, KeepsSilenceFlowing) {
  patience.quiet = std::chrono::milliseconds(1);
  seat.begin(*provider(), *profile);
  ASSERT_TRUE(fake.wait_for_bytes(1600)) << "two messages of it";
  const std::string audio = fake.all_audio();
  EXPECT_EQ(audio.find_first_not_of('\xFF'), std::string::npos);
}

TEST_F(GoogleOverGrpc, ClosesWithTheLastWordsAndNothingAfter) {
  seat.begin(*provider(), *profile);
  seat.hear(0, std::string(800, 'a'));
  seat.close();
  ASSERT_TRUE(seat.wait_for_finals(1));
  EXPECT_TRUE(fake.wait_for_streams_over(1));
  EXPECT_THAT(seat.failures(), IsEmpty());
}

TEST_F(GoogleOverGrpc, DropsACallInTheMiddleWithoutAWord) {
  for (int i = 0; i < 20; ++i) {
    seat.begin(*provider(), *profile);
    seat.hear(0, std::string(8000, 'a'));
    seat.finish(0, 8000);
    seat.hang_up();
  }
  EXPECT_THAT(seat.failures(), IsEmpty());
}

TEST_F(GoogleOverGrpc, IsNotMisledByAServerThatSpeaksSomethingElse) {
  namespace net = boost::asio;
  net::io_context context;
  net::ip::tcp::acceptor acceptor(context, {net::ip::address_v4::loopback(), 0});
  std::thread babbler([&] {
    net::ip::tcp::socket socket(context);
    boost::system::error_code error;
    acceptor.accept(socket, error);
    if (!error) net::write(socket, net::buffer(std::string(2000, '?')), error);
  });
  seat.begin(*provider_at("http://127.0.0.1:" + std::to_string(acceptor.local_endpoint().port())), *profile);
  EXPECT_TRUE(seat.wait_for_failures(1));
  babbler.join();
}

TEST_F(GoogleOverGrpc, IsProvedByACheck) {
  fake.want_key(std::string(kSecret));
  const ProviderCheck good = seat.check(*provider(), *profile);
  EXPECT_TRUE(good.good);
  EXPECT_THAT(good.what, HasSubstr("google: he-IL with the default model heard 0.3 s of silence in "));
  fake.want_key("another");
  const ProviderCheck bad = seat.check(*provider(), *profile);
  EXPECT_FALSE(bad.good);
  EXPECT_THAT(bad.what, HasSubstr("refuses the key; check GOOGLE_API_KEY"));
  EXPECT_THAT(bad.what, Not(HasSubstr(std::string(kSecret))));
  fake.stop();
  const ProviderCheck gone = seat.check(*provider(), *profile);
  EXPECT_FALSE(gone.good);
  EXPECT_THAT(gone.what, HasSubstr("cannot be reached"));
}

TEST_F(GoogleOverGrpc, SaysInACheckThatNothingIsAnswered) {
  patience.connect = patience.finals = std::chrono::milliseconds(20);
  fake.misbehave({0, 0, {}, true, false});
  const ProviderCheck check = seat.check(*provider(), *profile);
  EXPECT_FALSE(check.good);
}

std::string content_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

TEST_F(GoogleOverGrpc, VerifiesCertificates) {
  const TestCertificate certificate = make_certificate(folder.path(), "google", "DNS:localhost", 3600);
  grpc::SslServerCredentialsOptions options;
  options.pem_key_cert_pairs.push_back(
      {content_of(certificate.key_file), content_of(certificate.certificate_file)});
  GoogleFake secure(grpc::SslServerCredentials(options));
  const std::string url = "https://localhost:" + std::to_string(secure.port());
  seat.begin(*provider_at(url, content_of(certificate.certificate_file)), *profile);
  seat.hear(0, std::string(800, 'a'));
  EXPECT_TRUE(secure.wait_for_bytes(800));
  seat.begin(*provider_at(url), *profile);
  EXPECT_TRUE(seat.wait_for_failures(1)) << "nobody vouches for it";
}

TEST_F(GoogleOverGrpc, SignsForItselfWithAServiceAccountAndWritesTheKeyNowhere) {
  const TestCertificate certificate = make_certificate(folder.path(), "google", "DNS:localhost", 3600);
  grpc::SslServerCredentialsOptions options;
  options.pem_key_cert_pairs.push_back(
      {content_of(certificate.key_file), content_of(certificate.certificate_file)});
  GoogleFake secure(grpc::SslServerCredentials(options));
  const speech_test::ServiceAccount account;
  const std::string path = folder.file("account.json");
  ASSERT_TRUE(write_text_file(path, account.file()));
  const std::string url = "https://localhost:" + std::to_string(secure.port());
  parts.values.set(kGoogleRecognizerSettings[1], path);
  parts.values.set(kGoogleRecognizerSettings[2], url);
  parts.values.set(kGoogleRecognizerSettings[6], certificate.certificate_file);
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  const auto made = make_google_recognizer(parts);
  if (made) seat.begin(**made, *profile);
  seat.hear(0, std::string(800, 'a'));
  const bool heard = secure.wait_for_bytes(800);
  secure.stop();
  EXPECT_TRUE(seat.wait_for_failures(1)) << "and what is said of it is looked at too";
  const std::string written = testing::internal::GetCapturedStdout() + testing::internal::GetCapturedStderr();
  ASSERT_TRUE(made.has_value()) << made.error().text();
  ASSERT_TRUE(heard);
  const GoogleFake::Stream stream = secure.streams().at(0);
  EXPECT_EQ(stream.key, "") << "the account goes before the key";
  ASSERT_TRUE(stream.authorization.starts_with("Bearer "));
  const std::string bearer = stream.authorization.substr(7);
  const speech_test::WebToken token(bearer);
  EXPECT_TRUE(account.signed_this(token));
  EXPECT_EQ(token.claim("iss"), speech_test::ServiceAccount::kEmail);
  EXPECT_TRUE(token.claim("aud").starts_with(url + "/")) << token.claim("aud");
  for (const std::string& shown : {written, seat.failures().at(0)}) {
    EXPECT_THAT(shown, Not(HasSubstr(bearer)));
    EXPECT_THAT(shown, Not(HasSubstr(account.private_key().substr(100, 20))));
  }
}

TEST_F(GoogleOverGrpc, RefusesAnAccountThatGrpcCannotUseAndSaysWhereItIs) {
  std::string file = speech_test::ServiceAccount().file();
  file.replace(file.find("client_id"), 9, "client_no");
  const std::string path = folder.file("account.json");
  ASSERT_TRUE(write_text_file(path, file));
  parts.values.set(kGoogleRecognizerSettings[1], path);
  const auto made = make_google_recognizer(parts);
  ASSERT_FALSE(made.has_value());
  EXPECT_EQ(made.error().place, path);
  EXPECT_THAT(made.error().message, HasSubstr("client_id"));
}

/// Only counts; on the loop of its streams.
struct CountsEnds final : GoogleStream::Listener {
  void on_written() override {}
  void on_results(std::vector<GoogleResult>) override {}
  void on_ended(GoogleEnd) override { ++ended; }
  std::atomic<int> ended{0};
};

TEST_F(GoogleOverGrpc, TakesAnotherConnectionBeforeOneIsFull) {
  constexpr int kStreams = GoogleFake::kMostStreams + 50;
  const Result<std::shared_ptr<GoogleLine>> line = make_google_line({.url = fake.url()});
  ASSERT_TRUE(line.has_value());
  CountsEnds listener;
  std::vector<std::unique_ptr<GoogleStream>> streams;
  speech_test::LoopThread thread;
  const auto open = [&] { streams.push_back((*line)->open(thread.loop(), {.language = "he-IL"}, listener)); };
  thread.run([&] {
    for (int i = 0; i < kStreams; ++i) open();
  });
  EXPECT_TRUE(fake.wait_for_streams(kStreams)) << "none waits for another";
  std::map<std::string, int> on_connection;
  for (const GoogleFake::Stream& stream : fake.streams()) ++on_connection[stream.peer];
  EXPECT_EQ(on_connection.size(), 2U);
  for (const auto& [peer, count] : on_connection) EXPECT_LT(count, GoogleFake::kMostStreams);

  thread.run([&] { streams.clear(); });
  EXPECT_TRUE(fake.wait_for_streams_over(kStreams));
  thread.run(open);
  EXPECT_TRUE(fake.wait_for_streams(kStreams + 1));
  EXPECT_EQ(on_connection.count(fake.streams().back().peer), 1U) << "those that stand are used again";
  EXPECT_EQ(listener.ended, 0);
  thread.run([&] { streams.clear(); });
}

}  // namespace
}  // namespace parley
