#include "files/append_file.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "files/text_file.h"

namespace parley {
namespace {

std::string fresh_path(const char* name) {
  const std::string path = testing::TempDir() + "append_" + name;
  std::filesystem::remove(path);
  return path;
}

TEST(AppendFile, HoldsTheBlocksInTheirOrder) {
  const std::string path = fresh_path("blocks");
  auto file = AppendFile::create(path);
  ASSERT_TRUE(file.has_value()) << file.error().text();
  EXPECT_FALSE(file->append("one\n"));
  EXPECT_FALSE(file->append("two\n"));
  EXPECT_EQ(file->size(), 8);
  EXPECT_EQ(*read_text_file(path), "one\ntwo\n");
}

TEST(AppendFile, LeavesAFileAloneThatExists) {
  const std::string path = fresh_path("existing");
  ASSERT_TRUE(write_text_file(path, "mine").has_value());
  EXPECT_FALSE(AppendFile::create(path).has_value());
  EXPECT_EQ(*read_text_file(path), "mine");
}

TEST(AppendFile, SaysThatThereIsNoRoom) {
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP() << "there is no /dev/full here";
  auto file = AppendFile::open("/dev/full");
  ASSERT_TRUE(file.has_value()) << file.error().text();
  const auto error = file->append("anything");
  ASSERT_TRUE(error);
  EXPECT_NE(error->message.find("No space left"), std::string::npos) << error->message;
  EXPECT_EQ(error->place, "/dev/full");
  EXPECT_EQ(file->size(), 0);
}

}  // namespace
}  // namespace parley
