#include "speech/google/google_session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "tests/speech/google/simulated_google.h"

namespace parley {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

MediaRange range(std::int64_t begin, std::int64_t end) {
  return {MediaTime{begin}, MediaTime{end}};
}

/// One call on one thread; `settle` lets everything happen that is to happen at once.
class AGoogleSession : public testing::Test {
 protected:
  AGoogleSession() {
    ways->ways = {{.language = "he-IL"}, {.language = "iw-IL"}};
    plan.line = std::make_shared<SimulatedLine>(google);
    plan.ways = ways;
  }

  void begin() {
    session = std::make_unique<GoogleSession>(
        ProviderSeat{loop, [this](ProviderEvent event) { heard(std::move(event)); }}, plan);
    session->open();
    settle();
  }
  void settle() {
    loop.context().restart();
    loop.context().poll();
  }
  /// Words of fifty samples each, from the end of what was said before.
  void say(const std::string& letters, std::int64_t samples_each = 50) {
    std::string audio;
    for (const char letter : letters) audio.append(static_cast<std::size_t>(samples_each), letter);
    give(said_until, audio);
    settle();
  }
  void give(std::int64_t begin, const std::string& audio) {
    session->hear({MediaTime{begin}, std::vector<std::uint8_t>(audio.begin(), audio.end())});
    said_until = begin + static_cast<std::int64_t>(audio.size());
    given += audio;
  }
  void finish(std::int64_t begin, std::int64_t end) {
    session->finish({TurnId{1}, 0, range(begin, end)});
    settle();
  }
  virtual void heard(ProviderEvent event) {
    if (const auto* partial = std::get_if<Partial>(&event)) partials.push_back(*partial);
    if (const auto* final_words = std::get_if<Final>(&event)) finals.push_back(*final_words);
    if (const auto* failed = std::get_if<RecognizerFailed>(&event)) failures.push_back(failed->reason);
  }
  std::string sent() const {
    std::string all;
    for (const auto& stream : google.streams) all += stream->audio;
    return all;
  }

  EventLoop loop;
  SimulatedGoogle google;
  std::shared_ptr<GoogleWays> ways = std::make_shared<GoogleWays>();
  GooglePlan plan;
  std::unique_ptr<GoogleSession> session;
  std::int64_t said_until = 0;
  std::string given;
  std::vector<Partial> partials;
  std::vector<Final> finals;
  std::vector<std::string> failures;
};

TEST_F(AGoogleSession, SendsTheAudioOfTheCallFromItsFirstFrame) {
  begin();
  say("..ab");
  EXPECT_EQ(sent(), given);
  ASSERT_FALSE(partials.empty());
  EXPECT_EQ(partials.back(), (Partial{range(0, 200), "a b"}));
}

TEST_F(AGoogleSession, EndsTheStreamOfAFinishedSegmentAndGivesTheNextToAnother) {
  begin();
  session->segment_begins(MediaTime{100});
  say("..ab..");
  finish(100, 300);
  EXPECT_THAT(finals, ElementsAre(Final{range(100, 200), "a b"}));
  say("c");
  ASSERT_EQ(google.streams.size(), 2U);
  EXPECT_TRUE(google.streams[0]->half_closed);
  EXPECT_FALSE(google.streams[1]->half_closed);
  EXPECT_EQ(google.streams[0]->audio.size(), 300U);
  EXPECT_EQ(sent(), given);
  EXPECT_EQ(partials.back(), (Partial{range(300, 350), "c"}));
}

TEST_F(AGoogleSession, PutsAllThatWaitsIntoOneMessage) {
  google.takes = false;
  begin();
  for (int i = 0; i < 5; ++i) give(said_until, std::string(1200, '.'));
  settle();
  EXPECT_EQ(google.operations, 1) << "the opening, which is not taken yet";
  google.listeners[0]->on_written();
  EXPECT_EQ(google.operations, 2);
  EXPECT_EQ(sent(), given);
}

TEST_F(AGoogleSession, EndsAStreamBeforeItsLastMessageIsTaken) {
  google.takes = false;
  begin();
  google.listeners[0]->on_written();
  say("a..");
  finish(0, 150);
  EXPECT_TRUE(google.streams[0]->half_closed);
  EXPECT_THAT(finals, ElementsAre(Final{range(0, 50), "a"}));
  EXPECT_THAT(failures, IsEmpty());
}

TEST_F(AGoogleSession, SaysAnEmptyFinalWhereNothingWasSpoken) {
  begin();
  say("......");
  finish(100, 300);
  EXPECT_THAT(finals, ElementsAre(Final{range(100, 300), ""}));
}

TEST_F(AGoogleSession, MapsResultsAcrossWhatTheLineLeftOut) {
  begin();
  give(0, std::string(100, '.'));
  give(9000, std::string(100, 'a'));
  settle();
  finish(9000, 9100);
  EXPECT_THAT(finals, ElementsAre(Final{range(9000, 9100), "a"}));
}

TEST_F(AGoogleSession, DoesNotCutAWordThatGoesOn) {
  begin();
  session->segment_begins(MediaTime{0});
  say("abc");
  session->finish({TurnId{1}, 0, range(0, 150)});
  session->segment_begins(MediaTime{150});  // cut for its length
  settle();
  EXPECT_EQ(google.streams.size(), 1U);
  EXPECT_THAT(finals, IsEmpty());
  say("d..");
  finish(150, 300);
  EXPECT_THAT(finals, ElementsAre(Final{range(0, 200), "a b c d"})) << "words of both, in one range";
}

TEST_F(AGoogleSession, CutsWhereASegmentEndedThoughMoreCameInTheSameBreath) {
  begin();
  session->segment_begins(MediaTime{0});
  give(0, std::string(100, 'a'));
  session->finish({TurnId{1}, 0, range(0, 100)});
  session->segment_begins(MediaTime{120});
  give(100, std::string(20, '.') + std::string(80, 'b'));
  settle();
  ASSERT_EQ(google.streams.size(), 2U);
  EXPECT_EQ(google.streams[0]->audio, std::string(100, 'a'));
  EXPECT_THAT(finals, ElementsAre(Final{range(0, 100), "a"}));
  EXPECT_EQ(partials.back(), (Partial{range(120, 200), "b"}));
}

TEST_F(AGoogleSession, DoesNotEndANewStreamForWhatWasAskedOfTheOld) {
  begin();
  say("a");
  session->finish({TurnId{1}, 0, range(0, 50)});
  session->close();
  session->open();
  give(50, std::string(50, 'b'));
  settle();
  EXPECT_FALSE(google.streams.back()->half_closed);
  EXPECT_EQ(google.streams.size(), 2U);
}

TEST_F(AGoogleSession, HasGoogleSayThatALoudLineIsEmpty) {
  begin();
  session->segment_begins(MediaTime{0});
  say("......");
  session->finish({TurnId{1}, 0, range(0, 300)});
  session->segment_begins(MediaTime{300});
  settle();
  EXPECT_THAT(finals, ElementsAre(Final{range(0, 300), ""}));
}

TEST_F(AGoogleSession, KeepsGuessedWordsThatGoogleNeitherConfirmsNorWithdraws) {
  begin();
  google.ends = false;
  say("ab");
  finish(0, 100);
  google.listeners[0]->on_ended({GoogleEnd::kOk, ""});
  EXPECT_THAT(finals, ElementsAre(Final{range(0, 100), "a b"}));
}

TEST_F(AGoogleSession, WaitsForGooglesOwnPausesIfItIsTold) {
  plan.half_close = false;
  begin();
  say("ab....");
  finish(0, 300);
  EXPECT_EQ(google.streams.size(), 1U);
  EXPECT_THAT(finals, IsEmpty());
  google.listeners[0]->on_results({{"a b", true, 100}});
  EXPECT_THAT(finals, ElementsAre(Final{range(0, 100), "a b"}));
}

TEST_F(AGoogleSession, TriesTheOtherCodeOfALanguageWithTheSameAudio) {
  google.refused_language = "he-IL";
  session = std::make_unique<GoogleSession>(
      ProviderSeat{loop, [this](ProviderEvent event) { heard(std::move(event)); }}, plan);
  session->open();
  give(0, "aaabbb");
  settle();
  finish(0, 6);
  ASSERT_GE(google.streams.size(), 2U);
  EXPECT_EQ(google.streams[1]->config.language, "iw-IL");
  EXPECT_EQ(google.streams[1]->audio, "aaabbb");
  EXPECT_THAT(finals, ElementsAre(Final{range(0, 6), "a b"}));
  EXPECT_THAT(failures, IsEmpty());
  EXPECT_EQ(google.streams.back()->config.language, "iw-IL") << "the next stream knows";
}

TEST_F(AGoogleSession, FailsWhereNoWayOfAskingIsTaken) {
  ways->ways = {{.language = "he-IL"}, {.language = "he-IL"}};
  google.refused_language = "he-IL";
  begin();
  ASSERT_EQ(failures.size(), 1U);
  EXPECT_EQ(google.streams.size(), 2U) << "once each";
}

TEST_F(AGoogleSession, SaysOnceThatItFailedAndHearsAgainWhenItIsOpenedAgain) {
  begin();
  say("a");
  google.listeners[0]->on_ended({GoogleEnd::kResourceExhausted, "quota"});
  ASSERT_EQ(failures.size(), 1U);
  EXPECT_EQ(failures[0], "Google's quota is used up for the moment (quota)");
  say("b");  // nobody hears: the call keeps it
  finish(0, 100);
  EXPECT_EQ(failures.size(), 1U);
  session->open();
  give(0, std::string(50, 'a') + std::string(50, 'b'));
  settle();
  finish(0, 100);
  EXPECT_THAT(finals, ElementsAre(Final{range(0, 100), "a b"}));
}

TEST_F(AGoogleSession, TellsTheLastWordsOfAStreamThatIsClosed) {
  begin();
  google.ends = false;
  say("ab");
  session->close();
  session->open();
  settle();
  give(100, std::string(50, 'c'));
  settle();
  google.listeners[0]->on_results({{"a b", true, 100}});
  EXPECT_THAT(finals, ElementsAre(Final{range(0, 100), "a b"}));
  google.listeners[0]->on_ended({GoogleEnd::kUnavailable, "it is late"});
  EXPECT_THAT(failures, IsEmpty()) << "what is closed may die";
}

TEST_F(AGoogleSession, LeavesToTheNewStreamWhatItWasGivenAgain) {
  begin();
  google.ends = false;
  say("ab");
  session->close();
  session->open();
  settle();
  give(0, std::string(50, 'a') + std::string(50, 'b') + std::string(50, 'c'));
  settle();
  google.listeners[0]->on_results({{"a", true, 40}, {"b bb", true, 5000}});
  // The first ends at the beginning of what is given again, give or take.
  EXPECT_THAT(finals, ElementsAre(Final{range(0, 40), "a"}, Final{range(40, 100), "b bb"}));
}

TEST_F(AGoogleSession, DropsNoFrameInTenMinutesOfAHealthyCall) {
  constexpr std::int64_t kBatch = 1200;  // 150 ms
  begin();
  for (std::int64_t at = 0; at < 10 * 60 * 8000; at += kBatch) {
    give(at, std::string(kBatch, '.'));
    settle();
    if ((at / kBatch) % 40 == 39) finish(at - 20 * kBatch, at + kBatch);
  }
  EXPECT_EQ(session->frames_dropped(), 0);
  EXPECT_EQ(sent().size(), given.size());
  EXPECT_THAT(failures, IsEmpty());
}

TEST_F(AGoogleSession, CountsTheFramesThatGoogleDidNotTakeInTime) {
  google.takes = false;
  begin();
  for (int second = 0; second < 20; ++second) give(second * 8000, std::string(8000, '.'));
  EXPECT_EQ(session->frames_dropped(), 20 * 50 - 700);
  session->close();
  settle();
  EXPECT_EQ(session->frames_dropped(), 20 * 50 - 700) << "what is gone stays gone";
}

TEST_F(AGoogleSession, SaysNothingOnceItIsGone) {
  begin();
  say("ab");
  const std::size_t before = partials.size();
  session->finish({TurnId{1}, 0, range(0, 100)});
  session.reset();
  settle();
  EXPECT_EQ(partials.size(), before);
  EXPECT_THAT(finals, IsEmpty());
  EXPECT_EQ(google.listeners[0], nullptr);
}

/// A call that does what the reply machine does: keeps the audio that has no final yet, opens again after a
/// failure, gives that audio again and finishes again what was not answered.
class ACallThatInsists : public AGoogleSession {
 protected:
  void heard(ProviderEvent event) override {
    if (const auto* final_words = std::get_if<Final>(&event)) covered = std::max(covered, final_words->range.end);
    failed = failed || std::holds_alternative<RecognizerFailed>(event);
    AGoogleSession::heard(std::move(event));
  }
  void speak(const std::string& letters) {
    const std::int64_t begin = said_until;
    say(letters + "..");
    owed = range(begin, said_until);
    finish(begin, said_until);
    for (int tries = 0; failed && tries < 10; ++tries) insist();
  }
  void insist() {
    failed = false;
    session->open();
    settle();
    const std::string again = given.substr(static_cast<std::size_t>(covered.samples));
    const std::string before = given;
    if (!failed) give(covered.samples, again);
    given = before;
    settle();
    if (!failed && covered < owed.end) finish(std::max(owed.begin, covered).samples, owed.end.samples);
  }
  std::string all_words() const {
    return std::accumulate(finals.begin(), finals.end(), std::string(),
                           [](std::string all, const Final& each) { return std::move(all) + each.text; });
  }

  MediaTime covered{};
  MediaRange owed{};
  bool failed = false;
};

class AtEachOperation : public ACallThatInsists, public testing::WithParamInterface<int> {};

TEST_P(AtEachOperation, AFailureLosesNoWordAndNoFrame) {
  google.fails_at = GetParam();
  begin();
  for (int tries = 0; failed && tries < 10; ++tries) insist();
  speak("ab");
  speak("cd");
  speak("ef");
  EXPECT_EQ(all_words(), "a bc de f");
  EXPECT_THAT(failures, testing::SizeIs(google.operations > GetParam() ? 1 : 0));
  EXPECT_EQ(SimulatedGoogle::words_in(given, 0), "a b c d e f");
}

INSTANTIATE_TEST_SUITE_P(OfACall, AtEachOperation, testing::Range(0, 16));

}  // namespace
}  // namespace parley
