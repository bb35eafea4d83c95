// A call whose providers fail, and one whose reply ends it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/call/call_driver.h"

namespace parley {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::size_t audio_given(const CallDriver& driver) {
  std::size_t bytes = 0;
  for (const ProviderRequest& request : driver.requests) {
    if (const auto* audio = std::get_if<RecognizerAudio>(&request)) bytes += audio->mulaw.size();
  }
  return bytes;
}

// ---- the recogniser -----------------------------------------------------------------------------------------

TEST(CallProviders, TellTheRecogniserWhereAVoiceBeginsPreRollIncluded) {
  CallDriver driver;
  driver.silence(seconds(1));
  driver.voice(millis(900));
  const auto* began = driver.last_request<SegmentBegan>();
  ASSERT_NE(began, nullptr);
  EXPECT_EQ(began->begin.samples, 700 * 8);
  driver.silence(millis(500));
  const auto* finished = driver.last_request<FinishSegment>();
  ASSERT_NE(finished, nullptr);
  EXPECT_EQ(finished->range.begin, began->begin);
  EXPECT_EQ(driver.requested<SegmentBegan>(), 1U);
}

TEST(CallProviders, OpenTheRecogniserAgainAndGiveItTheCallersVoiceOnceMore) {
  CallDriver driver;
  driver.silence(seconds(1));
  driver.voice(millis(500));
  driver.say(RecognizerFailed{"gone"});
  driver.voice(millis(400));
  EXPECT_EQ(driver.requested<OpenRecognizer>(), 2U);
  const std::size_t twice = audio_given(driver);
  EXPECT_GT(twice, 1900U * 8) << "the voice was given a second time";
  driver.silence(millis(500));
  driver.finish_segment("what are your hours");
  EXPECT_THAT(driver.noted<trace::TurnText>(), testing::SizeIs(1));
  const auto failures = driver.noted<trace::StageFailed>();
  ASSERT_EQ(failures.size(), 1U);
  EXPECT_EQ(failures[0].stage, Stage::kRecognizer);
}

TEST(CallProviders, DoNotLetTheCallerWaitForARecogniserThatIsAway) {
  CallDriver driver;
  driver.silence(seconds(1));
  driver.voice(millis(900));
  driver.say(RecognizerFailed{"401", false});
  driver.silence(millis(3000));
  const auto started = driver.noted<trace::ReplyStarted>();
  ASSERT_EQ(started.size(), 1U);
  EXPECT_EQ(started[0].kind, ReplyKind::kNotCaught);
  EXPECT_EQ(driver.requested<OpenRecognizer>(), 1U) << "asking again is in vain";
}

TEST(CallProviders, SayGoodbyeToACallerWhomNobodyCanHear) {
  CallDriver driver;
  driver.silence(seconds(1));
  driver.say(RecognizerFailed{"401", false});
  for (int turn = 0; turn < 3; ++turn) {
    driver.voice(millis(900));
    driver.silence(seconds(4));
  }
  EXPECT_EQ(driver.close_reason, "farewell");
  std::vector<ReplyKind> kinds;
  for (const auto& reply : driver.noted<trace::ReplyStarted>()) kinds.push_back(reply.kind);
  EXPECT_THAT(kinds, ElementsAre(ReplyKind::kNotCaught, ReplyKind::kNotCaught, ReplyKind::kFarewell));
}

TEST(CallProviders, ReplaceTheRecognisersSessionWhileNobodySpeaks) {
  CallConfig config = CallDriver::quiet_config();
  config.recognizer.rotate = seconds(10);
  CallDriver driver(config);
  driver.silence(millis(9800));
  driver.voice(millis(1000));
  EXPECT_EQ(driver.requested<OpenRecognizer>(), 1U) << "not in mid word";
  driver.silence(millis(500));
  driver.finish_segment("yes");
  driver.reply_text("Fine.");
  driver.reply_audio(millis(500), true);
  driver.silence(seconds(2));
  EXPECT_EQ(driver.requested<OpenRecognizer>(), 2U);
  EXPECT_EQ(driver.requested<CloseRecognizer>(), 1U);
  EXPECT_THAT(driver.noted<trace::AudioLost>(), IsEmpty());
}

TEST(CallProviders, WithoutAStreamGetTheSegmentsAudioAloneAndInPiecesOfThreeSeconds) {
  CallConfig config = CallDriver::quiet_config();
  config.recognizer.streaming = false;
  CallDriver driver(config);
  driver.silence(seconds(2));
  EXPECT_EQ(driver.requests.size(), 1U) << "it is opened, and given nothing";
  driver.voice(seconds(5));
  driver.silence(millis(500));
  EXPECT_EQ(driver.requested<FinishSegment>(), 2U);
  EXPECT_EQ(driver.requested<SegmentBegan>(), 2U);
  std::size_t asked = 0;
  for (const ProviderRequest& request : driver.requests) {
    const auto* segment = std::get_if<FinishSegment>(&request);
    if (segment != nullptr) asked += static_cast<std::size_t>(segment->range.end - segment->range.begin);
  }
  EXPECT_EQ(audio_given(driver), asked) << "each sample of the segments once, and no other";
}

// ---- the end ------------------------------------------------------------------------------------------------

TEST(CallEnding, ClosesOnceTheReplyThatAsksForItHasBeenHeard) {
  CallDriver driver;
  driver.silence(seconds(1));
  driver.ask("that is all");
  const auto* asked = driver.last_request<AskReply>();
  ASSERT_NE(asked, nullptr);
  driver.say(ReplyText{asked->turn, "Goodbye.", true, AfterReply::kHangUp, {}});
  driver.reply_audio(millis(800), true);
  driver.silence(millis(700));
  EXPECT_FALSE(driver.closed()) << "it is still being heard";
  driver.silence(millis(800));
  EXPECT_EQ(driver.close_reason, "farewell");
  EXPECT_EQ(driver.closes, 1);
  EXPECT_THAT(driver.noted<trace::Transfer>(), IsEmpty());
}

TEST(CallEnding, TellsToWhomTheCallIsTransferred) {
  CallDriver driver;
  driver.silence(seconds(1));
  driver.ask("a person please");
  const auto* asked = driver.last_request<AskReply>();
  ASSERT_NE(asked, nullptr);
  const TurnId turn = asked->turn;
  driver.say(ReplyText{turn, "Hold on.", true, AfterReply::kTransfer, "+14155550100"});
  driver.reply_audio(millis(800), true);
  driver.silence(seconds(2));
  EXPECT_EQ(driver.close_reason, "transfer");
  const auto transfers = driver.noted<trace::Transfer>();
  ASSERT_EQ(transfers.size(), 1U);
  EXPECT_EQ(transfers[0].turn, turn);
  EXPECT_EQ(transfers[0].to, "+14155550100");
}

TEST(CallEnding, IsPutOffByACallerWhoInterrupts) {
  CallDriver driver;
  driver.silence(seconds(1));
  driver.ask("that is all");
  const auto* asked = driver.last_request<AskReply>();
  ASSERT_NE(asked, nullptr);
  driver.say(ReplyText{asked->turn, "Goodbye and thank you.", true, AfterReply::kHangUp, {}});
  driver.reply_audio(seconds(3), true);
  driver.silence(millis(700));
  driver.ask("wait one more question");
  EXPECT_FALSE(driver.closed());
  driver.reply_text("Yes?");
  driver.reply_audio(millis(500), true);
  driver.silence(seconds(2));
  EXPECT_FALSE(driver.closed());
  EXPECT_EQ(driver.call.state(), TurnState::kListening);
}

}  // namespace
}  // namespace parley
