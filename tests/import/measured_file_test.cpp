#include "import/measured_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "core/trace/jsonl.h"
#include "tests/core/account/trace_builder.h"

namespace parley {
namespace {

class MeasuredFile : public testing::Test {
 protected:
  MeasuredFile()
      : path_((std::filesystem::temp_directory_path() /
               ("measured_file_" + std::to_string(testing::UnitTest::GetInstance()->random_seed()) + "_" +
                testing::UnitTest::GetInstance()->current_test_info()->name()))
                  .string()) {}
  ~MeasuredFile() override { std::filesystem::remove(path_); }

  std::vector<CallMeasurements> measured(const std::string& text, const MeasureOptions& options = {}) {
    std::ofstream(path_, std::ios::binary) << text;
    std::vector<CallMeasurements> calls;
    error_ = measure_file(path_, options, [&](CallMeasurements call) { calls.push_back(std::move(call)); });
    return calls;
  }

  std::string path_;
  std::optional<Error> error_;
};

TEST_F(MeasuredFile, MayBeATrace) {
  const auto calls = measured(trace::write_trace(TraceBuilder().agent(500, 2000).ends(4000)));
  ASSERT_EQ(calls.size(), 1U);
  EXPECT_FALSE(error_.has_value());
  EXPECT_EQ(calls[0].source, "trace of the far end");
  EXPECT_EQ(calls[0].pacing.messages, 100);
}

TEST_F(MeasuredFile, ThatIsATraceTooLongToHoldIsMeasuredWithoutItsSound) {
  MeasureOptions options;
  options.most_held = 100'000;
  const std::string text = trace::write_trace(TraceBuilder().caller(500, 2000).agent(3000, 20'000).ends(30'000));
  const auto whole = measured(text);
  const auto streamed = measured(text, options);
  ASSERT_EQ(streamed.size(), 1U);
  EXPECT_EQ(streamed[0].pacing.messages, whole[0].pacing.messages);
  EXPECT_EQ(streamed[0].pacing.interval.percentile(95), whole[0].pacing.interval.percentile(95));
  EXPECT_EQ(whole[0].latency.response.count(), 1);
  EXPECT_EQ(streamed[0].latency.response.count(), 0);
  EXPECT_NE(streamed[0].notes.front().find("as it streamed"), std::string::npos);
}

TEST_F(MeasuredFile, MayBeALogAmongMegabytesOfOtherLines) {
  std::string text;
  for (int i = 0; i < 20'000; ++i)
    text += "GET /healthz 200 in 0.3 ms, nothing to see here, number " + std::to_string(i) + "\n";
  text += "WS_START sid=MZ0001\nSTATE -> LISTENING\nSTATE -> SPEAKING\n" + text;
  const auto calls = measured(text);
  ASSERT_EQ(calls.size(), 1U);
  EXPECT_FALSE(error_.has_value());
  EXPECT_EQ(calls[0].source, "log");
  EXPECT_EQ(calls[0].states.illegal, 1);
}

TEST_F(MeasuredFile, MayBeALogWithTwiliosMessagesInIt) {
  std::string text = "WS_START sid=MZ00000000000000000000000000000001\nSTATE -> LISTENING\n";
  for (const trace::CallEvent& event : TraceBuilder().agent(500, 1000).ends(3000).events) {
    const auto* message = std::get_if<trace::Message>(&event.what);
    const bool sent = message->direction == trace::Direction::kFromAgent;
    text += (sent ? "send " : "recv ") + std::string(message->text.view()) + "\n";
  }
  const auto calls = measured(text);
  ASSERT_EQ(calls.size(), 2U) << "the log and the wire are two witnesses";
  EXPECT_EQ(calls[0].source, "log");
  EXPECT_EQ(calls[1].pacing.messages, 50);
}

TEST_F(MeasuredFile, WithoutAnyCallIsAnError) {
  EXPECT_TRUE(measured("nothing\nat all\n").empty());
  ASSERT_TRUE(error_.has_value());
  EXPECT_NE(error_->message.find("holds no call"), std::string::npos);
  EXPECT_TRUE(measured("").empty());
  EXPECT_TRUE(error_.has_value());
}

}  // namespace
}  // namespace parley
