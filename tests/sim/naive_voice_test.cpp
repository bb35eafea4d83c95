#include "sim/naive_voice.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "core/audio/frame.h"

namespace parley {
namespace {

struct Sent {
  std::vector<std::uint8_t> bytes;
  Instant last;
  std::size_t largest = 0;
};

Sent said(NaiveFault fault, NaivePacing pacing = NaivePacing::kPaced, bool silent = false) {
  NaiveVoice voice(fault, pacing);
  voice.begin(at_millis(1000), millis(2000), 1, silent);
  Sent sent;
  while (!voice.all_sent()) {
    const Instant at = std::max(at_millis(1000), voice.next_deadline());
    const auto payload = voice.take(at);
    sent.bytes.insert(sent.bytes.end(), payload.begin(), payload.end());
    sent.last = at;
    sent.largest = std::max(sent.largest, payload.size());
  }
  return sent;
}

TEST(NaiveVoice, SendsAReplyInItsPacing) {
  EXPECT_EQ(said(NaiveFault::kNone).last, at_millis(1000 + 1980 - 160));
  EXPECT_EQ(said(NaiveFault::kNone, NaivePacing::kFast).last, at_millis(1000 + 1980 / 5));
  EXPECT_EQ(said(NaiveFault::kNone, NaivePacing::kBurst).last, at_millis(1000));
  EXPECT_EQ(said(NaiveFault::kNone).bytes.size(), 16'000U);
}

TEST(NaiveVoice, ForgetsTheRestWhenItIsStopped) {
  NaiveVoice voice(NaiveFault::kNone, NaivePacing::kPaced);
  voice.begin(at_millis(0), millis(2000), 1, false);
  voice.take(at_millis(0));
  voice.stop();
  EXPECT_TRUE(voice.all_sent());
  EXPECT_EQ(voice.next_deadline(), kNever);
}

TEST(NaiveVoice, RelativeSleepTakesATenthLonger) {
  EXPECT_EQ(said(NaiveFault::kRelativeSleep).last, at_millis(1000 + 99 * 22));
}

TEST(NaiveVoice, BlockingSendLoopStopsOnceASecondAndDoesNotCatchUp) {
  EXPECT_EQ(said(NaiveFault::kBlockingSendLoop).last, at_millis(1000 + 1980 - 160 + 400));
}

TEST(NaiveVoice, PartialChunkDroppedSendsWholePiecesOnly) {
  const Sent sent = said(NaiveFault::kPartialChunkDropped, NaivePacing::kBurst);
  EXPECT_EQ(sent.bytes.size(), 16'000U) << "of 2230 ms";
  EXPECT_EQ(sent.largest, 3200U);
}

TEST(NaiveVoice, OtherFormatsAreLongerThanTheSound) {
  EXPECT_EQ(said(NaiveFault::kSixteenKilohertz).bytes.size(), 32'000U);
  EXPECT_EQ(said(NaiveFault::kLinearPcm).bytes.size(), 32'000U);
  const Sent file = said(NaiveFault::kWavHeader);
  EXPECT_EQ(file.bytes.size(), 16'160U);
  EXPECT_EQ(std::string(file.bytes.begin(), file.bytes.begin() + 4), "RIFF");
  EXPECT_EQ(std::string(file.bytes.begin() + 36, file.bytes.begin() + 40), "data");
}

TEST(NaiveVoice, SilentReplyHasItsLengthAndNothingInIt) {
  const Sent sent = said(NaiveFault::kSilentReply, NaivePacing::kPaced, true);
  EXPECT_EQ(sent.bytes, std::vector<std::uint8_t>(16'000, kMulawSilence));
}

}  // namespace
}  // namespace parley
