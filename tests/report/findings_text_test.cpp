#include "report/findings_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parley {
namespace {

using testing::HasSubstr;
using testing::Not;

Finding stuck() {
  Finding finding;
  finding.id = "stuck-speaking";
  finding.turn = TurnId{2};
  finding.at = at_millis(6840);
  finding.until = at_millis(12600);
  finding.to_the_end = true;
  finding.explanation =
      "After its first reply the agent never listened again: 1.2 s of caller speech at 9.61 s brought nothing.";
  finding.evidence = {{"mark \"tts_done\" returned 6.84 s", at_millis(6840), 412},
                      {"last agent audio 6.83 s", at_millis(6830), 409}};
  finding.causes = {{Certainty::kLikely, "the returned mark is not matched"}, {Certainty::kPossible, "another"}};
  finding.look_at = "the handler of `mark` events";
  finding.explains = {{"lost-turn", TurnId{2}}, {"slow-response", kNoTurn}};
  return finding;
}

TEST(FindingsText, TellsWhatWasLivedThroughThenEvidenceCausesAndWhereToLook) {
  const Finding finding = stuck();
  EXPECT_EQ(findings_text(std::span(&finding, 1), {80, false}),
            " ✗ stuck-speaking   turn 2   from 6.84 s to the end\n"
            "   After its first reply the agent never listened again: 1.2 s of caller speech\n"
            "   at 9.61 s brought nothing.\n"
            "   evidence  mark \"tts_done\" returned 6.84 s (#412) · last agent audio 6.83 s\n"
            "             (#409)\n"
            "   likely    the returned mark is not matched\n"
            "   possible  another\n"
            "   look at   the handler of `mark` events\n"
            "   explains  lost-turn (turn 2), slow-response\n"
            "   more      docs/findings.md#stuck-speaking\n");
}

TEST(FindingsText, SaysNothingOfNothing) {
  EXPECT_EQ(findings_text({}), "");
  EXPECT_EQ(closing_line({}, "out/x.trace.jsonl"), " no fault · exit 0 · trace out/x.trace.jsonl\n");
}

TEST(FindingsText, ClosesWithTheCountAndTheExitCode) {
  std::vector<Finding> findings{stuck(), stuck()};
  findings[1].severity = Severity::kWarning;
  EXPECT_EQ(closing_line(findings, "t", "r"), " 1 fault · 1 warning · exit 1 · trace t · report r\n");
}

TEST(FindingsText, IsColouredOnlyWhenAsked) {
  const Finding finding = stuck();
  EXPECT_THAT(findings_text(std::span(&finding, 1)), Not(HasSubstr("\x1b[")));
  EXPECT_THAT(findings_text(std::span(&finding, 1), {100, true}), HasSubstr("\x1b[31m"));
}

}  // namespace
}  // namespace parley
