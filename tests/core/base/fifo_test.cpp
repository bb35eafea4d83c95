#include "core/base/fifo.h"

#include <gtest/gtest.h>

#include <memory>

namespace parley {
namespace {

TEST(Fifo, GivesThingsBackInTheOrderInWhichTheyCame) {
  Fifo<int> fifo;
  int next = 0;
  for (int i = 0; i < 1000; ++i) {  // grows, is partly read, and is compacted on the way
    fifo.push(i);
    if (i % 3 == 0) {
      EXPECT_EQ(*fifo.pop(), next++);
    }
  }
  EXPECT_EQ(fifo.size(), 1000U - 334U);
  while (!fifo.empty()) {
    EXPECT_EQ(fifo.front(), next);
    EXPECT_EQ(*fifo.pop(), next++);
  }
  EXPECT_EQ(next, 1000);
  EXPECT_FALSE(fifo.pop().has_value());
}

TEST(Fifo, MovesThingsThatCannotBeCopied) {
  Fifo<std::unique_ptr<int>> fifo;
  fifo.push(std::make_unique<int>(7));
  EXPECT_EQ(**fifo.pop(), 7);
}

}  // namespace
}  // namespace parley
