#include "import/agent_log_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace parley {
namespace {

namespace fs = std::filesystem;

class AgentLogOnDisk : public testing::Test {
 protected:
  void SetUp() override {
    file_ = fs::path(testing::TempDir()) /
            (std::string(testing::UnitTest::GetInstance()->current_test_info()->name()) + ".log");
    fs::remove(file_);
  }
  void TearDown() override { fs::remove(file_); }
  void append(const std::string& text) const { std::ofstream(file_, std::ios::app | std::ios::binary) << text; }
  std::string name() const { return file_.string(); }

  fs::path file_;
};

constexpr const char* kYesterday = "10:00:00.000 WS_START sid=MZ0001\n10:00:05.000 WS_DONE sid=MZ0001 rx=1 tx=1\n";
constexpr const char* kNow = "11:00:00.000 WS_START sid=MZ0002\n11:00:05.000 WS_DONE sid=MZ0002 rx=1 tx=1\n";

TEST_F(AgentLogOnDisk, IsReadFromWhereItStood) {
  append(kYesterday);
  const std::int64_t before = agent_log_size(name());
  append(kNow);
  const auto all = read_agent_log(name());
  ASSERT_TRUE(all.has_value());
  EXPECT_EQ(all->size(), 2U);
  const auto added = read_agent_log(name(), before);
  ASSERT_TRUE(added.has_value());
  ASSERT_EQ(added->size(), 1U);
  EXPECT_EQ(added->front().stream_sid, "MZ0002");
}

TEST_F(AgentLogOnDisk, ThatWasBegunAnewIsReadWhole) {
  append(kNow);
  const auto calls = read_agent_log(name(), 1'000'000);
  ASSERT_TRUE(calls.has_value());
  EXPECT_EQ(calls->size(), 1U);
}

TEST_F(AgentLogOnDisk, ThatIsMissingOrAFolderIsAnErrorWithItsName) {
  EXPECT_EQ(agent_log_size(name()), 0);
  const auto missing = read_agent_log(name());
  ASSERT_FALSE(missing.has_value());
  EXPECT_EQ(missing.error().place, name());
  EXPECT_FALSE(read_agent_log(testing::TempDir()).has_value());
}

TEST_F(AgentLogOnDisk, WithoutACallIsNoError) {
  append("GET /healthz 200\n");
  const auto calls = read_agent_log(name());
  ASSERT_TRUE(calls.has_value());
  EXPECT_TRUE(calls->empty());
}

}  // namespace
}  // namespace parley
