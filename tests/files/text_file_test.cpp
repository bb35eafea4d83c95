#include "files/text_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace parley {
namespace {

using testing::HasSubstr;

class TextFile : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::path(testing::TempDir()) / (std::string("parley_text_") + test->name());
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string path(const std::string& name) const { return (folder_ / name).string(); }

  std::filesystem::path folder_;
};

TEST_F(TextFile, ComesBackByteForByte) {
  const std::string text("one\r\ntwo\0three\xFF", 15);
  ASSERT_TRUE(write_text_file(path("a.txt"), text).has_value());
  EXPECT_EQ(*read_text_file(path("a.txt")), text);
}

TEST_F(TextFile, MayBeEmpty) {
  ASSERT_TRUE(write_text_file(path("a.txt"), "").has_value());
  EXPECT_EQ(*read_text_file(path("a.txt")), "");
}

TEST_F(TextFile, IsReplacedWholeAndNothingIsLeftBeside) {
  ASSERT_TRUE(write_text_file(path("a.txt"), std::string(100'000, 'x')).has_value());
  ASSERT_TRUE(write_text_file(path("a.txt"), "short").has_value());
  EXPECT_EQ(*read_text_file(path("a.txt")), "short");
  const auto begin = std::filesystem::directory_iterator(folder_);
  EXPECT_EQ(std::distance(begin, std::filesystem::directory_iterator{}), 1);
}

TEST_F(TextFile, LongerThanTheBoundIsAnErrorThatNamesTheFile) {
  ASSERT_TRUE(write_text_file(path("a.txt"), "0123456789").has_value());
  EXPECT_TRUE(read_text_file(path("a.txt"), 10).has_value());
  const auto result = read_text_file(path("a.txt"), 9);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().place, path("a.txt"));
  EXPECT_THAT(result.error().message, HasSubstr("9 bytes"));
}

TEST_F(TextFile, ThatDoesNotExistIsAnErrorThatNamesIt) {
  const auto result = read_text_file(path("none.txt"));
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().place, path("none.txt"));
  EXPECT_THAT(read_text_file(folder_.string()).error().message, HasSubstr("folder"));
}

TEST_F(TextFile, ThatCannotBeWrittenIsAnError) {
  const auto result = write_text_file(path("no/such/folder/a.txt"), "x");
  ASSERT_FALSE(result.has_value());
  EXPECT_THAT(result.error().text(), HasSubstr("a.txt: cannot be written"));
}

}  // namespace
}  // namespace parley
