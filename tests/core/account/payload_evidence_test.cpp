#include "core/account/payload_evidence.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <span>
#include <vector>

#include "core/audio/frame.h"
#include "core/audio/mulaw.h"
#include "core/audio/voice_like.h"

namespace parley {
namespace {

TEST(PayloadEvidence, TakesNothingForAnAnswerWhereThereIsTooLittle) {
  EXPECT_EQ(coding_of({}), std::nullopt);
  EXPECT_EQ(coding_of(std::vector<std::uint8_t>(40, 0x20)), std::nullopt);
  EXPECT_EQ(coding_of(std::vector<std::uint8_t>(4000, kMulawSilence)), std::nullopt);
}

TEST(PayloadEvidence, KnowsMulawInPiecesOfAnySize) {
  const std::vector<std::uint8_t> voice = voice_like(seconds(6), 3);
  for (const std::size_t piece : {160U, 320U, 1600U, 8000U}) {
    int wrong = 0;
    for (std::size_t at = 0; at + piece <= voice.size(); at += piece) {
      const auto coding = coding_of(std::span(voice).subspan(at, piece));
      wrong += coding && *coding != AudioCoding::kMulaw ? 1 : 0;
    }
    EXPECT_EQ(wrong, 0) << piece;
  }
}

TEST(PayloadEvidence, KnowsLinearPcmInPiecesOfAnySize) {
  std::vector<std::uint8_t> pcm;
  for (const std::int16_t sample : mulaw_decode(voice_like(seconds(3), 3))) {
    pcm.push_back(static_cast<std::uint8_t>(static_cast<std::uint16_t>(sample) & 0xFFU));
    pcm.push_back(static_cast<std::uint8_t>(static_cast<std::uint16_t>(sample) >> 8U));
  }
  for (const std::size_t piece : {160U, 320U, 1600U, 8000U}) {
    std::size_t right = 0;
    std::size_t all = 0;
    for (std::size_t at = 0; at + piece <= pcm.size(); at += piece) {
      ++all;
      right += coding_of(std::span(pcm).subspan(at, piece)) == AudioCoding::kPcmLittleEndian ? 1U : 0U;
    }
    EXPECT_GE(right * 10, all * 9) << piece;
  }
}

TEST(PayloadEvidence, CountsBytesAndRemembersWhereACodingWasFirstSeen) {
  const std::vector<std::uint8_t> voice = voice_like(millis(400), 3);
  PayloadEvidence evidence;
  for (std::int64_t i = 0; i < 20; ++i) {
    evidence.add(at_millis(20 * i), std::span(voice).subspan(static_cast<std::size_t>(i) * 160, 160), 10 + i);
  }
  const CodingTally::Share& share = evidence.coding().of(AudioCoding::kMulaw);
  EXPECT_EQ(share.bytes, 3200);
  EXPECT_EQ(share.first_event, 10);
  EXPECT_EQ(share.last, at_millis(380));
}

}  // namespace
}  // namespace parley
