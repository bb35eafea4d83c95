#include "core/peer/arrival_jitter.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace parley {
namespace {

TEST(ArrivalJitter, DelaysFramesAsMuchAsRecordedCallsDo) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    ArrivalJitter jitter(true, Random(seed));
    std::vector<std::int64_t> gaps;
    Instant last = jitter.arrival(kCallStart);
    for (int i = 1; i <= 20'000; ++i) {
      const Instant sent = kCallStart + i * kFrameDuration;
      const Instant at = jitter.arrival(sent);
      ASSERT_GE(at, sent);
      ASSERT_LE(at - sent, millis(70));
      ASSERT_GE(at, last) << "nothing overtakes";
      gaps.push_back(to_micros(at - last));
      last = at;
    }
    std::sort(gaps.begin(), gaps.end());
    EXPECT_GT(gaps[10'000], 19'000);
    EXPECT_LT(gaps[10'000], 21'000);
    EXPECT_GT(gaps[19'800], 29'000) << "99th in a hundred";
    EXPECT_LT(gaps[19'800], 42'000);
    EXPECT_LT(gaps.back(), 90'000);
  }
}

TEST(ArrivalJitter, SwitchedOffDelaysNothing) {
  ArrivalJitter jitter(false, Random(1));
  EXPECT_EQ(jitter.arrival(at_millis(7)), at_millis(7));
  EXPECT_EQ(jitter.arrival(at_millis(7)), at_millis(7));
}

}  // namespace
}  // namespace parley
