#include "core/diagnosis/log_trouble.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace parley {
namespace {

using testing::HasSubstr;

Finding finding_at(std::int64_t ms, Severity severity = Severity::kError) {
  Finding finding;
  finding.id = "stuck-processing";
  finding.severity = severity;
  finding.at = at_millis(ms);
  return finding;
}

TEST(ALogLine, TellsOfTroubleInTheWordsOfAnyFramework) {
  for (const char* line :
       {"Deepgram TTS error:", "Traceback (most recent call last):", "TypeError: x is not a function",
        "UnhandledPromiseRejectionWarning: Error: boom", "openai.RateLimitError: 429", "HTTP/1.1 503",
        "<- status=500 in 120 ms", "{\"code\": 503}", "connect ECONNREFUSED 10.0.0.1:443",
        "request timed out after 10 s", "HTTP 500 Error", "got 500 error from Deepgram", "10 errors",
        "Read timed out. (read timeout=0.5)", "timeout: 0.5 s exceeded", "Error: NoneType has no len()",
        "0 errors in the first part, then an exception", "asyncio.exceptions.CancelledError", "statusCode: 401"}) {
    EXPECT_TRUE(tells_of_trouble(line)) << line;
  }
  for (const char* line :
       {"", "Twilio -> Audio completed mark (507): a1b2", "GPT -> user context length: 5", "status 200 in 412 ms",
        "frames=450 code=200", "  timeout: 0,", "status", "transcript: I have four hundred",
        "errors: 0, warnings: 0", "http://127.0.0.1:5000/ready"}) {
    EXPECT_FALSE(tells_of_trouble(line)) << line;
  }
}

TEST(TroubleInTheLog, StandsBesideTheFindingInWhoseTimeItWasSeen) {
  std::vector<Finding> findings{finding_at(12'900)};
  const std::vector<TroubleLine> lines{{at_millis(1'000), "error of the greeting"},
                                       {at_millis(13'100), "Deepgram TTS error:"},
                                       {at_millis(13'100), "Deepgram TTS error:"},
                                       {at_millis(40'000), "error at the end"}};
  EXPECT_EQ(add_trouble(lines, findings), 1U);
  ASSERT_EQ(findings[0].evidence.size(), 1U);
  EXPECT_EQ(findings[0].evidence[0].text, "the agent's log, seen 13.10 s: \"Deepgram TTS error:\"");
  ASSERT_FALSE(findings[0].causes.empty());
  EXPECT_THAT(findings[0].causes[0].text, HasSubstr("Deepgram TTS error:"));
  EXPECT_EQ(findings[0].causes[0].certainty, Certainty::kPossible) << "that it was seen then proves nothing";
}

TEST(TroubleInTheLog, IsNotSaidOfWhatIsOnlyInformation) {
  std::vector<Finding> findings{finding_at(1'000, Severity::kInfo)};
  const std::vector<TroubleLine> lines{{at_millis(1'000), "error"}};
  EXPECT_EQ(add_trouble(lines, findings), 0U);
  EXPECT_TRUE(findings[0].evidence.empty());
}

TEST(TroubleInTheLog, OfAFindingAreThreeAtMost) {
  std::vector<Finding> findings{finding_at(5'000)};
  std::vector<TroubleLine> lines;
  for (int i = 0; i < 50; ++i) lines.push_back({at_millis(5'000 + i), "error " + std::to_string(i)});
  EXPECT_EQ(add_trouble(lines, findings), 1U);
  EXPECT_EQ(findings[0].evidence.size(), 3U);
}

TEST(TroubleInTheLog, IsQuotedOnOneLineThatATerminalDoesNotObey) {
  EXPECT_EQ(quoted_line("  a\tb\x1b]0;c\r"), "a b ]0;c");
  EXPECT_EQ(quoted_line(""), "");
  EXPECT_LE(quoted_line(std::string(10'000, '\x80')).size(), 300U);
  std::string hebrew;
  for (int i = 0; i < 100; ++i) hebrew += "ש";
  const std::string cut = quoted_line(hebrew);
  EXPECT_THAT(cut, testing::EndsWith("ש…"));
  EXPECT_LE(cut.size(), 124U);
}

}  // namespace
}  // namespace parley
