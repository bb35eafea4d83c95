#include "core/peer/twilio_peer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/audio/voice_like.h"
#include "core/peer/line_silence.h"
#include "core/twilio/codec.h"

namespace parley {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Frame voiced_frame() {
  Frame frame;
  frame.fill(0x20);
  return frame;
}
Frame silent_frame() {
  Frame frame;
  frame.fill(kMulawSilence);
  return frame;
}

PeerConfig named() {
  return {.account_sid = "AC1", .call_sid = "CA1", .stream_sid = "MZ1", .first_timestamp_ms = 100};
}

/// A peer, and what came out of it sorted by kind.
struct Twilio {
  explicit Twilio(const PeerConfig& config = named()) : peer(config, kCallStart) {}

  void drain() {
    while (auto out = peer.poll()) {
      if (auto* text = std::get_if<SendText>(&*out)) texts.emplace_back(text->text);
      if (auto* frame = std::get_if<Played>(&*out)) played.push_back(*frame);
      if (auto* warning = std::get_if<PeerWarning>(&*out)) warnings.push_back(*warning);
      if (auto* cleared = std::get_if<Cleared>(&*out)) clears.push_back(*cleared);
      if (auto* close = std::get_if<CloseStream>(&*out)) closes.push_back(close->code);
    }
  }
  /// Wakes the peer at each of its deadlines up to `end`.
  void run_to(Instant end) {
    drain();
    while (peer.next_deadline() <= end) {
      peer.handle_timeout(peer.next_deadline());
      drain();
    }
  }
  /// Opens at 0 and runs until the burst of connected, start and media is out; gives the instant of that.
  Instant start() {
    peer.open(kCallStart);
    const Instant at = peer.next_deadline();
    run_to(at);
    return at;
  }
  void hear(Instant now, const twilio::Outbound& message) {
    std::string text;
    twilio::write(message, text);
    say(now, text);
  }
  void say(Instant now, std::string_view text) {
    peer.handle(now, text);
    drain();
  }
  void play(Instant now, const std::vector<std::uint8_t>& audio, std::string_view sid = "MZ1") {
    twilio::SendMedia media;
    media.stream_sid = Sid(sid);
    media.payload.assign(audio);
    hear(now, media);
  }
  std::vector<std::string> returned_marks() const {
    std::vector<std::string> names;
    for (const std::string& text : texts) {
      const twilio::Inbound message = twilio::parse_inbound(text);
      if (const auto* mark = std::get_if<twilio::MarkReturned>(&message)) names.push_back(mark->name);
    }
    return names;
  }
  std::vector<twilio::Media> media() const {
    std::vector<twilio::Media> all;
    for (const std::string& text : texts) {
      const twilio::Inbound message = twilio::parse_inbound(text);
      if (const auto* one = std::get_if<twilio::Media>(&message)) all.push_back(*one);
    }
    return all;
  }

  TwilioPeer peer;
  std::vector<std::string> texts;
  std::vector<Played> played;
  std::vector<PeerWarning> warnings;
  std::vector<Cleared> clears;
  std::vector<int> closes;
};

TEST(TwilioPeer, BeginsWithConnectedStartAndTheFirstMediaInOneBurst) {
  Twilio twilio;
  twilio.peer.open(kCallStart);
  for (int ms = 0; ms < 90; ms += 20) twilio.peer.hear_caller(at_millis(ms), voiced_frame());
  twilio.drain();
  EXPECT_TRUE(twilio.texts.empty()) << "no media goes before `start`";
  EXPECT_GE(twilio.peer.next_deadline(), at_millis(90));
  EXPECT_LE(twilio.peer.next_deadline(), at_millis(154));
  twilio.run_to(twilio.peer.next_deadline());
  ASSERT_EQ(twilio.texts.size(), 3U);
  EXPECT_EQ(twilio.texts[0], R"({"event":"connected","protocol":"Call","version":"1.0.0"})");
  EXPECT_THAT(twilio.texts[1], HasSubstr(R"("event":"start","sequenceNumber":"1")"));
  EXPECT_THAT(twilio.texts[2], HasSubstr(R"("media":{"track":"inbound","chunk":"1","timestamp":"100")"));
}

TEST(TwilioPeer, TellsTheIdsAndParametersOfTheCall) {
  PeerConfig config = named();
  config.custom_parameters = {{"from", "+1555"}, {"lead", "7"}};
  Twilio twilio(config);
  twilio.start();
  const auto message = twilio::parse_inbound(twilio.texts.at(1));
  const auto& start = std::get<twilio::Start>(message);
  EXPECT_EQ(start.account_sid, "AC1");
  EXPECT_EQ(start.call_sid, "CA1");
  EXPECT_EQ(start.stream_sid.view(), "MZ1");
  EXPECT_EQ(start.custom_parameters, config.custom_parameters);
}

TEST(TwilioPeer, DrawsWhatItIsNotTold) {
  Twilio twilio(PeerConfig{.seed = 3});
  EXPECT_EQ(twilio.peer.stream_sid().size(), 34U);
  EXPECT_EQ(twilio.peer.stream_sid().substr(0, 2), "MZ");
  EXPECT_EQ(twilio.peer.call_sid().substr(0, 2), "CA");
  const Instant at = twilio.start();
  twilio.peer.hear_caller(at, voiced_frame());
  twilio.drain();
  EXPECT_GE(twilio.media().at(0).timestamp_ms, 57);
  EXPECT_LE(twilio.media().at(0).timestamp_ms, 171);
  EXPECT_EQ(Twilio(PeerConfig{.seed = 3}).peer.stream_sid(), twilio.peer.stream_sid());
  EXPECT_NE(Twilio(PeerConfig{.seed = 4}).peer.stream_sid(), twilio.peer.stream_sid());
}

TEST(TwilioPeer, CountsAllMessagesInOneSequenceAndMediaInChunksOf20Ms) {
  Twilio twilio;
  const Instant at = twilio.start();
  twilio.peer.hear_caller(at, voiced_frame());
  twilio.peer.dial(at, '5');
  twilio.hear(at, twilio::SendMark{Sid("MZ1"), "m"});
  twilio.peer.hear_caller(at + millis(20), silent_frame());
  twilio.peer.hang_up(at + millis(30));
  twilio.drain();
  ASSERT_EQ(twilio.texts.size(), 7U);
  for (std::size_t i = 1; i < 7; ++i) {
    EXPECT_THAT(twilio.texts[i], HasSubstr("\"sequenceNumber\":\"" + std::to_string(i) + "\"")) << i;
  }
  const auto media = twilio.media();
  ASSERT_EQ(media.size(), 2U);
  EXPECT_EQ(media[1].chunk, 2);
  EXPECT_EQ(media[1].timestamp_ms, 120);
  EXPECT_EQ(std::get<twilio::Dtmf>(twilio::parse_inbound(twilio.texts[3])).digit, '5');
  EXPECT_THAT(twilio.texts[6], HasSubstr(R"("event":"stop")"));
  EXPECT_THAT(twilio.closes, ElementsAre(1000));
}

TEST(TwilioPeer, SendsASilentLineAsDitheredSilence) {
  Twilio twilio;
  const Instant at = twilio.start();
  for (int i = 0; i < 100; ++i) twilio.peer.hear_caller(at + i * kFrameDuration, silent_frame());
  twilio.drain();
  std::array<int, 256> count{};
  for (const twilio::Media& media : twilio.media()) {
    for (const std::uint8_t code : media.payload.bytes()) ++count.at(code);
  }
  EXPECT_EQ(count[0xFF] + count[0x7F] + count[0xFE] + count[0x7E], 100 * kFrameSamples);
  EXPECT_NEAR(count[0xFF], 8000, 500);
  EXPECT_NEAR(count[0x7F], 8000, 500);
  EXPECT_GT(count[0xFE], 20);
  EXPECT_GT(count[0x7E], 20);
}

TEST(TwilioPeer, LeavesVoicedFramesAsTheyAre) {
  Twilio twilio;
  twilio.peer.hear_caller(twilio.start(), voiced_frame());
  twilio.drain();
  const auto media = twilio.media();
  EXPECT_TRUE(std::ranges::equal(media.at(0).payload.bytes(), voiced_frame()));
}

TEST(TwilioPeer, MayOmitSilenceWhileMediaTimeGoesOn) {
  PeerConfig config = named();
  config.inbound_silence = InboundSilence::kGap;
  Twilio twilio(config);
  const Instant at = twilio.start();
  twilio.peer.hear_caller(at, voiced_frame());
  for (int i = 1; i < 50; ++i) twilio.peer.hear_caller(at + i * kFrameDuration, silent_frame());
  twilio.peer.hear_caller(at + seconds(1), voiced_frame());
  twilio.drain();
  const auto media = twilio.media();
  ASSERT_EQ(media.size(), 2U);
  EXPECT_EQ(media[1].timestamp_ms - media[0].timestamp_ms, 1000);
  EXPECT_EQ(media[1].chunk, 2);
  EXPECT_EQ(media[1].sequence, media[0].sequence + 1);
}

TEST(TwilioPeer, AMissedFrameMovesMediaTimeOnly) {
  Twilio twilio;
  const Instant at = twilio.start();
  twilio.peer.hear_caller(at, voiced_frame());
  twilio.peer.miss_caller(at + millis(20));
  twilio.peer.hear_caller(at + millis(40), voiced_frame());
  twilio.drain();
  const auto media = twilio.media();
  ASSERT_EQ(media.size(), 2U);
  EXPECT_EQ(media[1].timestamp_ms, 140);
  EXPECT_EQ(media[1].sequence, media[0].sequence + 1);
}

TEST(TwilioPeer, PlaysTheAgentFrameByFrameAndPadsTheEnd) {
  Twilio twilio;
  const Instant at = twilio.start();
  twilio.play(at, voice_like(millis(250), 1));
  twilio.run_to(at + seconds(1));
  ASSERT_EQ(twilio.played.size(), 13U);
  const std::vector<std::uint8_t> audio = voice_like(millis(250), 1);
  for (std::size_t i = 0; i < 12; ++i) {
    EXPECT_EQ(twilio.played[i].at, at + static_cast<int>(i) * kFrameDuration);
    EXPECT_TRUE(std::equal(twilio.played[i].frame.begin(), twilio.played[i].frame.end(),
                           audio.begin() + static_cast<std::ptrdiff_t>(i * 160)));
    EXPECT_TRUE(twilio.played[i].audible);
  }
  EXPECT_EQ(twilio.played[12].bytes, 80);
  EXPECT_EQ(twilio.played[12].frame[80], kMulawSilence);
}

TEST(TwilioPeer, SaysWhichPlayedFramesNobodyHears) {
  Twilio twilio;
  const Instant at = twilio.start();
  twilio.play(at, std::vector<std::uint8_t>(320, kMulawSilence));
  twilio.run_to(at + seconds(1));
  ASSERT_EQ(twilio.played.size(), 2U);
  EXPECT_FALSE(twilio.played[0].audible);
}

TEST(TwilioPeer, ReturnsAMarkWhenThePlayoutReachesIt) {
  Twilio twilio;
  const Instant at = twilio.start();
  twilio.play(at, voice_like(millis(500), 1));
  twilio.hear(at, twilio::SendMark{Sid("MZ1"), "end of reply"});
  EXPECT_EQ(twilio.peer.next_deadline(), at + millis(500));
  twilio.run_to(at + micros(499'999));
  EXPECT_TRUE(twilio.returned_marks().empty());
  twilio.run_to(at + millis(500));
  EXPECT_THAT(twilio.returned_marks(), ElementsAre("end of reply"));
}

TEST(TwilioPeer, ReturnsAMarkAtOnceWhenNothingIsBuffered) {
  Twilio twilio;
  const Instant at = twilio.start();
  twilio.hear(at, twilio::SendMark{Sid("MZ1"), "early"});
  EXPECT_THAT(twilio.returned_marks(), ElementsAre("early"));
}

TEST(TwilioPeer, ClearStopsTheVoiceAndReturnsAllMarksInOrder) {
  Twilio twilio;
  const Instant at = twilio.start();
  twilio.play(at, voice_like(seconds(1), 1));
  twilio.hear(at, twilio::SendMark{Sid("MZ1"), "a"});
  twilio.play(at, voice_like(seconds(1), 1));
  twilio.hear(at, twilio::SendMark{Sid("MZ1"), "b"});
  twilio.hear(at + millis(310), twilio::Clear{Sid("MZ1")});
  EXPECT_THAT(twilio.returned_marks(), ElementsAre("a", "b"));
  ASSERT_EQ(twilio.clears.size(), 1U);
  EXPECT_EQ(twilio.clears[0].bytes, 16'000 - 310 * 8);
  EXPECT_TRUE(twilio.clears[0].audible);
  EXPECT_EQ(twilio.played.size(), 16U) << "fifteen frames and the half that had begun";
  EXPECT_EQ(twilio.played.back().bytes, 80);
  EXPECT_EQ(twilio.peer.next_deadline(), kNever);
}

TEST(TwilioPeer, MayDropTheMarksOfAClear) {
  PeerConfig config = named();
  config.clear_marks = ClearMarks::kDrop;
  Twilio twilio(config);
  const Instant at = twilio.start();
  twilio.play(at, voice_like(seconds(1), 1));
  twilio.hear(at, twilio::SendMark{Sid("MZ1"), "a"});
  twilio.hear(at + millis(100), twilio::Clear{Sid("MZ1")});
  twilio.run_to(at + seconds(5));
  EXPECT_TRUE(twilio.returned_marks().empty());
}

TEST(TwilioPeer, WarnsOfAWrongStreamAndDoesNotPlayIt) {
  Twilio twilio;
  const Instant at = twilio.start();
  twilio.play(at, voice_like(millis(100), 1), "MZ2");
  ASSERT_EQ(twilio.warnings.size(), 1U);
  EXPECT_EQ(twilio.warnings[0].code, 31951);
  EXPECT_THAT(twilio.warnings[0].text, HasSubstr("MZ2"));
  EXPECT_FALSE(twilio.peer.playout().playing());
}

TEST(TwilioPeer, WarnsOnceAStreamButCountsEveryViolationAndLivesOn) {
  Twilio twilio;
  const Instant at = twilio.start();
  twilio.say(at, "not json");
  twilio.say(at, R"({"event":"shout","streamSid":"MZ1"})");
  twilio.say(at, R"({"event":"mark","streamSid":"MZ1"})");
  EXPECT_EQ(twilio.warnings.size(), 1U);
  EXPECT_EQ(twilio.peer.counters().violations, 3);
  EXPECT_EQ(twilio.peer.counters().warnings, 1);
  twilio.play(at, voice_like(millis(40), 1));
  EXPECT_TRUE(twilio.peer.playout().playing());
}

TEST(TwilioPeer, WarnsOfABinaryMessage) {
  Twilio twilio;
  twilio.peer.handle_binary(twilio.start());
  twilio.drain();
  ASSERT_EQ(twilio.warnings.size(), 1U);
  EXPECT_EQ(twilio.warnings[0].code, 31950);
}

TEST(TwilioPeer, WarnsOfAFieldTooManyAndUsesTheMessageUnlessStrict) {
  const std::string text = R"({"event":"media","streamSid":"MZ1","sequenceNumber":"4","media":{"payload":"//8="}})";
  for (const bool strict : {false, true}) {
    PeerConfig config = named();
    config.strict = strict;
    Twilio twilio(config);
    twilio.say(twilio.start(), text);
    ASSERT_EQ(twilio.warnings.size(), 1U);
    EXPECT_EQ(twilio.warnings[0].code, 31951);
    EXPECT_THAT(twilio.warnings[0].text, HasSubstr("sequenceNumber"));
    EXPECT_EQ(twilio.peer.counters().media_received, strict ? 0 : 1);
  }
}

TEST(TwilioPeer, DiscardsWhatIsOverItsCapAndSaysSoOnce) {
  PeerConfig config = named();
  config.playout_cap = 8'000;
  Twilio twilio(config);
  const Instant at = twilio.start();
  for (int i = 0; i < 4; ++i) twilio.play(at, voice_like(millis(400), 1));
  ASSERT_EQ(twilio.warnings.size(), 1U);
  EXPECT_EQ(twilio.warnings[0].code, 31931);
  EXPECT_EQ(twilio.peer.counters().bytes_discarded, 4'800);
  twilio.run_to(at + seconds(5));
  EXPECT_EQ(twilio.played.size(), 50U);
}

TEST(TwilioPeer, TakesNothingBeforeStart) {
  Twilio twilio;
  twilio.peer.open(kCallStart);
  twilio.play(at_millis(10), voice_like(millis(400), 1));
  ASSERT_EQ(twilio.warnings.size(), 1U);
  EXPECT_EQ(twilio.warnings[0].code, 31951);
  EXPECT_FALSE(twilio.peer.playout().playing());
}

TEST(TwilioPeer, KeepsNoMoreMarksThanItsBound) {
  Twilio twilio;
  const Instant at = twilio.start();
  twilio.play(at, voice_like(seconds(1), 1));
  for (std::size_t i = 0; i < TwilioPeer::kMaxPendingMarks + 5; ++i) {
    twilio.hear(at, twilio::SendMark{Sid("MZ1"), "m"});
  }
  EXPECT_EQ(twilio.peer.counters().marks_refused, 5);
  twilio.hear(at, twilio::Clear{Sid("MZ1")});
  EXPECT_EQ(twilio.returned_marks().size(), TwilioPeer::kMaxPendingMarks);
}

TEST(TwilioPeer, IsSilentOnceTheAgentHasClosed) {
  Twilio twilio;
  const Instant at = twilio.start();
  twilio.play(at, voice_like(seconds(1), 1));
  twilio.peer.handle_closed(at + millis(110));
  twilio.drain();
  EXPECT_EQ(twilio.played.size(), 6U);
  EXPECT_EQ(twilio.peer.counters().bytes_unplayed, 8'000 - 880);
  const std::size_t before = twilio.texts.size();
  twilio.peer.hear_caller(at + millis(120), voiced_frame());
  twilio.peer.hang_up(at + millis(130));
  twilio.drain();
  EXPECT_EQ(twilio.texts.size(), before);
  EXPECT_TRUE(twilio.closes.empty());
  EXPECT_EQ(twilio.peer.next_deadline(), kNever);
}

TEST(TwilioPeer, AHangUpBeforeStartClosesWithoutStop) {
  Twilio twilio;
  twilio.peer.open(kCallStart);
  twilio.peer.hang_up(at_millis(5));
  twilio.run_to(at_millis(500));
  EXPECT_TRUE(twilio.texts.empty());
  EXPECT_THAT(twilio.closes, ElementsAre(1000));
}

TEST(TwilioPeer, JitterMovesMessagesButNotTheirOrder) {
  PeerConfig config = named();
  config.arrival_jitter = true;
  Twilio twilio(config);
  Instant now = twilio.start();
  int on_their_way = 0;
  for (int i = 0; i < 2'000; ++i, now += kFrameDuration) {
    twilio.run_to(now);
    twilio.peer.hear_caller(now, voiced_frame());
    twilio.drain();
    if (twilio.peer.next_deadline() != kNever) ++on_their_way;
  }
  EXPECT_GT(on_their_way, 1'900);
  twilio.peer.hang_up(now);
  twilio.run_to(now + seconds(1));
  const auto media = twilio.media();
  ASSERT_EQ(media.size(), 2'000U);
  for (std::size_t i = 1; i < media.size(); ++i) ASSERT_EQ(media[i].sequence, media[i - 1].sequence + 1);
  EXPECT_THAT(twilio.texts.back(), HasSubstr(R"("event":"stop")"));
  EXPECT_THAT(twilio.closes, ElementsAre(1000)) << "the close waits for what is on its way";
}

TEST(TwilioPeer, DoesTheSameForTheSameSeed) {
  const auto run = [](std::uint64_t seed) {
    PeerConfig config{.seed = seed};
    config.arrival_jitter = true;
    Twilio twilio(config);
    Instant now = twilio.start();
    for (int i = 0; i < 50; ++i, now += kFrameDuration) twilio.peer.hear_caller(now, silent_frame());
    twilio.run_to(now + seconds(1));
    return twilio.texts;
  };
  EXPECT_EQ(run(1), run(1));
  EXPECT_NE(run(1), run(2));
}

}  // namespace
}  // namespace parley
