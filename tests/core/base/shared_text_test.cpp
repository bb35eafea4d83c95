#include "core/base/shared_text.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley {
namespace {

TEST(SharedText, HoldsWhatItWasMadeOf) {
  std::string built = "a text";
  const SharedText text(built);
  built[0] = 'x';
  EXPECT_EQ(text, "a text");
  EXPECT_EQ(text.size(), built.size());
  EXPECT_FALSE(text.empty());
}

TEST(SharedText, KeepsBytesThatAreNoCharacters) {
  using namespace std::string_view_literals;
  const SharedText text("\xff\0\x80"sv);
  EXPECT_EQ(text.view(), "\xff\0\x80"sv);
}

TEST(SharedText, OfNothingIsEmpty) {
  for (const SharedText& text : {SharedText(), SharedText(""), SharedText(std::string())}) {
    EXPECT_TRUE(text.empty());
    EXPECT_EQ(text, "");
  }
}

TEST(SharedText, ExistsOnceHoweverManyHoldIt) {
  const SharedText first("said once");
  const SharedText second = first;
  EXPECT_EQ(second.data(), first.data());
}

TEST(SharedText, OutlivesTheOneThatItWasCopiedFrom) {
  SharedText first("still here");
  const SharedText second = first;
  first = SharedText("something else");
  EXPECT_EQ(second, "still here");
}

TEST(SharedText, IsEmptyAfterItHasBeenMovedFrom) {
  SharedText first("moved");
  const SharedText second = std::move(first);
  EXPECT_EQ(second, "moved");
  EXPECT_TRUE(first.empty());  // NOLINT(bugprone-use-after-move)
}

TEST(SharedText, IsEqualByItsCharacters) {
  const SharedText text("same");
  EXPECT_EQ(text, SharedText("same"));
  EXPECT_EQ(text, std::string("same"));
  EXPECT_EQ(std::string_view("same"), text);
  EXPECT_FALSE(text == SharedText("other"));
}

TEST(TextArena, SharesTextsThatStayWhatTheyAre) {
  std::vector<SharedText> texts;
  {
    TextArena arena;
    for (int i = 0; i < 20'000; ++i) texts.push_back(arena.share("text " + std::to_string(i)));
  }
  for (int i = 0; i < 20'000; ++i) {
    ASSERT_EQ(texts[static_cast<std::size_t>(i)], "text " + std::to_string(i)) << "and they outlive the arena";
  }
}

TEST(TextArena, TakesTextsOfAnySize) {
  TextArena arena;
  for (const std::size_t size : {0U, 1U, 4'095U, 4'096U, 4'097U, 32'768U, 100'000U, 1U}) {
    const std::string text(size, 'x');
    EXPECT_EQ(arena.share(text), text) << size;
  }
}

TEST(TextArena, PutsSmallTextsNextToEachOther) {
  TextArena arena;
  const SharedText first = arena.share("one");
  const SharedText second = arena.share("two");
  EXPECT_EQ(second.data(), first.data() + 3);
}

}  // namespace
}  // namespace parley
