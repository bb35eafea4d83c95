#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/diagnosis/rules.h"
#include "tests/core/account/trace_builder.h"

namespace parley {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::uint8_t> linear_pcm(std::int64_t length_ms, bool swapped) {
  std::vector<std::uint8_t> bytes;
  for (const std::int16_t sample : mulaw_decode(voice_like(millis(length_ms), 7))) {
    const auto bits = static_cast<std::uint16_t>(sample);
    const auto low = static_cast<std::uint8_t>(bits & 0xFFU);
    const auto high = static_cast<std::uint8_t>(bits >> 8U);
    bytes.push_back(swapped ? high : low);
    bytes.push_back(swapped ? low : high);
  }
  return bytes;
}

std::uint8_t alaw_of(int sample) {
  const int sign = sample >= 0 ? 0x80 : 0;
  const int magnitude = std::min(sample >= 0 ? sample : -sample - 1, 32'767);
  int exponent = 7;
  for (int bit = 0x4000; exponent > 0 && (magnitude & bit) == 0; bit >>= 1) --exponent;
  const int mantissa = (exponent == 0 ? magnitude >> 4 : magnitude >> (exponent + 3)) & 0x0F;
  return static_cast<std::uint8_t>((sign | (exponent << 4) | mantissa) ^ 0x55);
}

Finding only_finding(const std::vector<std::uint8_t>& audio) {
  const std::vector<Finding> findings =
      TraceBuilder().caller(500, 800).pieces(2000, audio, 160, 20).findings(14000);
  EXPECT_THAT(ids_of(findings), ElementsAre("not-mulaw"));
  return findings.empty() ? Finding{} : findings.front();
}

TEST(NotMulaw, IsNamedForLinearPcmOfEitherByteOrder) {
  EXPECT_THAT(only_finding(linear_pcm(3000, false)).explanation, HasSubstr("linear PCM."));
  EXPECT_THAT(only_finding(linear_pcm(3000, true)).explanation, HasSubstr("bytes swapped"));
}

TEST(NotMulaw, IsNamedForALaw) {
  std::vector<std::uint8_t> audio;
  for (const std::int16_t sample : mulaw_decode(voice_like(millis(3000), 7))) audio.push_back(alaw_of(sample));
  EXPECT_THAT(only_finding(audio).explanation, HasSubstr("A-law"));
}

TEST(NotMulaw, IsNamedForACompressedFormat) {
  Random random(5);
  std::vector<std::uint8_t> audio(32'000);
  std::generate(audio.begin(), audio.end(), [&] { return static_cast<std::uint8_t>(random.below(256)); });
  EXPECT_THAT(only_finding(audio).explanation, HasSubstr("compressed"));
}

TEST(NotMulaw, IsNamedForBase64EncodedTwice) {
  const std::string text = "q83vEjRWeJq83vASNFZ4kLze8BI0Vnibz+";
  std::vector<std::uint8_t> audio;
  for (std::size_t i = 0; i < 24'000; ++i) audio.push_back(static_cast<std::uint8_t>(text[(i * 7) % text.size()]));
  EXPECT_THAT(only_finding(audio).explanation, HasSubstr("base64"));
}

TEST(NotMulaw, IsSilentForMulaw) {
  EXPECT_THAT(TraceBuilder().caller(500, 800).agent(2000, 4000).findings(9000), IsEmpty());
}

TEST(NotMulaw, IsSilentForMusicAndHissInMulaw) {
  Random random(5);
  std::vector<std::int16_t> hiss(24'000);
  std::generate(hiss.begin(), hiss.end(), [&] { return static_cast<std::int16_t>(random.normal(2500)); });
  const std::vector<Finding> findings =
      TraceBuilder().caller(500, 800).pieces(2000, mulaw_encode(hiss), 160, 20).findings(9000);
  EXPECT_THAT(findings, IsEmpty());
}

}  // namespace
}  // namespace parley
