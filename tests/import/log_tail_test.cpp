#include "import/log_tail.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace parley {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

class ALogThatGrows : public testing::Test {
 protected:
  void SetUp() override {
    file_ = fs::path(testing::TempDir()) /
            (std::string("tail_") + testing::UnitTest::GetInstance()->current_test_info()->name() + ".log");
    fs::remove(file_);
  }
  void TearDown() override { fs::remove(file_); }
  void append(const std::string& text) const { std::ofstream(file_, std::ios::app | std::ios::binary) << text; }

  fs::path file_;
};

TEST_F(ALogThatGrows, GivesWhatIsAddedLineByLine) {
  append("of yesterday\n");
  LogTail tail(file_.string());
  EXPECT_THAT(tail.take_lines(), IsEmpty());
  append("one\n\x1b[31mtwo\x1b[0m\nthr");
  EXPECT_THAT(tail.take_lines(), ElementsAre("one", "two"));
  EXPECT_THAT(tail.take_lines(), IsEmpty());
  append("ee\n");
  EXPECT_THAT(tail.take_lines(), ElementsAre("three"));
}

TEST_F(ALogThatGrows, NeedNotBeThereYetAndMayBeBegunAnew) {
  LogTail tail(file_.string());
  EXPECT_THAT(tail.take_lines(), IsEmpty());
  append("the first line of the file\n");
  EXPECT_THAT(tail.take_lines(), ElementsAre("the first line of the file"));
  std::ofstream(file_, std::ios::trunc | std::ios::binary) << "anew\n";
  EXPECT_THAT(tail.take_lines(), ElementsAre("anew"));
}

TEST_F(ALogThatGrows, KeepsTheBeginningOfALineWithoutEnd) {
  LogTail tail(file_.string());
  append(std::string(150'000, 'x'));
  for (int i = 0; i < 3; ++i) EXPECT_THAT(tail.take_lines(), IsEmpty());
  append("\nafter it\n");
  EXPECT_THAT(tail.take_lines(), ElementsAre(std::string(500, 'x'), "after it"));
}

}  // namespace
}  // namespace parley
