#include "report/findings_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/json.h"

namespace parley {
namespace {

using testing::HasSubstr;

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

TEST(FindingsJson, HasTheFieldsThatProgramsRelyOn) {
  const Finding finding = stuck();
  CallAccount call;
  call.header.call_sid = "CA1";
  EXPECT_EQ(
      findings_json(std::span(&finding, 1), std::span(&call, 1)),
      R"([{"id":"stuck-speaking","severity":"error","call":"CA1","turn":2,"at_us":6840000,"until_us":12600000,)"
      R"("explanation":"After its first reply the agent never listened again: 1.2 s of caller speech at 9.61 s )"
      R"(brought nothing.","cause":[{"certainty":"likely","text":"the returned mark is not matched"},)"
      R"({"certainty":"possible","text":"another"}],"explains":["lost-turn","slow-response"],)"
      R"("evidence":[412,409],"facts":[{"text":"mark \"tts_done\" returned 6.84 s","at_us":6840000,"event":412},)"
      R"({"text":"last agent audio 6.83 s","at_us":6830000,"event":409}],)"
      R"("look_at":"the handler of `mark` events","more_evidence":"","doc":"docs/findings.md#stuck-speaking"}])");
}

TEST(FindingsJson, WritesNullForWhatDoesNotApplyAndStaysValid) {
  Finding finding = stuck();
  finding.turn = kNoTurn;
  finding.until = kNever;
  finding.explanation = "a \"quoted\"\nline";
  const std::string text = findings_json(std::span(&finding, 1), {});
  EXPECT_THAT(text, HasSubstr("\"turn\":null"));
  EXPECT_THAT(text, HasSubstr("\"until_us\":null"));
  EXPECT_TRUE(json::parse(text, "findings").has_value());
}

}  // namespace
}  // namespace parley
