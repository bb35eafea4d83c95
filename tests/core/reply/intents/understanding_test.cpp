// How much of what callers say is understood, and how often the wrong thing would be done: measured on sentences,
// so that a change of weights or thresholds shows what it costs.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/reply/intents/dialogue.h"
#include "core/reply/intents/front_desk.h"
#include "core/reply/intents/intent_file.h"
#include "tests/core/reply/intents/said_by_callers.h"

namespace parley {
namespace {

std::shared_ptr<const IntentBook> desk() {
  static const auto book = std::make_shared<const IntentBook>(
      *read_intent_book(front_desk_text(), "agents/front_desk.json", embedded_languages()));
  return book;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    if (!line.empty()) lines.emplace_back(line);
    text.remove_prefix(std::min(text.size(), line.size() + 1));
  }
  return lines;
}

struct Tally {
  int all = 0;
  int right = 0;
  int wrong = 0;  // another intent was acted on
  int asked = 0;  // "do you mean ...?"
};

/// Each sentence begins a conversation of its own.
Tally tally_of(std::string_view language, std::string_view sentences) {
  Tally tally;
  for (const std::string& line : lines_of(sentences)) {
    const std::size_t bar = line.find('|');
    const std::string intent = bar == std::string::npos ? "" : line.substr(0, bar);
    Dialogue dialogue(desk(), language, {"+15550100", true});
    const DialogueReply reply = dialogue.hear(bar == std::string::npos ? line : line.substr(bar + 1));
    ++tally.all;
    if (reply.intent == intent && !intent.empty()) {
      ++tally.right;
    } else if (!reply.intent.empty()) {
      ++tally.wrong;
    } else if (reply.text.find('?') != std::string::npos) {
      ++tally.asked;
    }
  }
  return tally;
}

struct Share {
  std::string_view name;
  std::string_view language;
  std::string_view sentences;
  int least_right;  // in hundredths
  int most_wrong;   // in hundredths
};

void PrintTo(const Share& share, std::ostream* out) {
  *out << share.name;
}

class Understanding : public testing::TestWithParam<Share> {};

TEST_P(Understanding, IsAsGoodAsItWasMeasured) {
  const Share& share = GetParam();
  const Tally tally = tally_of(share.language, share.sentences);
  RecordProperty("right", tally.right);
  RecordProperty("wrong", tally.wrong);
  RecordProperty("asked", tally.asked);
  ASSERT_GT(tally.all, 15);
  EXPECT_GE(100 * tally.right, share.least_right * tally.all) << tally.right << " of " << tally.all << " are right";
  EXPECT_LE(100 * tally.wrong, share.most_wrong * tally.all) << tally.wrong << " of " << tally.all << " are wrong";
}

INSTANTIATE_TEST_SUITE_P(OfSentences, Understanding,
                         testing::Values(Share{"english", "en", kEnglish, 95, 0},
                                         Share{"unseen_english", "en", kUnseenEnglish, 85, 4},
                                         Share{"hebrew", "he", kHebrew, 95, 0},
                                         Share{"unseen_hebrew", "he", kUnseenHebrew, 85, 0},
                                         Share{"other_english", "en", kOtherEnglish, 0, 4},
                                         Share{"unseen_other_english", "en", kUnseenOtherEnglish, 0, 4},
                                         Share{"other_hebrew", "he", kOtherHebrew, 0, 0},
                                         Share{"unseen_other_hebrew", "he", kUnseenOtherHebrew, 0, 6}),
                         [](const auto& one) { return std::string(one.param.name); });

TEST(WhatIsNotMeantForTheDesk, NeitherEndsTheCallNorPutsItThrough) {
  using Other = std::pair<std::string_view, std::string_view>;
  for (const auto& [language, sentences] : {Other{"en", kOtherEnglish}, Other{"en", kUnseenOtherEnglish},
                                            Other{"he", kOtherHebrew}, Other{"he", kUnseenOtherHebrew}}) {
    for (const std::string& line : lines_of(sentences)) {
      Dialogue dialogue(desk(), language, {"+15550100", true});
      EXPECT_EQ(dialogue.hear(line).then, AfterReply::kNothing) << line;
    }
  }
}

}  // namespace
}  // namespace parley
