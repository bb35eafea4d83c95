#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "core/diagnosis/rules.h"
#include "tests/core/account/trace_builder.h"

namespace parley {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

TraceBuilder beginning_with(const std::vector<std::uint8_t>& header) {
  std::vector<std::uint8_t> audio = header;
  const std::vector<std::uint8_t> voice = voice_like(millis(2000), 7);
  audio.insert(audio.end(), voice.begin(), voice.end());
  TraceBuilder call;
  call.caller(500, 800).pieces(2000, audio, 160, 20);
  return call;
}

std::vector<std::uint8_t> bytes(const std::string& text) {
  return {text.begin(), text.end()};
}

TEST(HeaderInAudio, IsNamedForEachKindOfFile) {
  const std::string zeros(40, '\0');
  for (const std::string& header :
       {"RIFF\x24\x10" + zeros.substr(0, 2) + "WAVEfmt " + zeros, std::string("ID3\x04") + zeros, "OggS" + zeros,
        "fLaC" + zeros, ".snd" + zeros}) {
    const std::vector<Finding> findings = beginning_with(bytes(header)).findings(6000);
    ASSERT_THAT(ids_of(findings), Contains("header-in-audio")) << header.substr(0, 4);
    EXPECT_EQ(findings.front().id, "header-in-audio");
    EXPECT_EQ(findings.front().turn, TurnId{1});
  }
}

TEST(HeaderInAudio, IsNamedForAHeaderInMidPayload) {
  std::vector<std::uint8_t> audio = voice_like(millis(500), 9);
  const std::vector<std::uint8_t> riff = bytes("RIFFxxxxWAVEfmt ");
  audio.insert(audio.begin() + 1000, riff.begin(), riff.end());
  EXPECT_THAT(ids_of(TraceBuilder().caller(500, 800).pieces(2000, audio, 320, 40).findings(6000)),
              ElementsAre("header-in-audio"));
}

TEST(HeaderInAudio, IsSilentForAWordThatMerelyLooksLikeOne) {
  EXPECT_THAT(beginning_with(bytes("RIFF")).findings(6000), IsEmpty());
  EXPECT_THAT(beginning_with({}).findings(6000), IsEmpty());
}

}  // namespace
}  // namespace parley
