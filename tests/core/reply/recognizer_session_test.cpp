#include "core/reply/recognizer_session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "core/base/overloaded.h"

namespace parley {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string ms_of(MediaTime at) {
  return std::to_string(at.samples / 8);
}

std::string line_of(const ProviderRequest& request) {
  return std::visit(
      overloaded{
          [](const OpenRecognizer&) { return std::string("open"); },
          [](const CloseRecognizer&) { return std::string("close"); },
          [](const RecognizerAudio& r) {
            return "audio " + ms_of(r.begin) + "-" + ms_of(r.begin + static_cast<std::int64_t>(r.mulaw.size()));
          },
          [](const SegmentBegan& r) { return "began " + ms_of(r.begin); },
          [](const FinishSegment& r) {
            return "finish " + std::to_string(r.segment) + " " + ms_of(r.range.begin) + "-" + ms_of(r.range.end);
          },
          [](const auto&) { return std::string("?"); },
      },
      request);
}

std::string line_of(const ReplyStep& step) {
  return std::visit(overloaded{
                        [](const AskProvider& s) { return line_of(s.request); },
                        [](const StageFailure& s) { return "failed " + s.reason; },
                        [](const AudioLost& s) { return "lost " + std::to_string(to_millis(s.length)); },
                        [](const auto&) { return std::string("?"); },
                    },
                    step);
}

MediaTime at_ms(std::int64_t ms) {
  return MediaTime{ms * 8};
}

/// A session fed on a caller's clock that runs with the call's; what it asks is read in milliseconds of the
/// caller's.
class Booth {
 public:
  explicit Booth(const RecognizerConfig& config = {}) : session_(config) {}

  std::vector<std::string> open() {
    session_.open(now_, steps_);
    return taken();
  }
  /// Runs on to this time, with frames, waking the session when it asks for that.
  std::vector<std::string> hear_until(std::int64_t ms, bool quiet = true) {
    while (heard_ms() < ms) {
      now_ += kFrameDuration;
      if (session_.next_deadline() <= now_) session_.handle_timeout(now_, steps_);
      const std::vector<std::uint8_t> frame(kFrameSamples, byte_at(heard_));
      session_.hear(now_, heard_, frame, quiet, steps_);
      heard_ = heard_ + kFrameSamples;
    }
    return taken();
  }
  /// A voice that begins here and is running at the end; it is told of 300 ms late, as the pre-roll has it.
  void speak(std::int64_t from_ms, std::int64_t to_ms) {
    hear_until(from_ms + 300);
    began(from_ms);
    hear_until(to_ms, false);
  }
  void skip_to(std::int64_t ms) {
    now_ = at_millis(ms);
    heard_ = at_ms(ms);
  }
  std::vector<std::string> began(std::int64_t ms) {
    session_.segment_began(at_ms(ms), steps_);
    return taken();
  }
  std::vector<std::string> finish(std::int64_t from_ms, std::int64_t to_ms) {
    session_.segment_finished(FinishSegment{TurnId{1}, segments_++, {at_ms(from_ms), at_ms(to_ms)}}, steps_);
    return taken();
  }
  void final_of(std::int64_t from_ms, std::int64_t to_ms) { session_.final_came({at_ms(from_ms), at_ms(to_ms)}); }
  std::vector<std::string> fail(bool may_retry = true) {
    session_.failed(now_, TurnId{1}, RecognizerFailed{"gone", may_retry}, steps_);
    return taken();
  }
  std::vector<std::string> close() {
    session_.close(steps_);
    return taken();
  }
  std::int64_t waits_ms() const { return to_millis(session_.next_deadline() - now_); }
  bool waits() const { return session_.next_deadline() != kNever; }
  bool all_audio_is_what_was_heard() const { return bytes_right_; }
  RecognizerSession& session() { return session_; }

 private:
  static std::uint8_t byte_at(MediaTime at) { return static_cast<std::uint8_t>(at.samples / kFrameSamples % 251); }
  std::int64_t heard_ms() const { return heard_.samples / 8; }
  std::vector<std::string> taken() {
    std::vector<std::string> lines;
    for (const ReplyStep& step : std::exchange(steps_, {})) {
      check(step);
      std::string line = line_of(step);
      // Pieces that follow on one another are one stretch.
      const bool audio = line.starts_with("audio") && !lines.empty() && lines.back().starts_with("audio");
      const std::string from = audio ? line.substr(6, line.find('-') - 6) : "";
      if (audio && lines.back().ends_with("-" + from)) {
        lines.back().resize(lines.back().size() - from.size());
        lines.back() += line.substr(line.find('-') + 1);
      } else {
        lines.push_back(std::move(line));
      }
    }
    return lines;
  }
  void check(const ReplyStep& step) {
    const auto* asked = std::get_if<AskProvider>(&step);
    const auto* audio = asked != nullptr ? std::get_if<RecognizerAudio>(&asked->request) : nullptr;
    if (audio == nullptr) return;
    for (std::size_t i = 0; i < audio->mulaw.size(); ++i) {
      bytes_right_ = bytes_right_ && audio->mulaw[i] == byte_at(audio->begin + static_cast<std::int64_t>(i));
    }
  }

  RecognizerSession session_;
  ReplySteps steps_;
  Instant now_ = kCallStart;
  MediaTime heard_;
  std::int32_t segments_ = 1;
  bool bytes_right_ = true;
};

TEST(RecognizerSession, GivesAudioInBatchesAndTheRestBeforeAskingForWords) {
  Booth booth;
  EXPECT_THAT(booth.open(), ElementsAre("open"));
  EXPECT_THAT(booth.hear_until(140), IsEmpty());
  EXPECT_THAT(booth.hear_until(160), ElementsAre("audio 0-160"));
  booth.hear_until(400);
  EXPECT_THAT(booth.began(100), ElementsAre("began 100"));
  EXPECT_THAT(booth.finish(100, 400), ElementsAre("audio 320-400", "finish 1 100-400"));
  EXPECT_THAT(booth.close(), ElementsAre("close"));
  EXPECT_THAT(booth.hear_until(1000), IsEmpty());
}

TEST(RecognizerSession, OpensAgainAfterAFailureAndGivesTheRunningSegmentAgain) {
  Booth booth;
  booth.open();
  booth.hear_until(2000);
  booth.began(1500);
  EXPECT_THAT(booth.fail(), ElementsAre("failed gone"));
  EXPECT_TRUE(booth.session().deaf());
  EXPECT_EQ(booth.waits_ms(), 100);
  EXPECT_THAT(booth.hear_until(2100), ElementsAre("open", "began 1500", "audio 1080-2080"));
  EXPECT_THAT(booth.finish(1500, 2100), ElementsAre("audio 2080-2100", "finish 1 1500-2100"));
  EXPECT_TRUE(booth.session().deaf()) << "it has not said anything yet";
  booth.final_of(1500, 2000);
  EXPECT_FALSE(booth.session().deaf());
  EXPECT_TRUE(booth.all_audio_is_what_was_heard());
}

TEST(RecognizerSession, AsksAgainForTheSegmentsWhoseWordsHaveNotCome) {
  Booth booth;
  booth.open();
  booth.speak(500, 1500);
  booth.finish(500, 1500);
  booth.final_of(500, 1300);
  booth.speak(1500, 2900);
  booth.finish(1500, 2900);
  booth.hear_until(3000);
  booth.fail();
  EXPECT_THAT(booth.hear_until(3100),
              ElementsAre("open", "began 1500", "audio 1500-2900", "finish 2 1500-2900", "audio 2900-3080"))
      << "what was recognised is not given again";
  EXPECT_TRUE(booth.all_audio_is_what_was_heard());
}

TEST(RecognizerSession, GoesOnFromTheFinalThatCameInMidSegment) {
  Booth booth;
  booth.open();
  booth.speak(500, 4900);
  booth.final_of(500, 3000);
  booth.finish(500, 4900);
  booth.hear_until(5000);
  booth.fail();
  EXPECT_THAT(booth.hear_until(5100),
              ElementsAre("open", "began 3000", "audio 3000-4900", "finish 1 3000-4900", "audio 4900-5080"));
}

TEST(RecognizerSession, WaitsTwiceAsLongAfterEachFailureUntilItWorksAgain) {
  Booth booth;
  booth.open();
  std::int64_t ms = 0;
  for (const std::int64_t wait : {100, 200, 400, 800, 1600, 3200, 3200}) {
    booth.hear_until(ms += 20);
    booth.fail();
    EXPECT_EQ(booth.waits_ms(), wait);
    booth.hear_until(ms += wait);
    EXPECT_FALSE(booth.waits());
  }
  booth.final_of(0, 20);
  booth.fail();
  EXPECT_EQ(booth.waits_ms(), 100);
}

TEST(RecognizerSession, WaitsLongerAndLongerForAServiceThatGuessesAndBreaksOff) {
  Booth booth;
  booth.open();
  std::int64_t ms = 0;
  for (const std::int64_t wait : {100, 200, 400, 800}) {
    booth.hear_until(ms += 20);
    booth.session().partial_came();
    EXPECT_FALSE(booth.session().deaf());
    booth.fail();
    EXPECT_EQ(booth.waits_ms(), wait);
    booth.hear_until(ms += wait);
  }
}

TEST(RecognizerSession, TriesNothingAgainThatCannotWork) {
  Booth booth;
  booth.open();
  booth.hear_until(200);
  EXPECT_THAT(booth.fail(false), ElementsAre("failed gone"));
  EXPECT_FALSE(booth.waits());
  EXPECT_TRUE(booth.session().deaf());
  EXPECT_THAT(booth.hear_until(5000), IsEmpty());
  EXPECT_THAT(booth.finish(1000, 5000), IsEmpty());
}

TEST(RecognizerSession, SaysHowMuchItCouldNotKeep) {
  RecognizerConfig config;
  config.kept = seconds(4);
  Booth booth(config);
  booth.open();
  booth.speak(500, 1000);
  for (const std::int64_t ms : {1000, 1300, 1700, 2300, 3300, 5100}) {  // each time it fails at once
    booth.hear_until(ms, false);
    booth.fail();
  }
  const auto lines = booth.hear_until(8400, false);
  ASSERT_EQ(lines.size(), 4U);
  EXPECT_EQ(lines[0], "open");
  EXPECT_TRUE(lines[1].starts_with("lost ")) << lines[1];
  const std::int64_t lost = std::stoll(lines[1].substr(5));
  EXPECT_EQ(lines[2], "began " + std::to_string(500 + lost)) << "what is left of the segment";
  EXPECT_EQ(lines[3], "audio " + std::to_string(500 + lost) + "-8280");
  EXPECT_GE(8280 - (500 + lost), 4000) << "at least what is to be kept was kept";
}

TEST(RecognizerSession, ReplacesAnOldSessionAtASilentPoint) {
  RecognizerConfig config;
  config.rotate = seconds(60);
  Booth booth(config);
  booth.open();
  booth.hear_until(59'000);
  booth.began(58'900);
  booth.hear_until(61'000, false);
  EXPECT_THAT(booth.finish(58'900, 61'000), testing::Contains("finish 1 58900-61000"));
  booth.hear_until(61'500);
  booth.final_of(58'900, 60'800);
  EXPECT_THAT(booth.hear_until(61'520), ElementsAre("close", "open", "audio 60800-61520"))
      << "not one sample between the final and now is left out";
  EXPECT_THAT(booth.hear_until(62'000), testing::Not(testing::Contains("open")));
}

TEST(RecognizerSession, ReplacesASessionInMidSpeechOnlyWhereItMustAndGivesTheSegmentAgain) {
  RecognizerConfig config;
  config.rotate = seconds(60);
  Booth booth(config);
  booth.open();
  booth.hear_until(58'000);
  booth.began(57'700);
  EXPECT_THAT(booth.hear_until(62'000, false), testing::Not(testing::Contains("open")));
  booth.finish(57'700, 62'000);
  booth.final_of(57'700, 62'000);
  booth.began(62'000);
  booth.hear_until(109'000, false);
  booth.began(108'000);
  EXPECT_THAT(booth.hear_until(110'000, false), testing::IsSupersetOf({"close", "open", "began 108000"}));
  EXPECT_TRUE(booth.all_audio_is_what_was_heard());
}

TEST(RecognizerSession, WithoutAStreamGivesEachSegmentWholeAndNothingElse) {
  RecognizerConfig config;
  config.streaming = false;
  Booth booth(config);
  EXPECT_THAT(booth.open(), ElementsAre("open"));
  EXPECT_THAT(booth.hear_until(2000), IsEmpty());
  EXPECT_THAT(booth.began(1600), ElementsAre("began 1600", "audio 1600-2000"));
  EXPECT_THAT(booth.hear_until(3000, false), ElementsAre("audio 2000-2960"));
  EXPECT_THAT(booth.finish(1600, 3000), ElementsAre("audio 2960-3000", "finish 1 1600-3000"));
  EXPECT_THAT(booth.hear_until(4000), IsEmpty());
  EXPECT_THAT(booth.close(), ElementsAre("close"));
  EXPECT_TRUE(booth.all_audio_is_what_was_heard());
}

TEST(RecognizerSession, WithoutAStreamAsksASegmentAgainThatFailed) {
  RecognizerConfig config;
  config.streaming = false;
  Booth booth(config);
  booth.open();
  booth.hear_until(2000);
  booth.began(1000);
  booth.finish(1000, 2000);
  booth.fail();
  EXPECT_THAT(booth.hear_until(2100), ElementsAre("open", "began 1000", "audio 1000-2000", "finish 1 1000-2000"));
}

TEST(RecognizerSession, WithoutAStreamForgetsAVoiceThatWasNoise) {
  RecognizerConfig config;
  config.streaming = false;
  Booth booth(config);
  booth.open();
  booth.hear_until(1000);
  booth.began(800);
  booth.session().segment_dropped();
  EXPECT_THAT(booth.hear_until(3000), IsEmpty());
  EXPECT_THAT(booth.began(2700), ElementsAre("began 2700", "audio 2700-3000"));
}

TEST(RecognizerSession, TakesALeapOfTheLineForSilence) {
  Booth booth;
  booth.open();
  booth.hear_until(1000);
  booth.began(900);
  booth.skip_to(1400);
  booth.hear_until(2000);
  booth.fail();
  const auto lines = booth.hear_until(2100);
  EXPECT_THAT(lines, ElementsAre("open", "began 900", "audio 900-2080"));
}

}  // namespace
}  // namespace parley
