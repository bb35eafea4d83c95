#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "core/diagnosis/rules.h"
#include "tests/core/account/trace_builder.h"

namespace parley {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::uint8_t> at_half_speed(std::int64_t length_ms) {
  const std::vector<std::int16_t> sound = mulaw_decode(voice_like(millis(length_ms), 7));
  std::vector<std::int16_t> slow;
  for (std::size_t i = 0; i + 1 < sound.size(); ++i) {
    slow.push_back(sound[i]);
    slow.push_back(static_cast<std::int16_t>((sound[i] + sound[i + 1]) / 2));
  }
  return mulaw_encode(slow);
}

std::vector<std::uint8_t> at_three_times_the_speed(std::int64_t length_ms) {
  const std::vector<std::int16_t> sound = mulaw_decode(voice_like(millis(length_ms), 7));
  std::vector<std::int16_t> fast;
  for (std::size_t i = 0; i + 2 < sound.size(); i += 3) {
    fast.push_back(static_cast<std::int16_t>((sound[i] + sound[i + 1] + sound[i + 2]) / 3));
  }
  return mulaw_encode(fast);
}

TEST(WrongRate, IsNamedForAVoiceAtHalfSpeed) {
  const std::vector<Finding> findings =
      TraceBuilder().caller(500, 800).pieces(2000, at_half_speed(3000), 160, 20).findings(10000);
  ASSERT_THAT(ids_of(findings), ElementsAre("wrong-rate"));
  EXPECT_THAT(findings.front().explanation, HasSubstr("giant"));
}

TEST(WrongRate, IsNamedForAVoiceAtSeveralTimesItsSpeed) {
  const std::vector<Finding> findings =
      TraceBuilder().caller(500, 800).pieces(2000, at_three_times_the_speed(15000), 160, 20).findings(10000);
  ASSERT_THAT(ids_of(findings), ElementsAre("wrong-rate"));
  EXPECT_THAT(findings.front().explanation, HasSubstr("chipmunk"));
}

TEST(WrongRate, IsSilentForAVoiceAtItsOwnSpeed) {
  EXPECT_THAT(TraceBuilder().caller(500, 800).agent(2000, 6000).findings(10000), IsEmpty());
}

TEST(WrongRate, IsSilentForTooLittleToTell) {
  EXPECT_THAT(TraceBuilder().caller(500, 800).pieces(2000, at_half_speed(700), 160, 20).findings(6000), IsEmpty());
}

}  // namespace
}  // namespace parley
