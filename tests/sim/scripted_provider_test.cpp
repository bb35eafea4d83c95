#include "sim/scripted_provider.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/overloaded.h"

namespace parley {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string told(const ProviderEvent& event) {
  return std::visit(overloaded{
                        [](const Partial& e) { return "partial " + e.text + (e.complete ? " (complete)" : ""); },
                        [](const Final& e) { return "final " + e.text; },
                        [](const RecognizerFailed&) { return std::string("recognizer failed"); },
                        [](const ReplyText& e) {
                          return "text " + std::to_string(e.turn.value) + " " + e.text + (e.done ? "." : "");
                        },
                        [](const ReplyFailed& e) { return "reply failed " + std::to_string(e.turn.value); },
                        [](const SpeechAudio& e) {
                          return "audio " + std::to_string(e.turn.value) + "/" + std::to_string(e.sentence) + " " +
                                 std::to_string(e.mulaw.size()) + (e.done ? "." : "");
                        },
                        [](const SpeechFailed& e) { return "speech failed " + std::to_string(e.turn.value); },
                    },
                    event);
}

/// A provider whose caller has said "what are your hours" from 1.0 s to 1.8 s and "thank you" from 3.0 s to 3.4 s.
class Studio {
 public:
  explicit Studio(std::string_view agent_json = "", std::uint64_t seed = 1)
      : scenario_(*read_scenario("{\"agent\": {" + std::string(agent_json) + "}}", "t.json")),
        provider_(scenario_.agent.provider, seed, [this] { return std::span<const Spoken>(spoken_); }) {
    provider_.handle(kCallStart, OpenRecognizer{});
  }

  void ask(std::int64_t ms, const ProviderRequest& request) {
    run_to(ms);
    provider_.handle(at_millis(ms), request);
  }
  /// Caller audio in batches of 150 ms, as Call sends them.
  void caller_audio(std::int64_t from_ms, std::int64_t to_ms) {
    for (std::int64_t ms = from_ms; ms < to_ms; ms += 150) {
      ask(ms + 150, RecognizerAudio{{ms * 8}, std::vector<std::uint8_t>(1200, 0xFF)});
    }
  }
  void finish(std::int64_t ms, int turn, std::int64_t from_ms, std::int64_t to_ms) {
    ask(ms, FinishSegment{{turn}, 0, {{from_ms * 8}, {to_ms * 8}}});
  }
  void run_to(std::int64_t ms) {
    while (provider_.next_deadline() <= at_millis(ms)) {
      const Instant now = provider_.next_deadline();
      provider_.handle_timeout(now);
      while (auto event = provider_.poll()) {
        heard_.push_back(std::to_string(to_millis(now)) + " " + told(*event));
        if (const auto* audio = std::get_if<SpeechAudio>(&*event)) {
          audio_.insert(audio_.end(), audio->mulaw.begin(), audio->mulaw.end());
        }
      }
    }
  }
  std::vector<std::string> all() {
    run_to(1'000'000);
    return heard_;
  }
  std::vector<std::uint8_t> audio_;
  ScriptedProvider& provider() { return provider_; }

 private:
  std::vector<Spoken> spoken_{{{{{8000}, {14400}}}, "what are your hours", 0},
                              {{{{24000}, {27200}}}, "thank you", 1}};
  Scenario scenario_;
  ScriptedProvider provider_;
  std::vector<std::string> heard_;
};

TEST(ScriptedRecognizer, AFinalHoldsTheWordsOfItsSegment) {
  Studio studio;
  studio.finish(2200, 1, 950, 1850);
  studio.finish(3800, 2, 2950, 3450);
  EXPECT_THAT(studio.all(), ElementsAre("2280 final what are your hours", "3880 final thank you"));
}

TEST(ScriptedRecognizer, AUtteranceCutInTwoIsSplitByTheTimeOfItsWords) {
  Studio studio;
  studio.finish(1400, 1, 950, 1400);
  studio.finish(2200, 1, 1400, 1850);
  EXPECT_THAT(studio.all(), ElementsAre("1480 final what are", "2280 final your hours"));
}

TEST(ScriptedRecognizer, NoiseHasNoWords) {
  Studio studio;
  studio.finish(6000, 1, 5000, 5500);
  EXPECT_THAT(studio.all(), ElementsAre("6080 final "));
}

TEST(ScriptedRecognizer, PartialsGrowWithTheAudioThatHasArrived) {
  Studio studio;
  studio.caller_audio(0, 2400);
  EXPECT_THAT(studio.all(),
              ElementsAre("1350 partial what", "1650 partial what are", "1950 partial what are your hours"));
}

TEST(ScriptedRecognizer, SaysWhichWordsAreCompleteAndHowFarItIsBehind) {
  Studio studio(R"("stt_partial_ms": 20, "complete": ["what are", "what are your hours"])");
  studio.caller_audio(0, 2400);
  EXPECT_THAT(studio.all(), ElementsAre("1200 partial what", "1500 partial what are (complete)",
                                        "1800 partial what are your hours (complete)"));
}

TEST(ScriptedRecognizer, PartialsBeginAnewAfterASegment) {
  Studio studio;
  studio.caller_audio(0, 2100);
  studio.finish(2200, 1, 950, 1850);
  studio.caller_audio(2250, 3800);
  EXPECT_EQ(studio.all().back(), "3750 partial thank you");
}

TEST(ScriptedRecognizer, ShowsEachOfItsFaults) {
  const auto heard = [](std::string_view fault) {
    Studio studio("\"recognizer\": \"" + std::string(fault) + "\", \"late_ms\": 2000");
    studio.caller_audio(1500, 1950);
    studio.finish(2200, 1, 950, 1850);
    return studio.all();
  };
  const std::string partial = "1650 partial what are";
  const std::string longer = "1950 partial what are your hours";
  EXPECT_THAT(heard("ok"), ElementsAre(partial, longer, "2280 final what are your hours"));
  EXPECT_THAT(heard("never"), IsEmpty());
  EXPECT_THAT(heard("fails"), ElementsAre(partial, longer, "2280 recognizer failed"));
  EXPECT_THAT(heard("late"), ElementsAre(partial, longer, "4280 final what are your hours"));
  EXPECT_THAT(heard("empty"), ElementsAre("2280 final "));
  EXPECT_THAT(heard("partial_only"), ElementsAre(partial, longer));
  EXPECT_THAT(heard("two_finals"),
              ElementsAre(partial, longer, "2280 final what are your hours", "2430 final what are your hours"));
}

TEST(ScriptedRecognizer, ThatDiesMidwayKnowsOnlyWhatItIsGivenOnceItIsOpenAgain) {
  Studio studio(R"("recognizer": "dies_midway")");
  studio.caller_audio(1500, 1950);
  studio.ask(2000, OpenRecognizer{});
  studio.ask(2000, RecognizerAudio{{1300 * 8}, std::vector<std::uint8_t>(900 * 8)});
  studio.finish(2200, 1, 950, 1850);
  const auto heard = studio.all();
  ASSERT_GE(heard.size(), 2U);
  EXPECT_EQ(heard.front(), "1650 recognizer failed");
  EXPECT_EQ(heard.back(), "2280 final are your hours") << "the first word lies before what it was given";
}

TEST(ScriptedRecognizer, AFaultCanShowOnOneTurnOnly) {
  Studio studio(R"("recognizer": "never", "fault_on_turn": 2)");
  studio.finish(1400, 5, 950, 1400);
  studio.finish(2200, 6, 1400, 1850);
  studio.finish(3800, 7, 2950, 3450);
  EXPECT_THAT(studio.all(), ElementsAre("1480 final what are", "3880 final thank you"));
}

TEST(ScriptedReply, ComesAfterTheThinkTimeThatTheSynthesiserLeavesIt) {
  Studio studio(R"("first_audio_ms": 700, "synth_first_ms": 150, "reply_ms": 500)");
  studio.ask(1000, AskReply{{1}, "hello"});
  studio.ask(1550, Synthesize{{1}, 0, "answer 1: hello"});
  EXPECT_THAT(studio.all(), ElementsAre("1550 text 1 answer 1: hello.", "1700 audio 1/0 1600",
                                        "1740 audio 1/0 1600", "1780 audio 1/0 800."));
}

TEST(ScriptedReply, TakesItsTextsFromTheScenarioFirst) {
  Studio studio(R"("replies": ["We open at nine."])");
  studio.ask(1000, AskReply{{1}, "a"});
  studio.ask(2000, AskReply{{2}, "b"});
  EXPECT_THAT(studio.all(), ElementsAre("1550 text 1 We open at nine..", "2550 text 2 answer 2: b."));
}

TEST(ScriptedReply, ShowsEachOfItsFaults) {
  const auto heard = [](std::string_view fault) {
    Studio studio("\"reply_fault\": \"" + std::string(fault) + "\"");
    studio.ask(1000, AskReply{{1}, "a"});
    return studio.all();
  };
  EXPECT_THAT(heard("never"), IsEmpty());
  EXPECT_THAT(heard("fails"), ElementsAre("1550 reply failed 1"));
  EXPECT_THAT(heard("late"), ElementsAre("4550 text 1 answer 1: a."));
  EXPECT_THAT(heard("empty"), ElementsAre("1550 text 1 ."));
}

TEST(ScriptedReply, ThatFailsOnceAnswersWhenItIsAskedAgain) {
  Studio studio(R"("reply_fault": "fails_once", "replies": ["one", "two"])");
  studio.ask(1000, AskReply{{1}, "a"});
  studio.ask(2000, AskReply{{1}, "a"});
  studio.ask(3000, AskReply{{2}, "b"});
  studio.ask(4000, AskReply{{2}, "b"});
  EXPECT_THAT(studio.all(),
              ElementsAre("1550 reply failed 1", "2550 text 1 one.", "3550 reply failed 2", "4550 text 2 two."));
}

TEST(ScriptedReply, ThatDiesMidwayHasSaidHalfOfItsText) {
  Studio studio(R"("reply_fault": "dies_midway", "replies": ["One. Two. "])");
  studio.ask(1000, AskReply{{1}, "a"});
  EXPECT_THAT(studio.all(), ElementsAre("1550 text 1 One. ", "1850 reply failed 1"));
}

TEST(ScriptedReply, AsksForItsEndingWithTheAnswerThatIsNamed) {
  Studio studio(R"("then": "transfer", "transfer_to": "+1", "then_on_answer": 2)");
  studio.ask(1000, AskReply{{1}, "a"});
  studio.ask(1000, AskReply{{2}, "b"});
  std::vector<AfterReply> endings;
  studio.provider().handle_timeout(at_millis(9000));
  while (const auto event = studio.provider().poll()) {
    if (const auto* text = std::get_if<ReplyText>(&*event)) endings.push_back(text->then);
  }
  EXPECT_THAT(endings, ElementsAre(AfterReply::kNothing, AfterReply::kTransfer));
}

TEST(ScriptedProvider, SpoilsTheEventThatIsNamedAndWhatWouldHaveFollowedIt) {
  const auto heard = [](std::string_view fault) {
    Studio studio("\"fault_at_event\": 2, \"late_ms\": 1000, \"event_fault\": \"" + std::string(fault) + "\"");
    studio.ask(1000, Synthesize{{1}, 0, "01234567"});
    return studio.all();
  };
  EXPECT_THAT(heard("fails"), ElementsAre("1150 audio 1/0 1600", "1190 speech failed 1"));
  EXPECT_THAT(heard("hangs"), ElementsAre("1150 audio 1/0 1600"));
  EXPECT_THAT(heard("late"), ElementsAre("1150 audio 1/0 1600", "2190 audio 1/0 1600", "2230 audio 1/0 960."));
}

TEST(ScriptedSynthesis, ThatFailsOnceSpeaksWhenItIsAskedAgain) {
  Studio studio(R"("synthesis": "fails_once")");
  studio.ask(1000, Synthesize{{1}, 0, "0"});
  studio.ask(2000, Synthesize{{1}, 0, "0"});
  EXPECT_THAT(studio.all(), ElementsAre("1150 speech failed 1", "2150 audio 1/0 520."));
}

TEST(ScriptedSynthesis, TheLengthOfAReplyIsSharedAmongItsSentences) {
  Studio studio(R"("replies": ["0123456789"], "reply_ms": 1000)");
  studio.ask(0, AskReply{{1}, "a"});
  studio.ask(1000, Synthesize{{1}, 0, "01234"});
  studio.run_to(5000);
  EXPECT_EQ(studio.audio_.size(), 4000U);
}

TEST(ScriptedSynthesis, WithoutALengthACharacterTakesSixtyFiveMilliseconds) {
  Studio studio;
  studio.ask(0, Synthesize{{0}, 0, "0123456789"});
  studio.ask(0, Synthesize{{0}, 1, ""});
  EXPECT_EQ(studio.all().back(), "270 audio 0/0 400.");
  EXPECT_EQ(studio.audio_.size(), 5200U);
}

TEST(ScriptedSynthesis, AnEmptySentenceIsDoneAtOnce) {
  Studio studio;
  studio.ask(0, Synthesize{{1}, 3, ""});
  EXPECT_THAT(studio.all(), ElementsAre("150 audio 1/3 0."));
}

TEST(ScriptedSynthesis, ShowsEachOfItsFaults) {
  const auto heard = [](std::string_view fault) {
    Studio studio("\"synthesis\": \"" + std::string(fault) + "\"");
    studio.ask(1000, Synthesize{{1}, 0, "01234567"});
    return studio.all();
  };
  EXPECT_THAT(heard("fails"), ElementsAre("1150 speech failed 1"));
  EXPECT_THAT(heard("late"), ElementsAre("4150 audio 1/0 1600", "4190 audio 1/0 1600", "4230 audio 1/0 960."));
  EXPECT_THAT(heard("stops_midway"), ElementsAre("1150 audio 1/0 1600", "1190 audio 1/0 480"));
}

TEST(ScriptedProvider, ACancelledTurnSaysNothingMore) {
  Studio studio;
  studio.ask(1000, AskReply{{1}, "a"});
  studio.ask(1000, Synthesize{{2}, 0, "0123456789"});
  studio.ask(1150, CancelTurn{{1}});
  studio.ask(1160, CancelTurn{{2}});
  EXPECT_THAT(studio.all(), ElementsAre("1150 audio 2/0 1600"));
  EXPECT_EQ(studio.provider().next_deadline(), kNever);
}

TEST(ScriptedProvider, ACancelLeavesTheWordsOfTheCallerAlone) {
  Studio studio;
  studio.finish(2200, 1, 950, 1850);
  studio.ask(2210, CancelTurn{{1}});
  EXPECT_THAT(studio.all(), ElementsAre("2280 final what are your hours"));
}

TEST(ScriptedProvider, ABadSynthesiserGoesOnAfterTheCancelForItsTime) {
  Studio studio(R"("keeps_sending_after_cancel_ms": 100)");
  studio.ask(1000, Synthesize{{1}, 0, "01234567890123456789012345678901234567890123456789"});
  studio.ask(1160, CancelTurn{{1}});
  EXPECT_THAT(studio.all(), ElementsAre("1150 audio 1/0 1600", "1190 audio 1/0 1600", "1230 audio 1/0 1600"));
}

TEST(ScriptedProvider, JitterOnlyDelaysAndIsTheSameForTheSameSeed) {
  const auto heard = [](std::uint64_t seed) {
    Studio studio(R"("jitter_ms": 300)", seed);
    for (int turn = 1; turn < 20; ++turn) studio.ask(turn * 1000, AskReply{{turn}, "a"});
    return studio.all();
  };
  EXPECT_EQ(heard(1), heard(1));
  EXPECT_NE(heard(1), heard(2));
}

}  // namespace
}  // namespace parley
