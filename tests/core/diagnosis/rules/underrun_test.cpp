#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/diagnosis/rules.h"
#include "tests/core/account/trace_builder.h"

namespace parley {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Six seconds of speech in pieces of 400 ms, one each `spacing_ms`.
TraceBuilder chunks(std::int64_t spacing_ms) {
  TraceBuilder call;
  call.caller(500, 800).pieces(2000, voice_like(millis(8000), 7), 3200, spacing_ms);
  return call;
}

TEST(Underrun, IsNamedWhenSynthesisIsSlowerThanTheSound) {
  const std::vector<Finding> findings = chunks(480).findings(16000);
  ASSERT_THAT(ids_of(findings), ElementsAre("underrun"));
  EXPECT_EQ(findings.front().severity, Severity::kWarning);
}

TEST(Underrun, IsSilentWhenPiecesComeInTime) {
  EXPECT_THAT(chunks(390).findings(16000), IsEmpty());
}

TEST(Underrun, IsSilentForSentencesWithPausesBetweenThem) {
  TraceBuilder call;
  call.caller(500, 800);
  for (std::int64_t i = 0; i < 8; ++i) call.agent(2000 + i * 1300, 900);
  EXPECT_THAT(call.findings(16000), IsEmpty());
}

TEST(Underrun, IsSilentWhereAMarkStandsBetweenThePieces) {
  const std::vector<std::uint8_t> reply = voice_like(millis(4000), 7);
  TraceBuilder call;
  call.caller(500, 800);
  for (std::int64_t i = 0; i < 10; ++i) {
    call.payload(2000 + i * 480, std::span(reply).subspan(static_cast<std::size_t>(i) * 3200, 3200));
    call.mark(2001 + i * 480, "piece " + std::to_string(i));
  }
  EXPECT_THAT(call.findings(12000), IsEmpty());
}

}  // namespace
}  // namespace parley
