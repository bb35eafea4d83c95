#include "core/trace/utc_text.h"

#include <gtest/gtest.h>

namespace parley::trace {
namespace {

TEST(UtcText, HasMicrosecondsAndTheLetterZ) {
  EXPECT_EQ(utc_text(1'795'255'200'000'123), "2026-11-21T10:00:00.000123Z");
  EXPECT_EQ(utc_text(0), "1970-01-01T00:00:00.000000Z");
  EXPECT_EQ(utc_text(951'782'399'999'999), "2000-02-28T23:59:59.999999Z");
  EXPECT_EQ(utc_text(951'782'400'000'000), "2000-02-29T00:00:00.000000Z");
}

}  // namespace
}  // namespace parley::trace
