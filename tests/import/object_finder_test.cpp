#include "import/object_finder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

namespace parley {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<FoundObject> found_in(std::string_view text, std::size_t block = 1'000'000) {
  std::vector<FoundObject> found;
  ObjectFinder finder;
  const auto keep = [&](const FoundObject& object) {
    found.push_back(object);
    return true;
  };
  for (std::size_t at = 0; at < text.size(); at += block) finder.push(text.substr(at, block), keep);
  return found;
}

std::vector<std::string> texts_in(std::string_view text, std::size_t block = 1'000'000) {
  std::vector<std::string> texts;
  for (FoundObject& object : found_in(text, block)) texts.push_back(std::move(object.text));
  return texts;
}

TEST(ObjectFinder, FindsWhatStandsOnLinesInArraysAndBehindPrefixes) {
  EXPECT_THAT(texts_in("{\"a\":1}\n{\"b\":2}\r\n"), ElementsAre("{\"a\":1}", "{\"b\":2}"));
  EXPECT_THAT(texts_in("[{\"a\":[1,{}]}, {\"b\":{\"c\":null}}]"),
              ElementsAre("{\"a\":[1,{}]}", "{\"b\":{\"c\":null}}"));
  EXPECT_THAT(texts_in("INFO {req-1} [x] got {\"a\":-1.5e3} ok"), ElementsAre("{\"a\":-1.5e3}"));
  EXPECT_THAT(texts_in("\xEF\xBB\xBF{ \"a\" :\n \"}{\\\"\" }"), ElementsAre("{ \"a\" :\n \"}{\\\"\" }"));
}

TEST(ObjectFinder, BlocksMayEndAnywhere) {
  const std::string text = "a {\"x\":\"\\\\\",\"y\":[true,{\"z\":\"{\"}]}\nb {\"v\":{}}";
  for (const std::size_t block : {1U, 2U, 3U, 7U}) EXPECT_EQ(texts_in(text, block), texts_in(text)) << block;
  EXPECT_EQ(texts_in(text).size(), 2U);
}

TEST(ObjectFinder, AnObjectThatWasCutOffDoesNotSwallowTheNext) {
  EXPECT_THAT(texts_in("{\"a\":\"cut\n{\"b\":2}"), ElementsAre("{\"b\":2}"));
  EXPECT_THAT(texts_in("{\"a\":1,\n{\"b\":2}"), ElementsAre("{\"b\":2}"));
  EXPECT_THAT(texts_in("{\"a\":\n10:00 INFO {\"b\":2}"), ElementsAre("{\"b\":2}"));
  EXPECT_THAT(texts_in("{\"a\":[1}\n{\"b\":2}"), ElementsAre("{\"b\":2}"));
}

TEST(ObjectFinder, TellsLineAndPrefixOfEach) {
  const auto found = found_in("one\ntwo {\"a\":1} three {\"b\":2}\n\nfour {x {\"c\":\n3}\n{\"d\":4}");
  ASSERT_EQ(found.size(), 4U);
  EXPECT_EQ(found[0].line, 2);
  EXPECT_EQ(found[0].prefix, "two ");
  EXPECT_EQ(found[1].line, 2);
  EXPECT_EQ(found[1].prefix, " three ");
  EXPECT_EQ(found[2].line, 4);
  EXPECT_EQ(found[3].line, 6);
  EXPECT_EQ(found[3].prefix, "");
}

TEST(ObjectFinder, DepthIsBounded) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "{\"a\":";
  EXPECT_THAT(texts_in(deep), IsEmpty());
}

TEST(ObjectFinder, AnObjectWithoutEndIsGivenUpAndItsLineNamed) {
  ObjectFinder finder;
  const auto none = [](const FoundObject&) { return true; };
  ASSERT_TRUE(finder.push("\n\n{\"a\":\"", none));
  const std::string block(1 << 20, 'x');
  int blocks = 0;
  while (blocks < 100 && finder.push(block, none)) ++blocks;
  EXPECT_LE(blocks, 16);
  EXPECT_TRUE(finder.too_long());
  EXPECT_EQ(finder.line(), 3);
}

TEST(ObjectFinder, StopsWhenItIsTold) {
  ObjectFinder finder;
  int calls = 0;
  EXPECT_FALSE(finder.push("{}{}{}", [&](const FoundObject&) { return ++calls < 2; }));
  EXPECT_EQ(calls, 2);
}

}  // namespace
}  // namespace parley
