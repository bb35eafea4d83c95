#include "live/call_journal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <thread>

#include "core/trace/jsonl.h"
#include "files/text_file.h"
#include "tests/live/stream_messages.h"

namespace parley {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr std::int64_t kBegan = 1'795'255'200'000'000;

class TheJournal : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "journal_" + testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  JournalConfig config() {
    JournalConfig config;
    config.folder = folder_;
    config.log = [this](std::string_view lines) { log_ += lines; };
    config.complain = [this](const std::string& problem) { problems_.push_back(problem); };
    return config;
  }
  static trace::TraceHeader header(std::string_view call_sid = "CA1") {
    trace::TraceHeader header;
    header.call_sid = call_sid;
    header.stream_sid = "MZ1";
    return header;
  }
  trace::CallTrace read(const std::string& name) {
    const auto text = read_text_file(folder_ + "/" + name);
    EXPECT_TRUE(text.has_value()) << (text ? "" : text.error().text());
    auto trace = trace::read_trace(text ? *text : "", name);
    EXPECT_TRUE(trace.has_value()) << (trace ? "" : trace.error().text());
    return trace ? std::move(*trace) : trace::CallTrace{};
  }

  std::string folder_;
  std::string log_;
  std::vector<std::string> problems_;
};

trace::CallEvent message(int ms, std::string text, std::int64_t input) {
  return {at_millis(ms), trace::Message{trace::Direction::kToAgent, std::move(text), kNever}, input};
}
trace::CallEvent turn_text(int ms, std::string text) {
  return {at_millis(ms), trace::TurnText{TurnId{1}, std::move(text), 80}, trace::kNotAnInput};
}

TEST_F(TheJournal, WritesATraceThatReadsBack) {
  CallJournal journal(config());
  auto recorder = journal.open(header(), kBegan);
  recorder->record(message(0, stream::connected(), 0));
  recorder->record(message(1, stream::start(), 1));
  recorder->record(message(20, stream::media(0), 2));
  recorder.reset();
  journal.flush();
  const trace::CallTrace trace = read("CA1.trace.jsonl");
  EXPECT_EQ(trace.header.start_utc, "2026-11-21T10:00:00.000000Z");
  ASSERT_EQ(trace.events.size(), 3U);
  EXPECT_EQ(std::get<trace::Message>(trace.events[2].what).text, stream::media(0));
  EXPECT_EQ(trace.events[2].at, at_millis(20));
  EXPECT_EQ(trace.note, "");
  EXPECT_TRUE(problems_.empty());
}

TEST_F(TheJournal, PutsTimeAndCallInFrontOfEachLineOfTheLog) {
  CallJournal journal(config());
  auto recorder = journal.open(header(), kBegan);
  recorder->record({at_micros(123), trace::Connection{"opened", {}}, 0});
  recorder->record(turn_text(5, "hello"));
  journal.flush();
  EXPECT_EQ(log_,
            "2026-11-21T10:00:00.000123Z CA1 WS_CONNECTED mode=AI\n"
            "2026-11-21T10:00:00.005000Z CA1 ASR_TEXT: hello | dur_ms=80\n");
}

TEST_F(TheJournal, HidesDigitsInTheLogAndKeepsThemInTheTrace) {
  CallJournal journal(config());
  auto recorder = journal.open(header(), kBegan);
  recorder->record(turn_text(5, "my card is 4929"));
  recorder.reset();
  journal.flush();
  EXPECT_THAT(log_, HasSubstr("ASR_TEXT: my card is **** | dur_ms=80"));
  EXPECT_EQ(std::get<trace::TurnText>(read("CA1.trace.jsonl").events[0].what).text, "my card is 4929");
}

TEST_F(TheJournal, LeavesOutWhatPrivacyForbids) {
  JournalConfig strict = config();
  strict.privacy.audio = false;
  strict.privacy.text = false;
  CallJournal journal(strict);
  auto recorder = journal.open(header(), kBegan);
  recorder->record(message(20, stream::media(0), 0));
  recorder->record(message(
      21, R"({"event":"dtmf","streamSid":"MZ1","sequenceNumber":"5","dtmf":{"track":"inbound_track","digit":"7"}})",
      1));
  recorder->record(turn_text(25, "my name"));
  recorder.reset();
  journal.flush();
  const trace::CallTrace trace = read("CA1.trace.jsonl");
  EXPECT_FALSE(trace.header.has_audio);
  EXPECT_FALSE(trace.header.has_text);
  ASSERT_EQ(trace.events.size(), 3U);
  EXPECT_THAT(std::get<trace::Message>(trace.events[0].what).text, HasSubstr(R"("timestamp":"100","payload":"")"));
  EXPECT_THAT(std::get<trace::Message>(trace.events[1].what).text, HasSubstr(R"("digit":"*")"));
  EXPECT_EQ(std::get<trace::TurnText>(trace.events[2].what).text, "");
}

TEST_F(TheJournal, GivesEachStreamOfACallAFileOfItsOwn) {
  CallJournal journal(config());
  journal.open(header("CA1"), kBegan).reset();
  journal.flush();
  journal.open(header("CA1"), kBegan).reset();
  journal.open(header("../../etc/passwd"), kBegan).reset();
  journal.flush();
  EXPECT_TRUE(std::filesystem::exists(folder_ + "/CA1.trace.jsonl"));
  EXPECT_TRUE(std::filesystem::exists(folder_ + "/CA1.2.trace.jsonl"));
  EXPECT_TRUE(std::filesystem::exists(folder_ + "/______etc_passwd.trace.jsonl"));
}

TEST_F(TheJournal, EndsATraceThatGrowsTooLongWithALineThatSaysSo) {
  JournalConfig small = config();
  small.most_trace_bytes = 2'000;
  CallJournal journal(small);
  auto recorder = journal.open(header(), kBegan);
  for (int n = 0; n < 3; ++n) recorder->record(message(n, stream::media(n), n));
  journal.flush();
  for (int n = 3; n < 20; ++n) recorder->record(message(n, stream::media(n), n));
  recorder.reset();
  journal.flush();
  const trace::CallTrace trace = read("CA1.trace.jsonl");
  EXPECT_EQ(trace.events.size(), 3U);
  EXPECT_THAT(trace.note, HasSubstr("the trace was cut at 19 ms: it reached its greatest length"));
  EXPECT_EQ(journal.counters().traces_cut, 1);
  EXPECT_THAT(problems_, ElementsAre(HasSubstr("the trace of CA1 was cut")));
}

TEST_F(TheJournal, CutsTheTraceAndNotTheCallWhenTheDiskDoesNotKeepUp) {
  JournalConfig small = config();
  small.limits.waiting_bytes_a_call = 4'000;
  small.every = std::chrono::hours(1);  // the disk stands still until it is asked
  CallJournal journal(small);
  auto recorder = journal.open(header(), kBegan);
  for (int n = 0; n < 50; ++n) recorder->record(message(n, stream::media(n), n));
  recorder->record(turn_text(60, "still here"));
  recorder.reset();
  journal.flush();
  const trace::CallTrace trace = read("CA1.trace.jsonl");
  EXPECT_GT(trace.events.size(), 2U);
  EXPECT_LT(trace.events.size(), 20U);
  EXPECT_THAT(trace.note, HasSubstr("the disk did not keep up"));
  EXPECT_THAT(log_, HasSubstr("ASR_TEXT: still here"));
  EXPECT_EQ(journal.counters().traces_cut, 1);
}

TEST_F(TheJournal, SaysThatAFolderCannotBeWrittenAndGoesOn) {
  JournalConfig missing = config();
  missing.folder = folder_ + "/not/there";
  CallJournal journal(missing);
  auto recorder = journal.open(header(), kBegan);
  recorder->record(turn_text(5, "hello"));
  journal.flush();
  EXPECT_THAT(problems_, ElementsAre(HasSubstr("there will be no trace of CA1")));
  EXPECT_THAT(log_, HasSubstr("ASR_TEXT: hello"));
}

TEST_F(TheJournal, BoundsTheLinesThatWaitAndCountsThoseItDrops) {
  JournalConfig small = config();
  small.limits.waiting_lines_a_call = 10;
  small.every = std::chrono::hours(1);
  CallJournal journal(small);
  auto recorder = journal.open(header(), kBegan);
  for (int n = 0; n < 25; ++n) recorder->record(turn_text(n, "word"));
  recorder.reset();
  journal.flush();
  EXPECT_EQ(std::count(log_.begin(), log_.end(), '\n'), 10);
  EXPECT_EQ(journal.counters().lines_dropped, 15);
}

TEST_F(TheJournal, WritesWhatItHasWhenItGoes) {
  {
    CallJournal journal(config());
    auto recorder = journal.open(header(), kBegan);
    recorder->record(message(0, stream::connected(), 0));
    recorder.reset();
    journal.say("[CFG] mode=AI");
  }
  EXPECT_EQ(read("CA1.trace.jsonl").events.size(), 1U);
  EXPECT_THAT(log_, HasSubstr("Z - [CFG] mode=AI\n"));
}

TEST_F(TheJournal, TakesTheRecordsOfManyThreadsWhole) {
  CallJournal journal(config());
  std::vector<std::thread> threads;
  for (int call = 0; call < 4; ++call) {
    threads.emplace_back([&journal, call] {
      auto recorder = journal.open(header("CA" + std::to_string(call)), kBegan);
      for (int n = 0; n < 2'000; ++n) recorder->record(message(n, stream::media(n), n));
    });
  }
  for (std::thread& thread : threads) thread.join();
  journal.flush();
  for (int call = 0; call < 4; ++call) {
    const trace::CallTrace trace = read("CA" + std::to_string(call) + ".trace.jsonl");
    ASSERT_EQ(trace.events.size(), 2'000U);
    for (int n = 0; n < 2'000; ++n) EXPECT_EQ(trace.events[static_cast<std::size_t>(n)].input, n);
  }
}

}  // namespace
}  // namespace parley
