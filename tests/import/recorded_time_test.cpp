#include "import/recorded_time.h"

#include <gtest/gtest.h>

#include <string>

namespace parley {
namespace {

std::int64_t us_of(std::string_view text) {
  const auto time = time_in(text);
  EXPECT_TRUE(time.has_value()) << text;
  return time ? time->us : 0;
}

TEST(RecordedTime, DatesAreReadInTheWaysOfLogs) {
  const std::int64_t noon = us_of("2026-11-21T12:00:00.000Z");
  EXPECT_EQ(us_of("[2026-11-21 12:00:00,250] INFO"), noon + 250'000);
  EXPECT_EQ(us_of("app_1 | 2026/11/21 12:00:01.5 x"), noon + 1'500'000);
  EXPECT_EQ(us_of("2026-11-22T00:00:00.123456789"), noon + 12 * 3'600'000'000 + 123'456);
  EXPECT_EQ(us_of("2028-03-01T12:00:00.0") - us_of("2028-02-28T12:00:00.0"), 2 * 86'400'000'000);
  EXPECT_EQ(us_of("2027-01-01T00:00:00.0") - us_of("2026-12-31T23:59:59.0"), 1'000'000);
}

TEST(RecordedTime, ATimeOfDayKnowsNoDate) {
  const auto time = time_in("10:00:00.123 recv");
  ASSERT_TRUE(time.has_value());
  EXPECT_EQ(time->us, 36'000'123'000);
  EXPECT_FALSE(time->has_date);
  EXPECT_TRUE(time->fine);
  EXPECT_FALSE(time_in("10:00:00 recv")->fine);
}

TEST(RecordedTime, NumbersTellTheirUnitByTheirSizeOrTheirName) {
  EXPECT_EQ(time_of_number("1700000000.25", "ts")->us, 1'700'000'000'250'000);
  EXPECT_EQ(time_of_number("1700000000250", "ts")->us, 1'700'000'000'250'000);
  EXPECT_EQ(time_of_number("1700000000250000", "ts")->us, 1'700'000'000'250'000);
  EXPECT_EQ(time_of_number("1700000000250000123", "ts")->us, 1'700'000'000'250'000);
  EXPECT_EQ(time_of_number("120", "at_ms")->us, 120'000);
  EXPECT_EQ(time_of_number("120.5", "at_ms")->us, 120'500);
  EXPECT_EQ(time_of_number("120", "ts_us")->us, 120);
  EXPECT_FALSE(time_of_number("1700000000", "ts")->fine);
  EXPECT_TRUE(time_of_number("1700000000.5", "ts")->fine);
  EXPECT_EQ(us_of("[1700000000.250] x"), 1'700'000'000'250'000);
}

TEST(RecordedTime, WhatTellsNothingIsNoTime) {
  for (const char* text : {"", "INFO", "12:30", "99", "2026-11-21", "port 5000"}) {
    EXPECT_FALSE(time_in(text).has_value()) << text;
  }
  EXPECT_FALSE(time_of_number("120", "ts").has_value());
  EXPECT_FALSE(time_of_number("-5", "at_ms").has_value());
  EXPECT_FALSE(time_of_number("9223372036854775807", "at_ms").has_value());
  EXPECT_FALSE(time_of_number(std::string(400, '9'), "ts").has_value());
}

}  // namespace
}  // namespace parley
