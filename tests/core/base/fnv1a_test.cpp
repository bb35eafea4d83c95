#include "core/base/fnv1a.h"

#include <gtest/gtest.h>

namespace parley {
namespace {

std::uint64_t checksum(std::string_view text) {
  Fnv1a sum;
  sum.add(text);
  return sum.value();
}

TEST(Fnv1a, AgreesWithThePublishedValues) {
  EXPECT_EQ(checksum(""), 0xCBF29CE484222325ULL);
  EXPECT_EQ(checksum("a"), 0xAF63DC4C8601EC8CULL);
  EXPECT_EQ(checksum("foobar"), 0x85944171F73967E8ULL);
}

TEST(Fnv1a, DoesNotDependOnHowTheBytesCome) {
  Fnv1a parts;
  parts.add("foo");
  parts.add("");
  parts.add("bar");
  EXPECT_EQ(parts.value(), checksum("foobar"));
}

}  // namespace
}  // namespace parley
