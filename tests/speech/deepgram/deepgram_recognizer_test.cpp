#include "speech/deepgram/deepgram_recognizer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/speech/call_seat.h"
#include "tests/speech/deepgram/deepgram_fake.h"

namespace parley {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using Fault = DeepgramFake::Fault;

constexpr std::string_view kSecret = "K-secret-key";

MediaRange range(std::int64_t begin, std::int64_t end) {
  return {MediaTime{begin}, MediaTime{end}};
}

class Deepgram : public testing::Test {
 protected:
  Deepgram() {
    profile->language = "he";
    parts.profiles = {profile};
    parts.values.set(kDeepgramRecognizerSettings[0], kSecret);
    parts.values.set(kDeepgramRecognizerSettings[1], fake.url());
    patience.look_every = std::chrono::milliseconds(5);
  }
  std::shared_ptr<const RecognizerProvider> provider() {
    const auto made = make_deepgram_recognizer(parts, patience);
    EXPECT_TRUE(made.has_value());
    return *made;
  }

  StreamPatience patience;
  std::shared_ptr<AgentProfile> profile = std::make_shared<AgentProfile>();
  ProviderParts parts;
  DeepgramFake fake;
  CallSeat seat;
};

TEST_F(Deepgram, IsAskedForWhatTheProtocolSays) {
  seat.begin(*provider(), *profile);
  seat.hear(0, std::string(800, '.'));
  ASSERT_TRUE(
      fake.wait_for([](const auto& streams) { return !streams.empty() && streams[0].audio.size() == 800; }));
  const DeepgramFake::Stream stream = fake.streams()[0];
  EXPECT_EQ(stream.authorization, "Token K-secret-key");
  EXPECT_EQ(stream.target,
            "/v1/listen?model=nova-3&language=he&encoding=mulaw&sample_rate=8000&channels=1&interim_results=true"
            "&endpointing=300&smart_format=true");
}

TEST_F(Deepgram, HearsAWholeCallAndLosesNoByteOfIt) {
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
    EXPECT_EQ(seat.finals().back(),
              (Final{range(begin, begin + 7200), std::string(1, static_cast<char>('a' + turn))}));
  }
  EXPECT_TRUE(fake.streams().at(0).audio == given);
  EXPECT_EQ(fake.streams().size(), 1U);
  EXPECT_THAT(seat.failures(), IsEmpty());
}

TEST_F(Deepgram, CountsTheFramesThatDidNotFitWhileItWasNotThere) {
  seat.begin(*provider(), *profile);
  // Opened and filled in one breath, so that the connection cannot come about meanwhile.
  seat.on_loop([&] {
    seat.recognizer().close();
    seat.recognizer().open();
    for (int second = 0; second < 20; ++second) {
      seat.recognizer().hear({MediaTime{second * 8000}, std::vector<std::uint8_t>(8000, '.')});
    }
  });
  EXPECT_EQ(seat.frames_dropped(), 20 * 50 - 700);
}

TEST_F(Deepgram, SaysAnEmptyFinalWhereNothingWasSpoken) {
  seat.begin(*provider(), *profile);
  seat.hear(0, std::string(8000, '.'));
  seat.finish(1600, 8000);
  ASSERT_TRUE(seat.wait_for_finals(1));
  EXPECT_THAT(seat.finals(), ElementsAre(Final{range(1600, 8000), ""}));
}

TEST_F(Deepgram, IsKeptAliveWhileTheLineBringsNothing) {
  patience.quiet = std::chrono::milliseconds(2);
  seat.begin(*provider(), *profile);
  EXPECT_TRUE(fake.wait_for_text(R"({"type":"KeepAlive"})"));
}

TEST_F(Deepgram, ClosesWithTheLastWords) {
  seat.begin(*provider(), *profile);
  seat.hear(0, std::string(800, 'a'));
  seat.close();
  ASSERT_TRUE(seat.wait_for_finals(1));
  EXPECT_EQ(seat.finals()[0].text, "a");
  EXPECT_TRUE(fake.wait_for([](const auto& streams) { return streams[0].over; }));
  EXPECT_THAT(fake.streams()[0].texts, ElementsAre(R"({"type":"CloseStream"})"));
  EXPECT_THAT(seat.failures(), IsEmpty());
}

TEST_F(Deepgram, LeavesToTheNewStreamWhatItWasGivenAgain) {
  seat.begin(*provider(), *profile);
  seat.hear(0, std::string(4000, 'a'));
  ASSERT_TRUE(seat.wait_for_partials(1));
  seat.change_over(0, std::string(4000, 'a') + std::string(4000, 'b'));
  seat.finish(0, 8000);
  ASSERT_TRUE(seat.wait_for_finals(1));
  EXPECT_THAT(seat.finals(), ElementsAre(Final{range(0, 8000), "a b"}));
}

TEST_F(Deepgram, SaysNothingOnceTheCallIsGone) {
  fake.drip(50);
  for (int i = 0; i < 20; ++i) {
    seat.begin(*provider(), *profile);
    seat.hear(0, std::string(8000, 'a'));
    seat.finish(0, 8000);
    seat.hang_up();
  }
  EXPECT_THAT(seat.failures(), IsEmpty());
}

TEST_F(Deepgram, GivesUpOnAServerThatIsNotThere) {
  const auto here = provider();
  fake.stop();
  seat.begin(*here, *profile);
  ASSERT_TRUE(seat.wait_for_failures(1));
  EXPECT_THAT(seat.failures()[0], HasSubstr("cannot be reached"));
}

struct Refusal {
  int status;
  std::string sentence;
};
class DeepgramRefuses : public Deepgram, public testing::WithParamInterface<Refusal> {};

TEST_P(DeepgramRefuses, WithASentenceThatSaysWhatHelps) {
  fake.refuse(GetParam().status, R"({"err_code":"X","err_msg":"about K-secret-key"})");
  seat.begin(*provider(), *profile);
  ASSERT_TRUE(seat.wait_for_failures(1));
  EXPECT_THAT(seat.failures()[0], HasSubstr(GetParam().sentence));
  EXPECT_THAT(seat.failures()[0], Not(HasSubstr("K-secret-key")));
  const ProviderCheck check = seat.check(*provider(), *profile);
  EXPECT_FALSE(check.good);
  EXPECT_THAT(check.what, HasSubstr(GetParam().sentence));
}

INSTANTIATE_TEST_SUITE_P(ByStatus, DeepgramRefuses,
                         testing::Values(Refusal{400, "deepgram.stt_model"}, Refusal{401, "DEEPGRAM_API_KEY"},
                                         Refusal{402, "credit"}, Refusal{429, "limit of streams"},
                                         Refusal{503, "status 503"}));

/// Each fault at each of the first messages: said once, and healed by opening again with what was not answered.
class DeepgramFaults : public Deepgram, public testing::WithParamInterface<std::tuple<Fault, int>> {};

TEST_P(DeepgramFaults, AreSaidOnceAndLoseNoWord) {
  const auto [fault, at] = GetParam();
  patience.finals = std::chrono::milliseconds(fault == Fault::kHangs ? 50 : 4000);
  fake.misbehave(fault, at);
  seat.begin(*provider(), *profile);
  const std::string audio = std::string(1600, 'a') + std::string(1600, 'b') + std::string(1600, '.');
  for (std::size_t i = 0; i < 3; ++i) seat.hear(static_cast<std::int64_t>(i * 1600), audio.substr(i * 1600, 1600));
  seat.finish(0, 4800);
  ASSERT_TRUE(seat.wait_for_failures(1));
  EXPECT_THAT(seat.failures()[0], HasSubstr("Deepgram"));
  EXPECT_THAT(seat.failures()[0], Not(HasSubstr(std::string(kSecret))));
  seat.open();
  seat.hear(0, audio);
  seat.finish(0, 4800);
  ASSERT_TRUE(seat.wait_for_finals(1));
  EXPECT_THAT(seat.finals(), ElementsAre(Final{range(0, 4800), "a b"}));
  EXPECT_EQ(seat.failures().size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(ByMessage, DeepgramFaults,
                         testing::Combine(testing::Values(Fault::kCloses, Fault::kResets, Fault::kHangs,
                                                          Fault::kBabbles, Fault::kComplains, Fault::kBinary),
                                          testing::Range(0, 4)));

TEST_F(Deepgram, IsProvedByACheck) {
  const ProviderCheck check = seat.check(*provider(), *profile);
  EXPECT_TRUE(check.good) << check.what;
  EXPECT_THAT(check.what, HasSubstr("deepgram: nova-3 in he heard 0.3 s of silence in "));
}

TEST_F(Deepgram, WantsAKeyForItsOwnAddress) {
  EXPECT_FALSE(make_deepgram_recognizer(ProviderParts{}).has_value());
}

}  // namespace
}  // namespace parley
