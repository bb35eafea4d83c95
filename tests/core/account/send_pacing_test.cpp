#include "core/account/send_pacing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/audio/voice_like.h"
#include "tests/core/account/trace_builder.h"

namespace parley {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

const std::vector<std::uint8_t>& voice() {
  static const std::vector<std::uint8_t> sound = voice_like(seconds(10), 7);
  return sound;
}
std::span<const std::uint8_t> part(std::int64_t from_ms, std::int64_t length_ms) {
  return std::span(voice()).subspan(static_cast<std::size_t>(from_ms * 8), static_cast<std::size_t>(length_ms * 8));
}

TEST(SendPacing, SeesARunAsOneWhileAudioComesInTime) {
  const CallAccount account = TraceBuilder().agent(1000, 2000).account(5000);
  ASSERT_THAT(account.sending, SizeIs(1));
  EXPECT_EQ(account.sending[0].messages, 100);
  EXPECT_EQ(account.sending[0].length(), seconds(2));
  EXPECT_EQ(account.sending[0].most_lead, millis(120)) << "a frame that is sent 100 ms ahead";
  EXPECT_THAT(account.gaps, IsEmpty());
}

TEST(SendPacing, PartsRunsAtMarksClearsAndPauses) {
  const CallAccount account = TraceBuilder()
                                  .agent(1000, 400)
                                  .mark(1390, "a")
                                  .agent(1500, 400)
                                  .clear(1880)
                                  .agent(2000, 400)
                                  .agent(3100, 400)
                                  .account(6000);
  ASSERT_THAT(account.sending, SizeIs(4));
  EXPECT_TRUE(account.sending[0].marked);
  EXPECT_TRUE(account.sending[1].cut);
  EXPECT_FALSE(account.sending[2].cut);
}

TEST(SendPacing, CountsEveryGapAndMeasuresItAtTheBuffer) {
  // 100 ms of audio each 130 ms: nine gaps of 30 ms.
  const CallAccount account = TraceBuilder().pieces(1000, part(0, 1000), 800, 130).account(5000);
  ASSERT_THAT(account.gaps, SizeIs(9));
  for (const DryGap& gap : account.gaps) {
    EXPECT_EQ(gap.length(), millis(30));
    EXPECT_EQ(gap.unsent(), millis(130));
  }
  EXPECT_EQ(account.sending.at(0).gaps, 9);
  EXPECT_EQ(account.sending.at(0).dry, millis(270));
}

TEST(SendPacing, TellsAGapInMidVoiceFromOneBetweenTwoSounds) {
  const std::vector<std::uint8_t> word = voice_like(millis(500), 9);
  const CallAccount between = TraceBuilder().payload(1000, word).payload(1800, word).account(5000);
  ASSERT_THAT(between.gaps, SizeIs(1));
  EXPECT_FALSE(between.gaps[0].mid_voice);
  TraceBuilder torn;
  torn.pieces(1000, part(0, 3000), 400, 90);
  int mid_voice = 0;
  for (const DryGap& gap : torn.account(9000).gaps) mid_voice += gap.mid_voice ? 1 : 0;
  EXPECT_GT(mid_voice, 15) << "of 59 places at which a voice was torn";
}

TEST(SendPacing, SeesThatABurstMadeUpForASilence) {
  TraceBuilder made_up;
  made_up.pieces(1000, part(0, 500), 160, 20).pieces(1900, part(500, 400), 160, 0);
  made_up.pieces(1920, part(900, 500), 160, 20);
  ASSERT_THAT(made_up.account(6000).gaps, SizeIs(1));
  EXPECT_TRUE(made_up.account(6000).gaps[0].made_up);
  TraceBuilder lost;
  lost.pieces(1000, part(0, 500), 160, 20).pieces(1900, part(500, 900), 160, 20);
  ASSERT_THAT(lost.account(6000).gaps, SizeIs(1));
  EXPECT_FALSE(lost.account(6000).gaps[0].made_up);
}

TEST(SendPacing, TakesAllThatWasLeftForABurst) {
  TraceBuilder call;
  call.pieces(1000, part(0, 500), 160, 20).pieces(1900, part(500, 60), 160, 0).mark(1901, "end");
  ASSERT_THAT(call.account(6000).gaps, SizeIs(1));
  EXPECT_TRUE(call.account(6000).gaps[0].made_up);
}

TEST(SendPacing, KeepsFewPointsOfALongRunAndNotMoreThanAThousandGaps) {
  SendPacing pacing;
  const std::vector<std::uint8_t> frame(160, 0x20);
  for (std::int64_t i = 0; i < 30'000; ++i) {
    const std::optional<Instant> dry = i == 0 ? std::nullopt : std::optional(at_millis(25 * i - 5));
    pacing.media(at_millis(25 * i), frame, i, dry, millis(20));
  }
  ASSERT_THAT(pacing.runs(), SizeIs(1));
  EXPECT_LE(pacing.runs()[0].clock.size(), 64U);
  EXPECT_GE(pacing.runs()[0].clock.size(), 32U);
  EXPECT_THAT(pacing.gaps(), SizeIs(1000));
  EXPECT_EQ(pacing.gaps_forgotten(), 28'999);
  EXPECT_EQ(pacing.runs()[0].gaps, 29'999);
}

}  // namespace
}  // namespace parley
