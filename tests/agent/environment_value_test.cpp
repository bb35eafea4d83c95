#include "agent/environment_value.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>

namespace parley {
namespace {

using Variables = std::map<std::string, std::string, std::less<>>;

Result<std::optional<std::string>> value_of(std::string_view name, const Variables& variables) {
  return environment_value(name, [&variables](std::string_view asked) -> std::optional<std::string> {
    const auto found = variables.find(asked);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  });
}

class EnvironmentValue : public testing::Test {
 protected:
  EnvironmentValue() { std::ofstream(file_) << "from the file\nand no further\n"; }
  ~EnvironmentValue() override { std::filesystem::remove(file_); }

  const std::string file_ = testing::TempDir() + "environment_value_test.key";
};

TEST_F(EnvironmentValue, IsTheVariablesOwnBeforeItsFiles) {
  const auto value = value_of("KEY", {{"KEY", "plain"}, {"KEY_FILE", file_}});
  ASSERT_TRUE(value.has_value());
  EXPECT_EQ(*value, "plain");
}

TEST_F(EnvironmentValue, IsTheFirstLineOfItsFile) {
  const auto value = value_of("KEY", {{"KEY_FILE", file_}});
  ASSERT_TRUE(value.has_value());
  EXPECT_EQ(*value, "from the file");
}

TEST_F(EnvironmentValue, IsTheFilesWhereTheVariableIsSetAndEmpty) {
  const auto value = value_of("KEY", {{"KEY", ""}, {"KEY_FILE", file_}});
  ASSERT_TRUE(value.has_value());
  EXPECT_EQ(*value, "from the file");
}

TEST_F(EnvironmentValue, IsNoneWhereBothAreEmptyOrUnset) {
  for (const Variables& variables : {Variables{}, Variables{{"KEY", ""}, {"KEY_FILE", ""}}}) {
    const auto value = value_of("KEY", variables);
    ASSERT_TRUE(value.has_value());
    EXPECT_EQ(*value, std::nullopt);
  }
}

TEST_F(EnvironmentValue, IsAnErrorWhereTheFileBeginsWithABlankLine) {
  for (const char* text : {"", "\n", "\nsecret\n"}) {
    std::ofstream(file_, std::ios::trunc) << text;
    const auto value = value_of("KEY", {{"KEY_FILE", file_}});
    ASSERT_FALSE(value.has_value()) << text;
    EXPECT_THAT(value.error().text(), testing::HasSubstr("empty first line"));
  }
}

TEST_F(EnvironmentValue, IsAnErrorThatNamesTheVariableWhereTheFileCannotBeRead) {
  const auto value = value_of("KEY", {{"KEY_FILE", file_ + ".gone"}});
  ASSERT_FALSE(value.has_value());
  EXPECT_THAT(value.error().text(), testing::HasSubstr("environment KEY_FILE"));
}

}  // namespace
}  // namespace parley
