#include "sim/naive_agent.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "core/peer/twilio_peer.h"
#include "core/twilio/codec.h"

namespace parley {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using State = NaiveAgent::State;

/// A stretch of time, in ms from the burst that begins the stream.
struct Span {
  std::int64_t begin;
  std::int64_t end;
};

/// The naive agent on the telephone with a caller who speaks in given stretches, in virtual time and without a line
/// between. What each side heard is kept in ms from `start`.
class Conversation {
 public:
  Conversation(const NaiveConfig& config, std::vector<Span> speech)
      : agent_(config, kCallStart), peer_(PeerConfig{.seed = 1}, kCallStart), speech_(std::move(speech)) {
    peer_.open(kCallStart);
    began_ = peer_.next_deadline();
    peer_.handle_timeout(began_);
    exchange(began_);
  }

  void run_to(std::int64_t end_ms) {
    while (next_frame_ms_ <= end_ms) {
      const Instant frame_at = began_ + millis(next_frame_ms_);
      const Instant now = std::min({frame_at, peer_.next_deadline(), agent_.next_deadline()});
      peer_.handle_timeout(now);
      exchange(now);
      agent_.handle_timeout(now);
      exchange(now);
      if (now < frame_at) continue;
      Frame frame;
      frame.fill(speaks(next_frame_ms_) ? 0x20 : kMulawSilence);
      peer_.hear_caller(now, frame);
      exchange(now);
      next_frame_ms_ += 20;
    }
  }

  /// What the caller heard, joined over gaps under 150 ms.
  std::vector<Span> replies() const {
    std::vector<Span> spans;
    for (const std::int64_t at : heard_) {
      if (spans.empty() || at - spans.back().end > 150) spans.push_back({at, at});
      spans.back().end = at + 20;
    }
    return spans;
  }
  /// The instants at which what the caller hears begins.
  std::vector<std::int64_t> begins() const {
    std::vector<std::int64_t> at;
    for (const Span& span : replies()) at.push_back(span.begin);
    return at;
  }
  const std::vector<std::int64_t>& clears() const { return clears_; }
  const std::vector<std::string>& marks() const { return marks_; }
  std::size_t media_sent() const { return media_sent_; }
  std::size_t largest_payload() const { return largest_payload_; }
  std::size_t most_buffered() const { return most_buffered_; }
  const NaiveAgent& agent() const { return agent_; }
  NaiveAgent& agent() { return agent_; }
  TwilioPeer& peer() { return peer_; }
  Instant began() const { return began_; }
  void exchange(Instant now) {
    for (bool more = true; more;) {
      more = false;
      while (auto out = peer_.poll()) {
        more = true;
        if (auto* text = std::get_if<SendText>(&*out)) agent_.handle(now, text->text);
        if (auto* frame = std::get_if<Played>(&*out); frame != nullptr && frame->audible) {
          heard_.push_back(to_millis(frame->at - began_));
        }
      }
      while (auto text = agent_.poll()) {
        more = true;
        note(now, *text);
        peer_.handle(now, *text);
        most_buffered_ = std::max(most_buffered_, static_cast<std::size_t>(peer_.playout().buffered()));
      }
    }
  }

 private:
  bool speaks(std::int64_t ms) const {
    return std::any_of(speech_.begin(), speech_.end(), [ms](const Span& s) { return ms >= s.begin && ms < s.end; });
  }
  void note(Instant now, const std::string& text) {
    const auto parsed = twilio::parse_outbound(text);
    EXPECT_EQ(parsed.extra_field, "");
    if (const auto* media = std::get_if<twilio::SendMedia>(&parsed.message)) {
      ++media_sent_;
      largest_payload_ = std::max(largest_payload_, media->payload.size());
    } else if (const auto* mark = std::get_if<twilio::SendMark>(&parsed.message)) {
      marks_.push_back(mark->name);
    } else if (std::holds_alternative<twilio::Clear>(parsed.message)) {
      clears_.push_back(to_millis(now - began_));
    } else {
      ADD_FAILURE() << text;
    }
  }

  NaiveAgent agent_;
  TwilioPeer peer_;
  std::vector<Span> speech_;
  Instant began_;
  std::int64_t next_frame_ms_ = 0;
  std::vector<std::int64_t> heard_;
  std::vector<std::int64_t> clears_;
  std::vector<std::string> marks_;
  std::size_t media_sent_ = 0;
  std::size_t largest_payload_ = 0;
  std::size_t most_buffered_ = 0;
};

NaiveConfig with(NaiveFault fault) {
  NaiveConfig config;
  config.fault = fault;
  config.pacing = info_of(fault).pacing;
  return config;
}

// A caller who says something from 500 to 1500 (his last voiced frame comes at 1480) is answered 600 + 700 ms
// later.
constexpr std::int64_t kAnswerMs = 1480 + 600 + 700;

TEST(NaiveAgent, AnswersAfterTheSilenceAndTheThinkingAndThenListensAgain) {
  Conversation call(NaiveConfig{}, {{500, 1500}, {6000, 6600}});
  call.run_to(2000);
  EXPECT_EQ(call.agent().state(), State::kListening);
  call.run_to(2400);
  EXPECT_EQ(call.agent().state(), State::kProcessing);
  call.run_to(3000);
  EXPECT_EQ(call.agent().state(), State::kSpeaking);
  call.run_to(kAnswerMs + 2000);
  EXPECT_EQ(call.agent().state(), State::kListening);
  call.run_to(12'000);
  EXPECT_THAT(call.begins(), ElementsAre(kAnswerMs, 6580 + 1300));
  EXPECT_NEAR(static_cast<double>(call.replies()[0].end - call.replies()[0].begin), 2000, 20);
  EXPECT_THAT(call.marks(), ElementsAre("tts_done_1", "tts_done_2"));
  EXPECT_THAT(call.clears(), IsEmpty());
}

TEST(NaiveAgent, SaysNothingToSilence) {
  Conversation call(NaiveConfig{}, {});
  call.run_to(30'000);
  EXPECT_EQ(call.media_sent(), 0U);
}

TEST(NaiveAgent, GreetsWhenToldTo) {
  NaiveConfig config;
  config.greeting = millis(800);
  Conversation call(config, {});
  call.run_to(3000);
  EXPECT_THAT(call.begins(), ElementsAre(0));
  EXPECT_EQ(call.agent().state(), State::kListening);
}

TEST(NaiveAgent, EndsAnEndlessUtteranceAtItsCap) {
  Conversation call(NaiveConfig{}, {{500, 20'000}});
  call.run_to(6'400);
  EXPECT_THAT(call.begins(), ElementsAre(500 + 5000 + 700));
}

TEST(NaiveAgent, SendsInTheRhythmOfItsPacing) {
  for (const auto& [pacing, most_buffered, largest] : {std::tuple{NaivePacing::kPaced, 160 * 8 + 160, 160},
                                                       {NaivePacing::kFast, 13'000, 160},
                                                       {NaivePacing::kBurst, 16'000, 3200}}) {
    NaiveConfig config;
    config.pacing = pacing;
    Conversation call(config, {{500, 1500}});
    call.run_to(8000);
    EXPECT_LE(call.most_buffered(), static_cast<std::size_t>(most_buffered)) << name_of(pacing);
    EXPECT_EQ(call.largest_payload(), static_cast<std::size_t>(largest)) << name_of(pacing);
    EXPECT_THAT(call.replies(), SizeIs(1)) << name_of(pacing);
  }
}

TEST(NaiveAgent, WithoutMarksListensAgainWhenTheReplyShouldHaveBeenPlayed) {
  NaiveConfig config;
  config.marks = false;
  Conversation call(config, {{500, 1500}});
  call.run_to(kAnswerMs + 1980);
  EXPECT_EQ(call.agent().state(), State::kSpeaking);
  call.run_to(kAnswerMs + 2000);
  EXPECT_EQ(call.agent().state(), State::kListening);
  EXPECT_THAT(call.marks(), IsEmpty());
}

TEST(NaiveAgent, StopsForACallerWhoInterruptsAndAnswersHim) {
  for (const NaivePacing pacing : {NaivePacing::kPaced, NaivePacing::kFast, NaivePacing::kBurst}) {
    NaiveConfig config;
    config.pacing = pacing;
    Conversation call(config, {{500, 1500}, {3500, 4500}});
    call.run_to(8000);
    EXPECT_THAT(call.clears(), ElementsAre(3680)) << name_of(pacing);
    EXPECT_THAT(call.begins(), ElementsAre(kAnswerMs, 4480 + 1300)) << name_of(pacing);
    EXPECT_LE(call.replies()[0].end, 3700) << name_of(pacing);
  }
}

TEST(NaiveAgent, IgnoresAClickWhileItSpeaks) {
  Conversation call(NaiveConfig{}, {{500, 1500}, {3500, 3600}});
  call.run_to(8000);
  EXPECT_THAT(call.clears(), IsEmpty());
}

TEST(NaiveAgent, EndsWithTheStream) {
  Conversation call(NaiveConfig{}, {{500, 1500}});
  call.run_to(3000);
  call.peer().hang_up(call.began() + millis(3001));
  call.exchange(call.began() + millis(3001));
  EXPECT_EQ(call.agent().state(), State::kEnded);
  EXPECT_EQ(call.agent().next_deadline(), kNever);
}

TEST(NaiveAgent, SilenceFromReceivedFrameAnswersAConstantTimeAfterListeningBegan) {
  // Two turns of different length, with all the silence one could wish for.
  Conversation call(with(NaiveFault::kSilenceFromReceivedFrame), {{500, 1500}, {8000, 10'500}});
  call.run_to(20'000);
  ASSERT_THAT(call.begins(), SizeIs(2));
  EXPECT_EQ(call.begins()[0], 5000 + 700);
  const std::int64_t listening_again = 5700 + 2000;
  EXPECT_EQ(call.begins()[1], listening_again + 5000 + 700);
}

TEST(NaiveAgent, SilenceFromReceivedFrameNeverAnswersSilence) {
  Conversation call(with(NaiveFault::kSilenceFromReceivedFrame), {});
  call.run_to(30'000);
  EXPECT_EQ(call.media_sent(), 0U);
}

TEST(NaiveAgent, MarkNameMismatchStaysSpeakingForEver) {
  Conversation call(with(NaiveFault::kMarkNameMismatch), {{500, 1500}, {6000, 7000}, {12'000, 13'000}});
  call.run_to(30'000);
  EXPECT_EQ(call.agent().state(), State::kSpeaking);
  EXPECT_THAT(call.begins(), ElementsAre(kAnswerMs)) << "one reply, then nothing";
  EXPECT_EQ(call.peer().counters().marks_returned, 1) << "though its mark came back";
  EXPECT_THAT(call.clears(), IsEmpty());
}

TEST(NaiveAgent, GuardLeftSetAnswersOnceAndThenThinksForEver) {
  Conversation call(with(NaiveFault::kGuardLeftSet), {{500, 1500}, {6000, 7000}, {12'000, 13'000}});
  call.run_to(30'000);
  EXPECT_EQ(call.agent().state(), State::kProcessing);
  EXPECT_EQ(call.agent().turns(), 2);
  EXPECT_THAT(call.begins(), ElementsAre(kAnswerMs));
}

TEST(NaiveAgent, SpeakingFlagAtQueueHearsInterruptionsOnlyWhileItSends) {
  // Fast sending takes 400 of the 2000 ms.
  Conversation early(with(NaiveFault::kSpeakingFlagAtQueue), {{500, 1500}, {2800, 3800}});
  early.run_to(4000);
  EXPECT_THAT(early.clears(), SizeIs(1));

  Conversation late(with(NaiveFault::kSpeakingFlagAtQueue), {{500, 1500}, {3700, 4700}});
  late.run_to(8000);
  EXPECT_THAT(late.clears(), IsEmpty());
  EXPECT_NEAR(static_cast<double>(late.replies().at(0).end), kAnswerMs + 2000, 20) << "it talks on over the caller";
}

TEST(NaiveAgent, SpeakingFlagAtQueueInBurstsHearsNoInterruptionAtAll) {
  NaiveConfig config = with(NaiveFault::kSpeakingFlagAtQueue);
  config.pacing = NaivePacing::kBurst;
  Conversation call(config, {{500, 1500}, {2800, 3800}});
  call.run_to(8000);
  EXPECT_THAT(call.clears(), IsEmpty());
}

TEST(NaiveAgent, BargeInWithoutClearGoesOnPlayingWhatItHasSent) {
  Conversation call(with(NaiveFault::kBargeInWithoutClear), {{500, 1500}, {3500, 4500}});
  call.run_to(8000);
  EXPECT_THAT(call.clears(), IsEmpty());
  EXPECT_NEAR(static_cast<double>(call.replies().at(0).end), kAnswerMs + 2000, 20);
  EXPECT_EQ(call.agent().turns(), 2) << "it did notice";
}

TEST(NaiveAgent, DoubleEndOfUtteranceAnswersOneTurnTwice) {
  Conversation call(with(NaiveFault::kDoubleEndOfUtterance), {{500, 1500}});
  call.run_to(12'000);
  EXPECT_THAT(call.begins(), ElementsAre(kAnswerMs, kAnswerMs + 2000 + 700));
  EXPECT_EQ(call.agent().turns(), 1);
  EXPECT_EQ(call.agent().state(), State::kListening);
}

TEST(NaiveAgent, TurnLimitIgnoresWhatComesAfterIt) {
  NaiveConfig config = with(NaiveFault::kTurnLimit);
  config.fault_on_turn = 1;
  Conversation call(config, {{500, 1500}, {6000, 7000}, {12'000, 13'000}});
  call.run_to(20'000);
  EXPECT_THAT(call.begins(), ElementsAre(kAnswerMs));
  EXPECT_EQ(call.agent().state(), State::kListening);
}

TEST(NaiveAgent, GreetingNeverSentIsSilentUntilTheCallerSpeaks) {
  NaiveConfig config = with(NaiveFault::kGreetingNeverSent);
  config.greeting = millis(800);
  Conversation call(config, {{4500, 5500}});
  call.run_to(9000);
  EXPECT_THAT(call.begins(), ElementsAre(4000 + kAnswerMs));
}

TEST(NaiveAgent, SilenceLimitTooShortEndsATurnInAPause) {
  Conversation call(with(NaiveFault::kSilenceLimitTooShort), {{500, 1500}, {1700, 4000}});
  call.run_to(2000);
  EXPECT_EQ(call.agent().turns(), 1);
}

TEST(NaiveAgent, StopsForAnyNoiseAndDoesNotGoOn) {
  Conversation call(with(NaiveFault::kStopsForAnyNoise), {{500, 1500}, {3500, 3560}});
  call.run_to(12'000);
  EXPECT_THAT(call.clears(), SizeIs(1));
  EXPECT_THAT(call.begins(), ElementsAre(kAnswerMs));
  EXPECT_EQ(call.agent().state(), State::kListening);
}

TEST(NaiveAgent, ClosesInGoodOrderAfterTheLastSendAndWithAnErrorInMidCall) {
  NaiveConfig config = with(NaiveFault::kClosesAfterLastSend);
  config.fault_on_turn = 1;
  Conversation polite(config, {{500, 1500}});
  polite.run_to(5000);
  EXPECT_EQ(polite.agent().closes_with(), 1000);

  config = with(NaiveFault::kClosesMidCall);
  config.fault_on_turn = 1;
  Conversation rude(config, {{500, 1500}});
  rude.run_to(5000);
  EXPECT_EQ(rude.agent().closes_with(), 1011);
  EXPECT_EQ(rude.media_sent(), 0U);
}

TEST(NaiveAgent, ReceivedFramesPacedFallsBehindTheLongerItListens) {
  Conversation call(with(NaiveFault::kReceivedFramesPaced), {{500, 1500}, {11'000, 12'000}});
  call.run_to(20'000);
  ASSERT_THAT(call.begins(), SizeIs(2));
  const std::int64_t first = call.begins()[0] - kAnswerMs;
  const std::int64_t second = call.begins()[1] - (10'500 + kAnswerMs);
  EXPECT_GT(first, 100);
  EXPECT_GT(second, first + 800);
}

TEST(NaiveAgent, BlockingPushReadsNothingMore) {
  NaiveConfig config = with(NaiveFault::kBlockingPush);
  config.fault_on_turn = 1;
  Conversation call(config, {{500, 1500}});
  call.run_to(2000);
  EXPECT_TRUE(call.agent().reading());
  call.run_to(9000);
  EXPECT_FALSE(call.agent().reading());
  EXPECT_EQ(call.media_sent(), 0U);
  EXPECT_EQ(call.agent().next_deadline(), kNever);
}

TEST(NaiveAgent, StateLeakIsGoodInTheFirstCallAndDeadInTheNext) {
  NaiveConfig config = with(NaiveFault::kStateLeak);
  Conversation first(config, {{500, 1500}});
  first.run_to(6000);
  EXPECT_THAT(first.begins(), ElementsAre(kAnswerMs));
  config.calls_before = 1;
  Conversation second(config, {{500, 1500}});
  second.run_to(12'000);
  EXPECT_THAT(second.begins(), IsEmpty());
}

TEST(NaiveAgent, MarksThatMisleadItLetItListenWhileItIsHeard) {
  for (const NaiveFault fault : {NaiveFault::kSameMarkName, NaiveFault::kMarkBeforeAudio}) {
    Conversation call(with(fault), {{500, 1500}});
    call.run_to(kAnswerMs + 1000);
    EXPECT_EQ(call.agent().state(), State::kListening) << info_of(fault).name;
    call.run_to(kAnswerMs + 3000);
    EXPECT_NEAR(static_cast<double>(call.replies().at(0).end), kAnswerMs + 2000, 20) << info_of(fault).name;
  }
}

TEST(NaiveAgent, SurvivesWhateverTextComes) {
  NaiveAgent agent(NaiveConfig{}, kCallStart);
  for (const std::string_view text :
       {"", "{", "[]", R"({"event":"media"})", R"({"event":"stop"})", R"({"event":5})"}) {
    agent.handle(at_millis(1), text);
  }
  EXPECT_EQ(agent.state(), State::kWaiting);
  EXPECT_FALSE(agent.poll().has_value());
}

TEST(NaiveFaults, AreNamedOnceEachAndFoundByName) {
  std::set<std::string_view> names;
  for (const NaiveFaultInfo& info : naive_faults()) {
    EXPECT_TRUE(names.insert(info.name).second) << info.name;
    EXPECT_EQ(naive_fault_from(info.name), info.fault);
    EXPECT_EQ(info_of(info.fault).name, info.name) << "the table is in the order of the enum";
    EXPECT_EQ(info.finding.empty(), info.fault == NaiveFault::kNone);
    EXPECT_FALSE(info.doc.empty());
  }
  EXPECT_EQ(naive_fault_from("no-such-fault"), std::nullopt);
  for (const NaivePacing pacing : {NaivePacing::kPaced, NaivePacing::kFast, NaivePacing::kBurst}) {
    EXPECT_EQ(naive_pacing_from(name_of(pacing)), pacing);
  }
}

}  // namespace
}  // namespace parley
