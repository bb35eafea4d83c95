#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <span>
#include <vector>

#include "core/diagnosis/rules.h"
#include "tests/core/account/trace_builder.h"

namespace parley {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(TxDrift, IsNamedWhenEachFrameComesALittleTooLate) {
  const std::vector<std::uint8_t> reply = voice_like(millis(4000), 7);
  const std::vector<Finding> findings = TraceBuilder().caller(500, 800).pieces(2000, reply, 160, 22).findings(9000);
  ASSERT_THAT(ids_of(findings), ElementsAre("tx-drift"));
  EXPECT_EQ(findings.front().severity, Severity::kError);
  EXPECT_THAT(findings.front().explanation, HasSubstr("9.1 % less"));
}

TEST(TxDrift, IsSilentForASenderOnAnAbsoluteScheduleWithoutAnyLead) {
  const std::vector<std::uint8_t> reply = voice_like(millis(4000), 7);
  TraceBuilder call;
  call.caller(500, 800);
  for (std::size_t i = 0; i < reply.size() / 160; ++i) {
    const auto late = static_cast<std::int64_t>((i * 7919) % 31);  // the line: up to 30 ms
    call.payload(2000 + static_cast<std::int64_t>(i) * 20 + late, std::span(reply).subspan(i * 160, 160));
  }
  EXPECT_THAT(call.findings(9000), IsEmpty());
}

TEST(TxDrift, IsSilentForASlowClockWithALeadThatLasts) {
  const std::vector<std::uint8_t> reply = voice_like(millis(4000), 7);
  TraceBuilder call;
  call.caller(500, 800).payload(2000, std::span(reply).first(4000));
  call.pieces(2000, std::span(reply).subspan(4000), 160, 22);
  EXPECT_THAT(call.findings(9000), IsEmpty());
}

TEST(TxDrift, IsSilentForSilenceThatIsSentSlowly) {
  const std::vector<std::uint8_t> silence(32'000, kMulawSilence);
  EXPECT_THAT(TraceBuilder().caller(500, 800).agent(2000, 1000).pieces(3400, silence, 160, 22).findings(9000),
              IsEmpty());
}

}  // namespace
}  // namespace parley
