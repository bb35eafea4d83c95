#include "voice/child_process.h"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cerrno>
#include <string>
#include <utility>
#include <vector>

namespace parley {
namespace {

/// The program of each test is one that every system has.
Result<std::string> output_of(const std::vector<std::string>& command, std::string_view input = {},
                              const ChildLimits& limits = {}, std::size_t enough = 1'000'000'000) {
  std::string output;
  const auto ran = run_child(
      command, input,
      [&](std::span<const std::uint8_t> bytes) {
        output.append(bytes.begin(), bytes.end());
        return output.size() < enough;
      },
      limits);
  if (!ran) return ran.error();
  return Result<std::string>(boost::system::in_place_value, std::move(output));
}

bool no_children_left() {
  return ::waitpid(-1, nullptr, WNOHANG) == -1 && errno == ECHILD;
}

TEST(AChildProcess, IsGivenItsTextAndReadToTheEnd) {
  EXPECT_EQ(*output_of({"cat"}, "hello"), "hello");
  const std::string large(2'000'000, 'x');
  EXPECT_EQ(*output_of({"cat"}, large, {.time = std::chrono::seconds(20)}), large);
  EXPECT_EQ(*output_of({"cat"}), "");
  EXPECT_TRUE(no_children_left());
}

TEST(AChildProcess, SeesItsArgumentsAsTheyAre) {
  EXPECT_EQ(*output_of({"printf", "%s", "$(id); `x` \"y\" *"}), "$(id); `x` \"y\" *");
}

TEST(AChildProcess, IsKilledWhenNoMoreIsWanted) {
  const auto output = output_of({"yes"}, {}, {}, 10'000);
  ASSERT_TRUE(output.has_value());
  EXPECT_GE(output->size(), 10'000U);
  EXPECT_TRUE(no_children_left());
}

TEST(AChildProcess, IsKilledWhenItTakesTooLongOrSaysTooMuch) {
  EXPECT_EQ(output_of({"sleep", "600"}, {}, {.time = std::chrono::milliseconds(30)}).error().text(),
            "sleep took over 30 ms and was stopped");
  EXPECT_EQ(output_of({"yes"}, {}, {.time = std::chrono::seconds(20), .bytes = 5000}).error().text(),
            "yes gave over 5000 bytes and was stopped");
  EXPECT_EQ(
      output_of({"sh", "-c", "exec >&-; sleep 600"}, {}, {.time = std::chrono::milliseconds(50)}).error().text(),
      "sh took over 50 ms and was stopped")
      << "one that closes its output and stays";
  EXPECT_TRUE(no_children_left());
}

TEST(AChildProcess, ThatDoesNotReadIsNoSignalForUs) {
  EXPECT_EQ(*output_of({"true"}, std::string(2'000'000, 'x'), {.time = std::chrono::seconds(20)}), "");
}

TEST(AChildProcess, ThatFailsOrDoesNotExistIsAnError) {
  EXPECT_EQ(output_of({"false"}).error().text(), "false failed");
  EXPECT_EQ(output_of({"sh", "-c", "kill -9 $$"}).error().text(), "sh failed");
  EXPECT_EQ(output_of({"/no/such/program"}).error().text(),
            "/no/such/program could not be started: No such file or directory");
  EXPECT_TRUE(no_children_left());
}

}  // namespace
}  // namespace parley
