#include "core/call/call.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/audio/voice_like.h"
#include "core/base/overloaded.h"
#include "core/playout/playout_buffer.h"

namespace parley {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Duration kWay = millis(40);  // of a mark on its way back

CallConfig speaking_config() {
  auto phrases = std::make_shared<Phrases>();
  for (Phrase& phrase : phrases->items) phrase = {"", voice_like(millis(500), 1)};
  (*phrases)[PhraseId::kGreeting].text = "Hello!";
  CallConfig config;
  config.phrases = phrases;
  return config;
}

/// A telephone on a perfect line and providers that answer at once. Time goes in frames of 20 ms and in the call's
/// own deadlines between them.
class Phone {
 public:
  explicit Phone(const CallConfig& config = speaking_config()) : call(config, kCallStart) {}

  void start() {
    twilio::Start start;
    start.stream_sid = Sid("MZ1");
    hear(start);
  }
  void hear(const twilio::Inbound& message) {
    call.handle(now_, message);
    drain();
  }
  void hear(const ConnectionEvent& event) {
    call.handle(now_, event);
    drain();
  }
  /// The caller sends `mulaw`, frame by frame; what is left of the last frame is silence.
  void send(std::vector<std::uint8_t> mulaw) {
    mulaw.resize((mulaw.size() + kFrameSamples - 1) / kFrameSamples * kFrameSamples, kMulawSilence);
    for (std::size_t at = 0; at < mulaw.size(); at += kFrameSamples) {
      pass(kFrameDuration);
      hear(media(std::span(mulaw).subspan(at, kFrameSamples)));
    }
  }
  void speak(std::int64_t ms) { send(voice_like(millis(ms), 7)); }
  void be_silent(std::int64_t ms) {
    send(std::vector<std::uint8_t>(static_cast<std::size_t>(ms * 8), kMulawSilence));
  }
  /// Time in which the line brings nothing.
  void pass(Duration span) {
    const Instant until = now_ + span;
    while (next() <= until) {
      now_ = std::max(now_, next());
      return_marks();
      if (call.next_deadline() <= now_) call.handle_timeout(now_);
      drain();
    }
    now_ = until;
  }
  twilio::Media media(std::span<const std::uint8_t> bytes, std::string_view stream = "MZ1") {
    twilio::Media message;
    message.stream_sid = Sid(stream);
    message.timestamp_ms = 100 + 20 * frames_++;
    message.payload.assign(bytes);
    return message;
  }

  template <class What>
  std::vector<What> noted() const {
    std::vector<What> found;
    for (const trace::CallEvent& event : events) {
      if (const auto* what = std::get_if<What>(&event.what)) found.push_back(*what);
    }
    return found;
  }
  /// "LISTENING", "PROCESSING" ... as they were entered.
  std::vector<std::string> path() const {
    std::vector<std::string> states;
    for (const auto& state : noted<trace::StateChanged>()) states.emplace_back(name_of(state.to));
    return states;
  }
  template <class Request>
  std::vector<Request> asked() const {
    std::vector<Request> found;
    for (const ProviderRequest& request : requests) {
      if (const auto* match = std::get_if<Request>(&request)) found.push_back(*match);
    }
    return found;
  }

  Call call;
  std::string words = "what are your hours";  // what the recogniser hears in any segment
  std::string answer = "We open at nine.";    // what the model says to anything
  std::int64_t answer_ms = 1200;              // how long the voice takes
  bool model_answers = true;
  bool marks_return = true;
  std::vector<trace::CallEvent> events;
  std::vector<ProviderRequest> requests;
  std::vector<std::string> sent;  // "media", "clear", names of marks
  Instant first_media = kNever;
  std::vector<std::string> closes;  // reason, and the state that was told last

 private:
  struct Returning {
    Instant at;
    std::string name;
  };

  Instant next() const {
    Instant next = std::min(call.next_deadline(), far_end_.next_event());
    for (const Returning& mark : returning_) next = std::min(next, mark.at);
    return next;
  }
  void return_marks() {
    take(far_end_.advance(now_));
    while (!returning_.empty() && returning_.front().at <= now_) {
      const std::string name = std::exchange(returning_.front().name, {});
      returning_.erase(returning_.begin());
      twilio::MarkReturned mark;
      mark.stream_sid = Sid("MZ1");
      mark.name = name;
      if (marks_return) hear(mark);
    }
  }
  void take(const std::vector<PlayoutBuffer::MarkReached>& marks) {
    for (const auto& mark : marks) returning_.push_back({std::max(now_, mark.at + kWay), mark.name});
  }
  void drain() {
    while (auto action = call.poll()) {
      std::visit(overloaded{
                     [&](const Send& send) { write(send.message); },
                     [&](const Ask& ask) {
                       requests.push_back(ask.request);
                       provide(ask.request);
                     },
                     [&](Record& record) { events.push_back(std::move(record.event)); },
                     [&](const CloseCall& close) { closes.push_back(close.reason + " in " + path().back()); },
                 },
                 *action);
    }
  }
  void write(const twilio::Outbound& message) {
    std::visit(overloaded{
                   [&](const twilio::SendMedia& media) {
                     sent.emplace_back("media");
                     first_media = std::min(first_media, now_);
                     far_end_.write(now_, media.payload.bytes());
                   },
                   [&](const twilio::SendMark& mark) {
                     sent.push_back(mark.name);
                     far_end_.mark(now_, mark.name);
                   },
                   [&](const twilio::Clear&) {
                     sent.emplace_back("clear");
                     take(far_end_.clear(now_).marks);
                   },
               },
               message);
    call.handle(now_, ConnectionEvent{Wrote{1}});
  }
  void provide(const ProviderRequest& request) {
    if (const auto* segment = std::get_if<FinishSegment>(&request)) {
      call.handle(now_, ProviderEvent{Final{segment->range, words}});
    } else if (const auto* ask = std::get_if<AskReply>(&request)) {
      if (model_answers) call.handle(now_, ProviderEvent{ReplyText{ask->turn, answer, true}});
    } else if (const auto* say = std::get_if<Synthesize>(&request)) {
      call.handle(now_,
                  ProviderEvent{SpeechAudio{say->turn, say->sentence, voice_like(millis(answer_ms), 3), true}});
    }
  }

  Instant now_ = kCallStart;
  std::int64_t frames_ = 0;
  PlayoutBuffer far_end_;
  std::vector<Returning> returning_;
};

/// The greeting has been said and the caller may speak.
Phone greeted(const CallConfig& config = speaking_config()) {
  Phone phone(config);
  phone.start();
  phone.be_silent(1500);
  phone.sent.clear();
  phone.events.clear();
  return phone;
}

std::vector<std::string> reasons(const std::vector<trace::Violation>& violations) {
  std::vector<std::string> all;
  for (const auto& violation : violations) all.push_back(violation.reason);
  return all;
}

// ---- conversations ------------------------------------------------------------------------------------------

TEST(Call, GreetsWithinThreeHundredMillisecondsOfTheStart) {
  Phone phone;
  phone.start();
  phone.be_silent(1500);
  EXPECT_LE(phone.first_media, at_millis(300));
  EXPECT_EQ(phone.sent.front(), "clear");
  EXPECT_EQ(phone.sent.back(), "assistant_tts_end:0");
  EXPECT_THAT(phone.path(), ElementsAre("PROCESSING", "SPEAKING", "LISTENING"));
  EXPECT_EQ(phone.asked<OpenRecognizer>().size(), 1U);
}

TEST(Call, AnswersATurnAndListensAgainWhenItsMarkReturns) {
  Phone phone = greeted();
  phone.speak(800);
  phone.be_silent(3000);
  EXPECT_THAT(phone.path(), ElementsAre("PROCESSING", "SPEAKING", "LISTENING"));
  const auto states = phone.noted<trace::StateChanged>();
  EXPECT_EQ(states[0].reason, TurnReason::kEndOfUtterance);
  EXPECT_EQ(states[2].reason, TurnReason::kPlayed);
  ASSERT_EQ(phone.asked<AskReply>().size(), 1U);
  EXPECT_EQ(phone.asked<AskReply>()[0].text, "what are your hours");
  EXPECT_EQ(phone.sent.front(), "clear");
  EXPECT_EQ(phone.sent.back(), "assistant_tts_end:1");
  const auto heard = phone.noted<trace::Heard>();
  ASSERT_EQ(heard.size(), 1U);
  EXPECT_EQ(heard[0].heard_ms, 1200);
  EXPECT_EQ(heard[0].total_ms, 1200);
}

TEST(Call, SaysThatAReplyHasEndedWithAllItsFrames) {
  Phone phone = greeted();
  phone.speak(800);
  phone.be_silent(3000);
  const auto ended = phone.noted<trace::ReplyEnded>();
  ASSERT_EQ(ended.size(), 1U);
  EXPECT_EQ(ended[0].frames, 60 + 10);
  EXPECT_EQ(ended[0].sent, 60 + 10);
}

TEST(Call, ListensAgainWhenTheMarkIsLost) {
  Phone phone = greeted();
  phone.marks_return = false;
  phone.speak(800);
  phone.be_silent(3000);
  const auto states = phone.noted<trace::StateChanged>();
  ASSERT_EQ(states.size(), 3U);
  EXPECT_EQ(states[2].to, TurnState::kListening);
  EXPECT_EQ(states[2].reason, TurnReason::kMarkTimeout);
}

TEST(Call, GoesFromTurnToTurn) {
  Phone phone = greeted();
  for (int i = 0; i < 5; ++i) {
    phone.speak(800);
    phone.be_silent(2500);
  }
  EXPECT_EQ(phone.asked<AskReply>().size(), 5U);
  EXPECT_EQ(phone.noted<trace::TurnText>().size(), 5U);
  EXPECT_EQ(std::count(phone.sent.begin(), phone.sent.end(), "clear"), 5);
  EXPECT_EQ(phone.call.state(), TurnState::kListening);
}

TEST(Call, StopsAtOnceWhenTheCallerInterrupts) {
  Phone phone = greeted();
  phone.answer_ms = 4000;
  phone.speak(800);
  phone.be_silent(1500);
  ASSERT_EQ(phone.call.state(), TurnState::kSpeaking);
  phone.sent.clear();
  phone.words = "stop that";
  phone.speak(300);
  EXPECT_EQ(phone.sent.back(), "clear") << "and no frame after it";
  EXPECT_EQ(phone.call.state(), TurnState::kListening);
  const auto barge_ins = phone.noted<trace::BargeIn>();
  ASSERT_EQ(barge_ins.size(), 1U);
  EXPECT_LT(barge_ins[0].heard_ms, 2000);
  phone.be_silent(600);
  EXPECT_EQ(phone.asked<AskReply>().back().text, "stop that");
}

TEST(Call, LeavesTheCallerInTheSilenceThatHisWordsWereNot) {
  Phone phone = greeted();
  phone.words = "";
  phone.speak(300);
  phone.be_silent(1500);
  EXPECT_THAT(phone.asked<AskReply>(), IsEmpty());
  EXPECT_THAT(phone.sent, IsEmpty()) << "under 500 ms without words is noise";
  EXPECT_EQ(phone.call.state(), TurnState::kListening);
}

TEST(Call, ApologisesWhenNoReplyComes) {
  Phone phone = greeted();
  phone.model_answers = false;
  phone.speak(800);
  phone.be_silent(9500);
  std::vector<std::string> overdue;
  for (const auto& watchdog : phone.noted<trace::WatchdogFired>()) overdue.push_back(watchdog.what);
  EXPECT_THAT(overdue, ElementsAre("filler", "reply"));
  EXPECT_EQ(std::count(phone.sent.begin(), phone.sent.end(), "clear"), 1) << "none between filler and apology";
  EXPECT_EQ(phone.call.state(), TurnState::kListening);
}

TEST(Call, AsksOnceWhetherTheCallerIsThereAndSaysGoodbyeLater) {
  Phone phone = greeted();
  phone.be_silent(12'000);
  EXPECT_THAT(phone.path(), ElementsAre("PROCESSING", "SPEAKING", "LISTENING"));
  EXPECT_THAT(phone.closes, IsEmpty());
  phone.be_silent(20'000);
  EXPECT_THAT(phone.closes, ElementsAre("farewell in LISTENING"));
}

TEST(Call, SaysGoodbyeAfterItsLastTurnAndClosesWhenThatWasPlayed) {
  CallConfig config = speaking_config();
  config.max_turns = 1;
  Phone phone = greeted(config);
  phone.speak(800);
  phone.be_silent(2500);
  EXPECT_THAT(phone.closes, IsEmpty());
  phone.speak(800);
  phone.be_silent(400);
  EXPECT_THAT(phone.closes, IsEmpty()) << "the farewell is still being said";
  phone.be_silent(1500);
  EXPECT_THAT(phone.closes, ElementsAre("farewell in LISTENING"));
  EXPECT_EQ(phone.asked<AskReply>().size(), 1U);
}

TEST(Call, MakesATurnOfKeysThatArePressed) {
  Phone phone = greeted();
  for (const char key : std::string("12#")) {
    twilio::Dtmf dtmf;
    dtmf.stream_sid = Sid("MZ1");
    dtmf.digit = key;
    phone.hear(dtmf);
    phone.be_silent(200);
  }
  ASSERT_EQ(phone.asked<AskReply>().size(), 1U);
  EXPECT_EQ(phone.asked<AskReply>()[0].text, "dtmf:12");
}

TEST(Call, GivesTheRecogniserEveryFrameInOrder) {
  Phone phone = greeted();
  phone.speak(800);
  phone.be_silent(1000);
  std::int64_t next = 0;
  for (const auto& batch : phone.asked<RecognizerAudio>()) {
    EXPECT_EQ(batch.begin.samples, next);
    next = batch.begin.samples + static_cast<std::int64_t>(batch.mulaw.size());
  }
  EXPECT_GT(next, 3000 * 8);
}

// ---- what is not as it should be ----------------------------------------------------------------------------

TEST(Call, NotesEveryViolationAndGoesOn) {
  Phone phone = greeted();
  phone.hear(twilio::Malformed{"not JSON"});
  phone.hear(twilio::Unknown{"surprise"});
  phone.hear(twilio::Start{});
  EXPECT_THAT(reasons(phone.noted<trace::Violation>()),
              ElementsAre("not JSON", "unknown event surprise", "a second start message"));
  phone.speak(800);
  phone.be_silent(2500);
  EXPECT_EQ(phone.asked<AskReply>().size(), 1U);
}

TEST(Call, HearsNoMediaOfAnotherStream) {
  Phone phone = greeted();
  for (int i = 0; i < 50; ++i) {
    const std::vector<std::uint8_t> voice = voice_like(millis(20), 7);
    phone.hear(phone.media(voice, "MZ2"));
  }
  EXPECT_EQ(phone.noted<trace::Violation>().size(), 50U);
  EXPECT_THAT(phone.noted<trace::VoiceStarted>(), IsEmpty());
}

TEST(Call, HearsNothingOfItsOwnTrack) {
  Phone phone = greeted();
  for (int i = 0; i < 50; ++i) {
    twilio::Media media = phone.media(voice_like(millis(20), 7));
    media.track = twilio::Track::kOutbound;
    phone.hear(media);
  }
  EXPECT_THAT(phone.noted<trace::VoiceStarted>(), IsEmpty());
  EXPECT_THAT(phone.noted<trace::Violation>(), IsEmpty());
}

TEST(Call, HearsNothingBeforeItsStart) {
  Phone phone;
  phone.speak(1000);
  EXPECT_THAT(phone.events, IsEmpty());
  EXPECT_THAT(phone.requests, IsEmpty());
  EXPECT_THAT(phone.sent, IsEmpty());
}

TEST(Call, MovesNothingForAMarkThatItNeverSent) {
  Phone phone = greeted();
  phone.answer_ms = 3000;
  phone.speak(800);
  phone.be_silent(1000);
  ASSERT_EQ(phone.call.state(), TurnState::kSpeaking);
  twilio::MarkReturned mark;
  mark.stream_sid = Sid("MZ1");
  mark.name = "assistant_tts_end:1";  // its name, and not yet sent
  phone.hear(mark);
  EXPECT_EQ(phone.call.state(), TurnState::kSpeaking);
}

// ---- the end ------------------------------------------------------------------------------------------------

TEST(Call, SumsUpOnceWhenItIsStopped) {
  Phone phone = greeted();
  phone.hear(twilio::Stop{});
  phone.hear(ConnectionEvent{Closed{"after stop"}});
  const auto summaries = phone.noted<trace::CallSummary>();
  ASSERT_EQ(summaries.size(), 1U);
  EXPECT_TRUE(summaries[0].stopped);
  EXPECT_EQ(summaries[0].rx, 75);
  EXPECT_EQ(summaries[0].tx, 25 + 10);
  EXPECT_EQ(phone.asked<CloseRecognizer>().size(), 1U);
  EXPECT_EQ(phone.call.state(), TurnState::kEnded);
  EXPECT_EQ(phone.call.next_deadline(), kNever);
}

TEST(Call, TellsALostSocketFromAStop) {
  Phone phone = greeted();
  phone.hear(ConnectionEvent{Closed{"lost"}});
  const auto summaries = phone.noted<trace::CallSummary>();
  ASSERT_EQ(summaries.size(), 1U);
  EXPECT_FALSE(summaries[0].stopped);
}

TEST(Call, StoresWhatWasHeardOfAReplyThatTheEndCutShort) {
  Phone phone = greeted();
  phone.answer_ms = 4000;
  phone.speak(800);
  phone.be_silent(1500);
  ASSERT_EQ(phone.call.state(), TurnState::kSpeaking);
  phone.sent.clear();
  phone.hear(twilio::Stop{});
  EXPECT_THAT(phone.sent, IsEmpty()) << "nobody is there to hear it";
  const auto heard = phone.noted<trace::Heard>();
  ASSERT_EQ(heard.size(), 1U);
  EXPECT_GT(heard[0].heard_ms, 500);
  EXPECT_LT(heard[0].heard_ms, 1600);
  EXPECT_EQ(heard[0].total_ms, 4000);
}

TEST(Call, CancelsARequestThatTheEndMakesPointless) {
  Phone phone = greeted();
  phone.model_answers = false;
  phone.speak(800);
  phone.be_silent(1000);
  ASSERT_EQ(phone.call.state(), TurnState::kProcessing);
  phone.hear(twilio::Stop{});
  EXPECT_EQ(phone.asked<CancelTurn>().size(), 1U);
}

TEST(Call, AsksForTheWordsOfAnUtteranceThatTheEndInterrupts) {
  Phone phone = greeted();
  phone.speak(800);
  ASSERT_THAT(phone.asked<FinishSegment>(), IsEmpty());
  phone.hear(twilio::Stop{});
  EXPECT_EQ(phone.asked<FinishSegment>().size(), 1U);
  EXPECT_THAT(phone.asked<AskReply>(), IsEmpty()) << "and answers nobody";
}

TEST(Call, SaysNothingAfterItsEnd) {
  Phone phone = greeted();
  phone.hear(twilio::Stop{});
  phone.sent.clear();
  phone.requests.clear();
  phone.speak(800);
  phone.be_silent(40'000);
  EXPECT_THAT(phone.sent, IsEmpty());
  EXPECT_THAT(phone.requests, IsEmpty());
}

}  // namespace
}  // namespace parley
