#include "core/account/returned_audio.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <span>
#include <vector>

#include "core/audio/frame.h"
#include "core/audio/voice_like.h"

namespace parley {
namespace {

TEST(ReturnedAudio, FindsTheCallersFramesInMessagesOfAnySize) {
  const std::vector<std::uint8_t> said = voice_like(seconds(1), 3);
  ReturnedAudio returned;
  for (std::size_t i = 0; i < 50; ++i) {
    returned.caller(at_millis(static_cast<std::int64_t>(20 * i)), std::span(said).subspan(160 * i, 160));
  }
  returned.agent(at_millis(1500), said, 77);
  EXPECT_GT(returned.tally().returned_blocks, 30);
  EXPECT_EQ(returned.tally().returned_blocks, returned.tally().voiced_blocks);
  EXPECT_EQ(returned.tally().first_event, 77);
}

TEST(ReturnedAudio, IgnoresSilenceAndOtherVoices) {
  ReturnedAudio returned;
  const std::vector<std::uint8_t> silence(1600, kMulawSilence);
  returned.caller(at_millis(0), silence);
  returned.agent(at_millis(20), silence, 1);
  returned.caller(at_millis(40), voice_like(seconds(1), 3));
  returned.agent(at_millis(60), voice_like(seconds(1), 4), 2);
  EXPECT_EQ(returned.tally().returned_blocks, 0);
  EXPECT_GT(returned.tally().voiced_blocks, 30);
}

TEST(ReturnedAudio, ForgetsWhatWasSaidLongAgo) {
  ReturnedAudio returned;
  returned.caller(at_millis(0), voice_like(seconds(1), 3));
  returned.caller(at_millis(20), voice_like(seconds(20), 5));
  returned.agent(at_millis(40), voice_like(seconds(1), 3), 1);
  EXPECT_EQ(returned.tally().returned_blocks, 0);
}

}  // namespace
}  // namespace parley
