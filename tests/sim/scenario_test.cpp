#include "sim/scenario.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace parley {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

Scenario scenario_of(std::string_view text) {
  const Result<Scenario> result = read_scenario(text, "dir/two_turns.json");
  EXPECT_TRUE(result.has_value()) << (result.has_value() ? "" : result.error().text());
  return result.has_value() ? *result : Scenario{};
}

std::string error_of(std::string_view text) {
  const Result<Scenario> result = read_scenario(text, "two_turns.json");
  return result.has_value() ? "no error" : result.error().text();
}

TEST(ScenarioReader, TheNameIsThatOfTheFile) {
  EXPECT_EQ(scenario_of("{}").name, "two_turns");
}

TEST(ScenarioReader, AnEmptyScenarioHasDefaults) {
  const Scenario scenario = scenario_of("{}");
  EXPECT_EQ(scenario.seed, 1U);
  EXPECT_TRUE(scenario.caller.empty());
  EXPECT_EQ(scenario.agent.kind, AgentKind::kParley);
  EXPECT_EQ(call_limit(scenario), seconds(120));
  EXPECT_FALSE(scenario.expect.turns.has_value());
}

TEST(ScenarioReader, ReadsTheExampleOfTheHandbook) {
  const Scenario scenario = scenario_of(R"({
    // Comments are allowed.
    "description": "Caller talks over the reply 600 ms in; agent must stop.",
    "seed": 7,
    "caller": [
      {"at_ms": 500, "say": "book_a_table.wav"},
      {"after": "agent_speaking", "plus_ms": 600, "say": "sub/no-wait.wav", "level_db": -6, "from_ms": 10, "to_ms": 20}
    ],
    "agent": {"first_audio_ms": 700, "reply_ms": 4000, "keeps_sending_after_cancel_ms": 300},
    "line": {"delay_ms": 40, "jitter_ms": 10, "stall": {"at_ms": 3000, "for_ms": 200}},
    "settings": {"endpoint.silence_ms": 400, "barge_in.enabled": true, "x": 0.5, "y": "z"},
    "expect": {"no_findings": true, "clear_within_ms": 250}
  })");
  EXPECT_EQ(scenario.seed, 7U);
  ASSERT_EQ(scenario.caller.size(), 2U);
  EXPECT_EQ(scenario.caller[0].anchor, Anchor::kTime);
  EXPECT_EQ(scenario.caller[0].offset, millis(500));
  EXPECT_EQ(std::get<Say>(scenario.caller[0].act).text, "book a table");
  EXPECT_EQ(scenario.caller[1].anchor, Anchor::kAgentSpeaking);
  EXPECT_EQ(scenario.caller[1].line, 7);
  const Say say = std::get<Say>(scenario.caller[1].act);
  EXPECT_EQ(say.file, "sub/no-wait.wav");
  EXPECT_EQ(say.text, "no wait");
  EXPECT_EQ(say.gain_db, -6);
  EXPECT_EQ(say.to, millis(20));
  EXPECT_EQ(scenario.agent.provider.synthesis, SynthesisFault::kKeepsSending);
  EXPECT_EQ(scenario.agent.provider.keeps_sending, millis(300));
  ASSERT_EQ(scenario.line.stalls.size(), 1U);
  EXPECT_EQ(scenario.line.stalls[0].length, millis(200));
  ASSERT_EQ(scenario.settings.size(), 4U);
  EXPECT_EQ(scenario.settings[0].value, "400");
  EXPECT_EQ(scenario.settings[1].value, "true");
  EXPECT_EQ(scenario.settings[2].value, "0.5");
  EXPECT_EQ(scenario.settings[3].value, "z");
  EXPECT_EQ(scenario.expect.clear_within, millis(250));
}

TEST(ScenarioReader, ReadsEveryActOfTheCaller) {
  const Scenario scenario = scenario_of(R"({"caller": [
    {"say": "a.wav", "text": "hello there"}, {"tone": true, "for_ms": 300, "hz": 1000},
    {"noise": true, "for_ms": 700, "level": 900}, {"click": true}, {"cough": true, "level": 2000},
    {"pause": true, "for_ms": 50}, {"dtmf": "12#"}, {"after": "mark", "turn": 2, "or_after_ms": 100, "hang_up": true}
  ]})");
  ASSERT_EQ(scenario.caller.size(), 8U);
  EXPECT_EQ(std::get<Say>(scenario.caller[0].act).text, "hello there");
  EXPECT_EQ(std::get<Tone>(scenario.caller[1].act).hz, 1000);
  EXPECT_EQ(std::get<Noise>(scenario.caller[2].act).level, 900);
  EXPECT_TRUE(std::holds_alternative<Click>(scenario.caller[3].act));
  EXPECT_EQ(std::get<Cough>(scenario.caller[4].act).level, 2000);
  EXPECT_EQ(std::get<Pause>(scenario.caller[5].act).length, millis(50));
  EXPECT_EQ(std::get<DialDigits>(scenario.caller[6].act).digits, "12#");
  EXPECT_TRUE(std::holds_alternative<HangUp>(scenario.caller[7].act));
  EXPECT_EQ(scenario.caller[7].turn, 2);
  EXPECT_EQ(scenario.caller[7].or_after, millis(100));
}

TEST(ScenarioReader, ReadsANaiveAgentAndItsFault) {
  const Scenario scenario = scenario_of(
      R"({"agent": {"kind": "naive", "fault": "mark-name-mismatch", "pacing": "burst", "silence_ms": 500}})");
  EXPECT_EQ(scenario.agent.kind, AgentKind::kNaive);
  EXPECT_EQ(scenario.agent.naive.fault, NaiveFault::kMarkNameMismatch);
  EXPECT_EQ(scenario.agent.naive.pacing, NaivePacing::kBurst);
  EXPECT_EQ(scenario.agent.naive.silence, millis(500));
  EXPECT_FALSE(scenario.agent.naive.reply.has_value());
}

TEST(ScenarioReader, AWrongTypeIsNamedWithFileLineAndKey) {
  EXPECT_EQ(error_of("{\n\"caller\": [\n{\"say\": \"a.wav\"},\n{\"at_ms\": \"x\", \"say\": \"a.wav\"}]}"),
            "two_turns.json:4: caller[1].at_ms must be a whole number of milliseconds, not the string \"x\"");
  EXPECT_EQ(error_of("[]"), "two_turns.json:1: the file must be an object, not an array");
  EXPECT_EQ(error_of(R"({"seed": 1.5})"), "two_turns.json:1: seed must be a whole number, not the number 1.5");
  EXPECT_EQ(error_of(R"({"caller": {}})"), "two_turns.json:1: caller must be a list of steps, not an object");
  EXPECT_EQ(error_of(R"({"caller": [3]})"), "two_turns.json:1: caller[0] must be an object, not the number 3");
  EXPECT_EQ(error_of(R"({"expect": {"hears": ["a", 1]}})"),
            "two_turns.json:1: expect.hears[1] must be a string, not the number 1");
}

TEST(ScenarioReader, AnUnknownKeyIsNamedWithTheNearestKnownOne) {
  EXPECT_EQ(error_of("{\n\"expct\": {}}"),
            "two_turns.json:2: unknown key \"expct\"; the nearest known one is \"expect\"");
  EXPECT_EQ(error_of(R"({"line": {"dealy_ms": 3}})"),
            "two_turns.json:1: unknown key \"dealy_ms\" in line; the nearest known one is \"delay_ms\"");
  EXPECT_EQ(error_of(R"({"caller": [{"sya": "a.wav"}]})"),
            "two_turns.json:1: unknown key \"sya\" in caller[0]; the nearest known one is \"say\"");
}

TEST(ScenarioReader, AKeyThatDoesNotGoWithTheRestIsSaidToBeSo) {
  EXPECT_EQ(error_of(R"({"caller": [{"say": "a.wav", "for_ms": 3}]})"),
            "two_turns.json:1: caller[0].for_ms has no meaning with say");
  EXPECT_EQ(error_of(R"({"agent": {"fault": "none"}})"),
            "two_turns.json:1: agent.fault is for a naive agent: give it \"kind\": \"naive\"");
  EXPECT_EQ(error_of(R"({"agent": {"kind": "naive", "recognizer": "never"}})"),
            "two_turns.json:1: agent.recognizer is for Parley's own agent, and this one is naive");
  EXPECT_EQ(error_of(R"({"caller": [{"at_ms": 3, "after": "mark", "say": "a.wav"}]})"),
            "two_turns.json:1: caller[0].at_ms and after exclude each other");
}

TEST(ScenarioReader, AStepWithoutAnActOrWithTwoIsAnError) {
  EXPECT_EQ(
      error_of(R"({"caller": [{"at_ms": 3}]})"),
      "two_turns.json:1: caller[0] does nothing: give it say, say_text, tone, noise, click, cough, pause, dtmf or hang_up");
  EXPECT_EQ(error_of(R"({"caller": [{"click": true, "cough": true}]})"),
            "two_turns.json:1: caller[0].cough and click exclude each other: one act a step");
}

TEST(ScenarioReader, ValuesOutOfRangeAndWordsOutOfTheListAreErrors) {
  EXPECT_EQ(error_of(R"({"caller": [{"at_ms": -1, "click": true}]})"),
            "two_turns.json:1: caller[0].at_ms must be between 0 and 14400000, not -1");
  EXPECT_EQ(error_of(R"({"agent": {"synthesis": "fail"}})"),
            "two_turns.json:1: agent.synthesis must be \"ok\", \"fails\", \"late\", \"stops_midway\", "
            "\"keeps_sending\" or \"fails_once\", not the string \"fail\"");
  EXPECT_EQ(error_of(R"({"caller": [{"say_text": ""}]})"),
            "two_turns.json:1: caller[0].say_text must be what is said, at most 1000 bytes long");
  EXPECT_EQ(error_of(R"({"caller": [{"say": "a.wav", "voice": "slt"}]})"),
            "two_turns.json:1: caller[0].voice has no meaning with say");
  EXPECT_EQ(error_of(R"({"caller": [{"dtmf": "12a"}]})"),
            "two_turns.json:1: caller[0].dtmf must be made of the keys 0 to 9, * and #");
  EXPECT_EQ(error_of(R"({"caller": [{"say": "a.wav", "from_ms": 5, "to_ms": 5}]})"),
            "two_turns.json:1: caller[0].to_ms must be later than from_ms");
  EXPECT_EQ(error_of(R"({"line": {"stalls": [{"at_ms": 5}]}})"),
            "two_turns.json:1: line.stalls[0].for_ms is missing");
  EXPECT_EQ(error_of(R"({"line": {"stall": {"at_m": 5, "for_ms": 20}}})"),
            "two_turns.json:1: unknown key \"at_m\" in line.stall; the nearest known one is \"at_ms\"");
  EXPECT_EQ(error_of(R"({"line": {"burst": {"evry_ms": 5, "hold_ms": 5}}})"),
            "two_turns.json:1: unknown key \"evry_ms\" in line.burst; the nearest known one is \"every_ms\"");
  EXPECT_EQ(error_of(R"({"caller": [{"noise": true}]})"), "two_turns.json:1: caller[0].for_ms is missing");
}

TEST(ScenarioReader, CutTextIsAnErrorAtEveryByte) {
  const std::string text = R"({"caller": [{"say": "a.wav"}], "expect": {"turns": 1}})";
  for (std::size_t size = 0; size < text.size(); ++size) {
    EXPECT_FALSE(read_scenario(text.substr(0, size), "cut.json").has_value()) << size;
  }
}

TEST(ScenarioSounds, EachRecordingIsAskedForOnceInOrderOfUse) {
  const Scenario scenario =
      scenario_of("{\"caller\": [{\"say\": \"b.wav\"},\n{\"say\": \"a.wav\"}, {\"say\": \"b.wav\"}]}");
  EXPECT_THAT(sounds_needed(scenario),
              testing::ElementsAre(testing::FieldsAre("b.wav", 1, "", ""), testing::FieldsAre("a.wav", 2, "", "")));
}

TEST(ScenarioSounds, ATextIsReadAloudOnceForEachVoice) {
  const Scenario scenario = scenario_of(R"({"caller": [{"say_text": "any news?"}, {"say_text": "any news?"},
    {"say_text": "any news?", "voice": "slt", "level_db": -3}]})");
  EXPECT_THAT(sounds_needed(scenario),
              testing::ElementsAre(testing::FieldsAre("rms reads: any news?", 1, "any news?", "rms"),
                                   testing::FieldsAre("slt reads: any news?", 2, "any news?", "slt")));
  const Say say = std::get<Say>(scenario.caller[2].act);
  EXPECT_EQ(say.text, "any news?");
  EXPECT_EQ(say.gain_db, -3);
}

TEST(ScenarioSounds, AMissingRecordingAndACutOutsideOfItAreErrors) {
  const Scenario scenario = scenario_of(R"({"caller": [{"say": "a.wav", "from_ms": 10, "to_ms": 30}]})");
  EXPECT_EQ(check_sounds(scenario, {})->text(),
            "dir/two_turns.json:1: caller[0].say: there is no recording \"a.wav\"");
  EXPECT_EQ(check_sounds(scenario, {{"a.wav", std::vector<std::int16_t>(160)}})->text(),
            "dir/two_turns.json:1: caller[0].to_ms lies outside of \"a.wav\", which is 20 ms long");
  EXPECT_FALSE(check_sounds(scenario, {{"a.wav", std::vector<std::int16_t>(240)}}).has_value());
}

TEST(ScenarioLimit, IsAMinuteAfterTheLastInstantButNeverUnderTwoMinutes) {
  EXPECT_EQ(call_limit(scenario_of(R"({"caller": [{"at_ms": 100000, "click": true}]})")), seconds(160));
  EXPECT_EQ(call_limit(scenario_of(R"({"ends_by_ms": 5000})")), seconds(5));
}

TEST(ScenarioReader, ReadsTheExampleOfTheDocumentation) {
  std::ifstream file(PARLEY_SOURCE_DIR "/docs/scenarios.md");
  std::stringstream text;
  text << file.rdbuf();
  const std::string page = text.str();
  const std::size_t begin = page.find("```json") + 7;
  EXPECT_EQ(scenario_of(page.substr(begin, page.find("```", begin) - begin)).caller.size(), 2U);
}

// Every scenario that is shipped can be read, and is short enough to be read by people too.
TEST(ShippedScenarios, AreReadWithoutErrors) {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(PARLEY_SOURCE_DIR "/scenarios")) {
    if (entry.path().extension() != ".json") continue;
    std::ifstream file(entry.path());
    std::stringstream text;
    text << file.rdbuf();
    const Result<Scenario> result = read_scenario(text.str(), entry.path().string());
    EXPECT_TRUE(result.has_value()) << result.error().text();
    ++count;
  }
  EXPECT_GT(count, 20U);
}

TEST(ScenarioReader, KnowsTheFindingsAndTheStatesThatMayBeExpected) {
  EXPECT_EQ(error_of("{\"expect\": {\n\"findings\": [\"deaf\",\n\"slow-respond\"]}}"),
            "two_turns.json:3: expect.findings: there is no finding \"slow-respond\"; the nearest is "
            "\"slow-response\"");
  EXPECT_EQ(error_of(R"({"expect": {"first_finding": "deaff"}})"),
            "two_turns.json:1: expect.first_finding: there is no finding \"deaff\"; the nearest is \"deaf\"");
  EXPECT_EQ(error_of(R"({"expect": {"state_path": ["SPEAKING", "LISTENNING"]}})"),
            "two_turns.json:1: expect.state_path: there is no state \"LISTENNING\"; the nearest is \"LISTENING\"");
  EXPECT_EQ(error_of(R"({"expect": {"first_finding": "deaf", "state_path": ["ENDED"]}})"), "no error");
}

TEST(ScenarioReader, TakesASchemaThatIsAString) {
  EXPECT_EQ(error_of(R"({"$schema": "../scenario.schema.json"})"), "no error");
  EXPECT_EQ(error_of(R"({"$schema": 7})"), "two_turns.json:1: $schema must be a string, not the number 7");
}

}  // namespace
}  // namespace parley
