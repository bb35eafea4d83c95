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
using testing::HasSubstr;
using testing::IsEmpty;

/// Five turns, each answered by sound of which the last `lost_ms` are missing, in pieces of 400 ms.
TraceBuilder answers(std::int64_t lost_ms, std::size_t piece = 3200) {
  TraceBuilder call;
  for (std::int64_t i = 0; i < 5; ++i) {
    const std::int64_t at = 500 + i * 5000;
    std::vector<std::uint8_t> reply = voice_like(millis(2000), 40 + static_cast<std::uint64_t>(i));
    reply.resize(reply.size() - static_cast<std::size_t>(lost_ms * 8));
    call.caller(at, 800).pieces(at + 1700, reply, piece, 50);
  }
  return call;
}

TEST(TruncatedReply, WarnsWhenRepliesAreWholePiecesAndLoudToTheEnd) {
  const std::vector<Finding> findings = answers(400).findings(26000);
  ASSERT_THAT(ids_of(findings), ElementsAre("truncated-reply"));
  EXPECT_EQ(findings.front().severity, Severity::kWarning);
  EXPECT_THAT(findings.front().explanation, HasSubstr("400 ms"));
}

TEST(TruncatedReply, IsSilentWhenTheSoundEndsByItself) {
  EXPECT_THAT(answers(0).findings(26000), IsEmpty());
}

TEST(TruncatedReply, IsSilentWhenTheRestIsSentAsAShorterPiece) {
  EXPECT_THAT(answers(250).findings(26000), IsEmpty());
}

TEST(TruncatedReply, IsSilentForPiecesWithAMarkAfterEach) {
  TraceBuilder call;
  const std::vector<std::uint8_t> reply = voice_like(millis(4000), 7);
  call.caller(500, 800);
  for (std::int64_t i = 0; i < 10; ++i) {
    call.payload(2000 + i * 100, std::span(reply).subspan(static_cast<std::size_t>(i) * 3200, 3200));
    call.mark(2001 + i * 100, "piece " + std::to_string(i));
  }
  EXPECT_THAT(call.findings(12000), IsEmpty());
}

}  // namespace
}  // namespace parley
