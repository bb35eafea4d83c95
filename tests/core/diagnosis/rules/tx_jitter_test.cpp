#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "core/diagnosis/rules.h"
#include "tests/core/account/trace_builder.h"

namespace parley {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// A reply of four seconds in frames, 60 ms ahead; at each of `stops_ms` of its audio the sender stops for
/// `stop_ms`. With `catches_up` what was missed comes at once afterwards.
TraceBuilder stopping(const std::vector<std::int64_t>& stops_ms, std::int64_t stop_ms, bool catches_up = false) {
  const std::vector<std::uint8_t> reply = voice_like(millis(4000), 7);
  TraceBuilder call;
  call.caller(500, 800);
  std::int64_t late = 0;
  for (std::int64_t ms = 0; ms < 4000; ms += 20) {
    if (std::find(stops_ms.begin(), stops_ms.end(), ms) != stops_ms.end()) late += stop_ms;
    call.payload(std::max<std::int64_t>(2000, 2000 + ms - 60 + late),
                 std::span(reply).subspan(static_cast<std::size_t>(ms * 8), 160));
    if (catches_up) late = std::max<std::int64_t>(0, late - 19);
  }
  return call;
}

TEST(TxJitter, WarnsOfManyHiccupsOfASenderWithoutALead) {
  // In ten frames one comes 14 ms too late, and the sender never makes up for it.
  const std::vector<std::uint8_t> reply = voice_like(millis(12'000), 7);
  TraceBuilder call;
  call.caller(500, 800);
  std::int64_t at = 2000;
  for (std::size_t i = 0; i < reply.size() / 160; ++i) {
    call.payload(at, std::span(reply).subspan(i * 160, 160));
    at += i % 10 == 9 ? 70 : (i % 10 == 8 ? 0 : 18);
  }
  const std::vector<Finding> findings = call.findings(18'000);
  ASSERT_THAT(ids_of(findings), ElementsAre("tx-jitter"));
  EXPECT_EQ(findings.front().severity, Severity::kWarning);
}

TEST(TxJitter, IsSilentForAHiccupNowAndThen) {
  EXPECT_THAT(stopping({500, 2500}, 90).findings(12000), IsEmpty());
}

TEST(TxJitter, IsSilentForAPacedSender) {
  EXPECT_THAT(stopping({}, 0).findings(12000), IsEmpty());
}

}  // namespace
}  // namespace parley
