#include "agent/lead_book.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
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
  ASSERT_EQ(complaints.size(), 1U);
  EXPECT_NE(complaints[0].find("CA1"), std::string::npos);
}

}  // namespace
}  // namespace parley
