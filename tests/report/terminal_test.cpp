#include "report/terminal.h"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(Wrapping, CountsCharactersAndNotBytes) {
  EXPECT_EQ(columns_of("▂▅▇"), 3U);
  EXPECT_EQ(wrapped("▂▂▂ ▅▅▅ ▇▇▇", " ", 8), " ▂▂▂ ▅▅▅\n ▇▇▇\n");
}

TEST(Wrapping, DoesNotBreakAWordThatIsLongerThanTheLine) {
  EXPECT_EQ(wrapped("a verylongword b", "- ", 6), "- a\n  verylongword\n  b\n");
}

}  // namespace
}  // namespace parley
