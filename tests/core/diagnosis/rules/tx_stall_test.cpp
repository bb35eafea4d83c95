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

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
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

TEST(TxStall, IsNamedWhenTheSendingStopsAndNothingMakesUpForIt) {
  const std::vector<Finding> findings = stopping({500, 1000, 1500, 2000, 2500, 3000}, 400).findings(12000);
  ASSERT_THAT(ids_of(findings), Contains("tx-stall"));
  EXPECT_EQ(findings.front().id, "tx-stall");
  EXPECT_THAT(findings.front().explanation, HasSubstr("400 ms"));
}

TEST(TxStall, IsInconclusiveWhenAllThatWasMissingCameInOneBurst) {
  const std::vector<Finding> findings = stopping({500, 1500, 2500}, 300, true).findings(12000);
  ASSERT_THAT(ids_of(findings), ElementsAre("tx-stall"));
  EXPECT_EQ(findings.front().severity, Severity::kInfo);
  EXPECT_THAT(findings.front().explanation, HasSubstr("Inconclusive"));
}

TEST(TxStall, IsSilentWhenTheLeadOutlastsTheStop) {
  EXPECT_THAT(stopping({1000}, 55).findings(12000), IsEmpty());
}

TEST(TxStall, IsSilentForAPauseBetweenTwoSentences) {
  EXPECT_THAT(TraceBuilder().caller(500, 800).agent(2000, 1500).agent(3900, 1500).agent(5800, 1500).findings(9000),
              IsEmpty());
}

}  // namespace
}  // namespace parley
