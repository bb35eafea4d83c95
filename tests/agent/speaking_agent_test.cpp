#include "agent/speaking_agent.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/audio/mulaw.h"
#include "core/audio/voice_like.h"
#include "core/twilio/codec.h"
#include "live/event_loop.h"
#include "tests/live/stream_messages.h"

namespace parley {
namespace {

/// What the drivers below were asked, and where they say what came of it.
struct Desk {
  std::function<void(ProviderEvent)> say;
  std::vector<std::string> asked;
  std::vector<FinishSegment> segments;
  std::vector<ConversationLine> conversation;
  std::size_t audio_bytes = 0;
  std::int64_t frames_dropped = 0;
};

class DeskRecognizer final : public Recognizer {
 public:
  explicit DeskRecognizer(Desk& desk) : desk_(desk) {}
  void open() override { desk_.asked.emplace_back("open"); }
  void hear(const RecognizerAudio& audio) override { desk_.audio_bytes += audio.mulaw.size(); }
  void segment_begins(MediaTime) override {}
  void finish(const FinishSegment& segment) override { desk_.segments.push_back(segment); }
  void close() override { desk_.asked.emplace_back("close"); }
  std::int64_t frames_dropped() const override { return desk_.frames_dropped; }

 private:
  Desk& desk_;
};

class DeskReplier final : public Replier {
 public:
  explicit DeskReplier(Desk& desk) : desk_(desk) {}
  void ask(const AskReply& ask, const Conversation& conversation) override {
    desk_.asked.push_back("ask " + ask.text);
    desk_.conversation = conversation.utterances();
    desk_.say(ReplyText{ask.turn, "We open at nine. Every day.", true});
  }
  void cancel(TurnId) override { desk_.asked.emplace_back("cancel reply"); }
  bool is_complete(std::string_view words) const override { return words == "when are you open"; }

 private:
  Desk& desk_;
};

class DeskSynthesizer final : public Synthesizer {
 public:
  explicit DeskSynthesizer(Desk& desk) : desk_(desk) {}
  void synthesize(const Synthesize& sentence) override {
    desk_.asked.push_back("say " + sentence.text);
    desk_.say(SpeechAudio{sentence.turn, sentence.sentence, voice_like(millis(800), 3), true});
  }
  void cancel(TurnId) override { desk_.asked.emplace_back("cancel speech"); }

 private:
  Desk& desk_;
};

class DeskRecognizers final : public RecognizerProvider {
 public:
  explicit DeskRecognizers(Desk& desk) : desk_(desk) {}
  std::unique_ptr<Recognizer> recognizer(ProviderSeat seat, const AgentProfile&) const override {
    desk_.say = seat.say;
    return std::make_unique<DeskRecognizer>(desk_);
  }
  bool understands(std::string_view) const override { return true; }
  void check(EventLoop&, const AgentProfile&, ToldCheck) const override {}

 private:
  Desk& desk_;
};

class DeskRepliers final : public ReplyProvider {
 public:
  explicit DeskRepliers(Desk& desk) : desk_(desk) {}
  std::unique_ptr<Replier> replier(ProviderSeat, const AgentProfile&) const override {
    return std::make_unique<DeskReplier>(desk_);
  }
  void check(EventLoop&, const AgentProfile&, ToldCheck) const override {}

 private:
  Desk& desk_;
};

class DeskSynthesizers final : public SynthesisProvider {
 public:
  explicit DeskSynthesizers(Desk& desk) : desk_(desk) {}
  std::unique_ptr<Synthesizer> synthesizer(ProviderSeat, const AgentProfile&) const override {
    return std::make_unique<DeskSynthesizer>(desk_);
  }
  void check(EventLoop&, const AgentProfile&, ToldCheck) const override {}

 private:
  Desk& desk_;
};

/// Twilio's side in texts and the clock in the test's hand.
class ASpeakingAgent : public testing::Test {
 protected:
  ASpeakingAgent()
      : sink_(trace_),
        agent_(config(), team(), AgentProfile{},
               AgentSeat{loop_, [this] { ++woken_; }, [this](std::int64_t frames) { unheard_.push_back(frames); }},
               sink_) {
    agent_.opened(kCallStart);
    hear(stream::connected());
    hear(stream::start());
  }

  static CallConfig config() {
    CallConfig config;
    Phrases phrases = english_phrases();
    phrases[PhraseId::kGreeting] = {};
    config.phrases = std::make_shared<const Phrases>(std::move(phrases));
    return config;
  }
  SpeechTeam team() {
    return {std::make_shared<DeskRecognizers>(desk_), std::make_shared<DeskRepliers>(desk_),
            std::make_shared<DeskSynthesizers>(desk_), "desk"};
  }
  void hear(std::string text) {
    agent_.receive(now_, std::move(text));
    drain();
  }
  void drain() {
    while (auto output = agent_.poll()) {
      const auto* text = std::get_if<AgentText>(&*output);
      if (text == nullptr) continue;
      sent_.emplace_back(text->text.view());
      agent_.wrote(now_);
    }
  }
  /// The caller's frames in real time; the agent is woken whenever it wants to be.
  void frames(Duration length, bool voiced) {
    static const std::vector<std::uint8_t> sound = voice_like(seconds(5), 7);
    for (Duration past{}; past < length; past += kFrameDuration) {
      twilio::Media media;
      media.stream_sid = stream::kStreamSid;
      media.sequence = ++frames_ + 1;
      media.chunk = frames_;
      media.timestamp_ms = 20 * frames_;
      Frame frame{};
      frame.fill(0xFF);
      if (voiced) std::copy_n(sound.begin() + to_millis(past) * 8, frame.size(), frame.begin());
      media.payload = twilio::Payload(frame);
      hear(stream::text_of(media));
      now_ += kFrameDuration;
      while (agent_.next_deadline() <= now_) {
        agent_.handle_timeout(now_);
        drain();
      }
    }
  }
  std::size_t sent_with(std::string_view word) const {
    return static_cast<std::size_t>(std::count_if(sent_.begin(), sent_.end(), [word](const std::string& text) {
      return text.find(word) != std::string::npos;
    }));
  }

  EventLoop loop_;
  Desk desk_;
  int woken_ = 0;
  std::vector<std::int64_t> unheard_;
  trace::CallTrace trace_;
  trace::MemorySink sink_;
  SpeakingAgent agent_;
  Instant now_ = kCallStart;
  int frames_ = 0;
  std::vector<std::string> sent_;
};

TEST_F(ASpeakingAgent, TellsOnceOfEachFrameForWhichItsRecogniserHadNoRoom) {
  frames(seconds(1), false);
  EXPECT_TRUE(unheard_.empty());
  desk_.frames_dropped = 5;
  frames(seconds(1), false);
  desk_.frames_dropped = 7;
  frames(seconds(1), false);
  EXPECT_EQ(unheard_, (std::vector<std::int64_t>{5, 2}));
}

TEST_F(ASpeakingAgent, TakesATurnThroughRecogniserModelAndSynthesiser) {
  frames(millis(900), true);
  frames(millis(700), false);
  ASSERT_EQ(desk_.segments.size(), 1U);
  EXPECT_GE(desk_.audio_bytes, 900U * 8U);
  EXPECT_EQ(agent_.next_deadline() <= now_, false) << "nothing was said yet";
  desk_.say(Final{desk_.segments[0].range, "when do you open"});
  EXPECT_EQ(woken_, 1);
  EXPECT_LE(agent_.next_deadline(), now_) << "what was said is due at once";
  agent_.handle_timeout(now_);
  drain();
  EXPECT_THAT(desk_.asked,
              testing::ElementsAre("open", "ask when do you open", "say We open at nine.", "say Every day."));
  frames(seconds(3), false);
  EXPECT_GE(sent_with("\"media\""), 80U);
  EXPECT_EQ(sent_with("\"mark\""), 1U);
}

TEST_F(ASpeakingAgent, LetsWhoWillAnswerSayWhetherTheWordsSoFarAreAllHeNeeds) {
  frames(millis(900), true);
  desk_.say(Partial{{{0}, {7200}}, "when are you"});
  frames(millis(20), false);
  desk_.say(Partial{{{0}, {7200}}, "when are you open"});
  frames(millis(240), false);
  EXPECT_THAT(desk_.asked, testing::Contains("ask when are you open")) << "before the whole silence";
  std::vector<bool> complete;
  for (const trace::CallEvent& event : trace_.events) {
    const auto* said = std::get_if<trace::ProviderSaid>(&event.what);
    const auto* words = said == nullptr ? nullptr : std::get_if<Partial>(&said->event);
    if (words != nullptr) complete.push_back(words->complete);
  }
  EXPECT_THAT(complete, testing::ElementsAre(false, true));
}

TEST_F(ASpeakingAgent, GivesTheModelWhatTheCallerHeard) {
  frames(millis(900), true);
  frames(millis(700), false);
  desk_.say(Final{desk_.segments.at(0).range, "when do you open"});
  frames(millis(700), false);
  frames(millis(900), true);  // into the reply
  frames(millis(700), false);
  ASSERT_EQ(desk_.segments.size(), 2U);
  desk_.say(Final{desk_.segments[1].range, "and on fridays"});
  agent_.handle_timeout(now_);
  drain();
  ASSERT_EQ(desk_.conversation.size(), 3U);
  EXPECT_EQ(desk_.conversation[0].text, "when do you open");
  EXPECT_TRUE(desk_.conversation[1].cut);
  EXPECT_THAT(desk_.conversation[1].text, testing::StartsWith("We open"));
  EXPECT_LT(desk_.conversation[1].text.size(), std::string("We open at nine. Every day.").size());
  EXPECT_EQ(desk_.conversation[2].text, "and on fridays");
}

TEST_F(ASpeakingAgent, ClosesItsRecogniserWhenTheCallIsOver) {
  frames(millis(200), false);
  hear(stream::stop());
  agent_.closed(now_, "gone");
  drain();
  EXPECT_THAT(desk_.asked, testing::ElementsAre("open", "close"));
}

}  // namespace
}  // namespace parley
