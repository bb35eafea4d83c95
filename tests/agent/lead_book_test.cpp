#include "agent/lead_book.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <future>
#include <mutex>
#include <vector>

#include "files/text_file.h"

namespace parley {
namespace {

LeadRecord record(std::string number) {
  LeadRecord one;
  one.call_sid = "CA1";
  one.from = "+972500000001";
  one.language = "he";
  one.lead = {"דנה", std::move(number), ""};
  return one;
}

TEST(ALeadBook, AddsALineForEachAndWritesAllBeforeItGoes) {
  const std::string file = testing::TempDir() + "leads.jsonl";
  std::filesystem::remove(file);
  {
    LeadBook book(file, [](const std::string& problem) { ADD_FAILURE() << problem; });
    for (int i = 0; i < 50; ++i) book.keep(record(std::to_string(i)));
  }
  const auto text = read_text_file(file);
  ASSERT_TRUE(text.has_value());
  EXPECT_EQ(std::count(text->begin(), text->end(), '\n'), 50);
  EXPECT_EQ(text->substr(0, text->find('\n') + 1), lead_line(record("0")));
  std::filesystem::remove(file);
}

TEST(ALeadBook, WritesNamesAsTheyAre) {
  EXPECT_EQ(lead_line(record("5551234")),
            "{\"at\":\"1970-01-01T00:00:00.000000Z\",\"call_sid\":\"CA1\",\"from\":\"+972500000001\",\"to\":\"\","
            "\"language\":\"he\",\"name\":\"דנה\",\"number\":\"5551234\",\"note\":\"\"}\n");
}

TEST(ALeadBook, ComplainsOfAFileThatCannotBeWritten) {
  std::mutex mutex;
  std::vector<std::string> complaints;
  {
    LeadBook book("/nowhere/leads.jsonl", [&](const std::string& problem) {
      const std::lock_guard lock(mutex);
      complaints.push_back(problem);
    });
    book.keep(record("1"));
  }
  ASSERT_EQ(complaints.size(), 2U);
  EXPECT_NE(complaints[0].find("the lead of call CA1 is not in the file yet: "), std::string::npos);
  EXPECT_NE(complaints[1].find("the lead of call CA1 is lost: "), std::string::npos);
}

TEST(ALeadBook, TriesAgainWithTheNextWhatTheFileDidNotTake) {
  const std::string folder = testing::TempDir() + "leads_later";
  std::filesystem::remove_all(folder);
  std::promise<void> complained;
  {
    LeadBook book(folder + "/leads.jsonl", [&](const std::string&) { complained.set_value(); });
    book.keep(record("1"));
    complained.get_future().wait();
    std::filesystem::create_directories(folder);
    book.keep(record("2"));
  }
  const auto text = read_text_file(folder + "/leads.jsonl");
  ASSERT_TRUE(text.has_value());
  EXPECT_EQ(*text, lead_line(record("1")) + lead_line(record("2")));
  std::filesystem::remove_all(folder);
}

TEST(ALeadBook, TellsBeforehandWhatIsWrongWithItsFile) {
  const auto problem = LeadBook::problem_of("/nowhere/leads.jsonl");
  ASSERT_TRUE(problem.has_value());
  EXPECT_NE(problem->text().find("/nowhere/leads.jsonl"), std::string::npos);
  EXPECT_FALSE(LeadBook::problem_of(testing::TempDir() + "leads_to_be.jsonl").has_value());
}

}  // namespace
}  // namespace parley
