// The schemas of docs/schemas say what the program does: they accept what its reader accepts, refuse what it
// refuses, and describe what it writes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "core/account/account_builder.h"
#include "core/audio/mulaw.h"
#include "core/audio/voice_like.h"
#include "core/call/settings.h"
#include "core/call/settings_listing.h"
#include "core/diagnosis/diagnose.h"
#include "core/diagnosis/rules.h"
#include "core/turn/turn_event.h"
#include "import/server_log.h"
#include "report/findings_json.h"
#include "report/pace_json.h"
#include "sim/naive_faults.h"
#include "sim/simulator.h"
#include "tests/schemas/schema_checker.h"

namespace parley {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr std::string_view kScenario = "scenario.schema.json";
constexpr std::string_view kFindings = "findings.schema.json";
constexpr std::string_view kSettings = "settings.schema.json";
constexpr std::string_view kPace = "pace.schema.json";

std::string file_text(const fs::path& path) {
  std::ifstream in(fs::path(PARLEY_SOURCE_DIR) / path, std::ios::binary);
  EXPECT_TRUE(in.is_open()) << path << " cannot be read";
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

json::Value parsed(std::string_view text, std::string_view name) {
  json::ParseOptions options;
  options.comments = true;
  auto value = json::parse(text, name, options);
  EXPECT_TRUE(value.has_value()) << (value.has_value() ? "" : value.error().text());
  return value.has_value() ? *value : json::Value{};
}

const Schemas& schemas() {
  static const Schemas all = [] {
    Schemas read;
    for (const std::string_view name : {kScenario, kFindings, kSettings, kPace}) {
      read.emplace(name, parsed(file_text(fs::path("docs/schemas") / name), name));
    }
    return read;
  }();
  return all;
}

std::vector<std::string> complaints(std::string_view text, std::string_view schema = kScenario) {
  return SchemaChecker(schemas()).complaints(parsed(text, "by_hand.json"), schema);
}

/// What the program says to a scenario: its reader, then the table of settings.
std::string error_of(std::string_view text) {
  const auto scenario = read_scenario(text, "by_hand.json");
  if (!scenario.has_value()) return scenario.error().text();
  CallConfig config;
  for (const ScenarioSetting& setting : scenario->settings) {
    if (const auto error = apply_setting(config, setting.key, setting.value, "by_hand.json")) return error->text();
  }
  return "";
}

std::vector<fs::path> scenario_files() {
  std::vector<fs::path> files;
  const fs::path root = PARLEY_SOURCE_DIR;
  for (const auto& entry : fs::recursive_directory_iterator(root / "scenarios")) {
    if (entry.path().extension() == ".json") files.push_back(entry.path().lexically_relative(root));
  }
  return files;
}

TEST(ScenarioSchema, EveryScenarioOfTheTreeConforms) {
  const std::vector<fs::path> files = scenario_files();
  EXPECT_GT(files.size(), 20U) << "there must be something to check";
  for (const fs::path& file : files) EXPECT_THAT(complaints(file_text(file)), IsEmpty()) << file;
}

struct Member {
  std::string_view definition;  // of the schema; "" for its top
  std::string_view before;      // the scenario around one member of that object
  std::string_view after;
};

const std::vector<Member>& objects() {
  static const std::vector<Member> all = {
      {"", "{", "}"},
      {"step", R"({"caller": [{)", "}]}"},
      {"line", R"({"line": {)", "}}"},
      {"stall", R"({"line": {"stall": {)", "}}}"},
      {"burst", R"({"line": {"burst": {)", "}}}"},
      {"parley_agent", R"({"agent": {)", "}}"},
      {"naive_agent", R"({"agent": {"kind": "naive", )", "}}"},
      {"expect", R"({"expect": {)", "}}"},
  };
  return all;
}

const json::Value& definition_of(const Member& place) {
  const json::Value& top = schemas().find(kScenario)->second;
  return place.definition.empty() ? top : *top.find("$defs")->find(place.definition);
}

std::vector<std::string> keys_of(const Member& place) {
  std::vector<std::string> keys;
  for (const auto& [key, rule] : *definition_of(place).find("properties")->as_object()) keys.push_back(key);
  return keys;
}

/// A scenario in which that object has that member, and what it must have besides.
std::string with_member(const Member& place, const std::string& key) {
  std::string members = "\"" + key + "\": null";
  if (const json::Value* required = definition_of(place).find("required")) {
    for (const json::Value& other : *required->as_array()) {
      if (*other.as_string() != key) members += ", \"" + *other.as_string() + "\": 1";
    }
  }
  return std::string(place.before) + members + std::string(place.after);
}

TEST(ScenarioSchema, TheReaderKnowsEachOfItsKeys) {
  for (const Member& place : objects()) {
    for (const std::string& key : keys_of(place)) {
      if (place.definition == "naive_agent" && key == "kind") continue;  // it is there already
      const std::string error = error_of(with_member(place, key));
      EXPECT_THAT(error, Not(HasSubstr("unknown key"))) << place.definition << "." << key;
      EXPECT_THAT(error, Not(HasSubstr("is for"))) << place.definition << "." << key;
    }
  }
}

TEST(ScenarioSchema, AKeyThatDoesNotExistIsRefusedByReaderAndSchemaInEveryObject) {
  for (const Member& place : objects()) {
    const std::string text = with_member(place, "nonsense");
    EXPECT_THAT(error_of(text), HasSubstr("unknown key \"nonsense\"")) << text;
    EXPECT_THAT(complaints(text), Contains(HasSubstr("nonsense is not allowed"))) << text;
  }
}

/// The keys that stand as literals behind the reader's accessors.
std::set<std::string> keys_of_the_reader() {
  std::set<std::string> keys;
  for (const char* file : {"scenario_reader.cpp", "scenario_agent.cpp", "scenario_caller.cpp"}) {
    const std::string text = file_text(fs::path("lib/sim") / file);
    for (const std::string_view accessor : {"read(\"", "read_ms(\"", "take(\"", "has(\"", ">(\""}) {
      for (std::size_t at = text.find(accessor); at != std::string::npos; at = text.find(accessor, at + 1)) {
        const std::size_t begin = at + accessor.size();
        keys.insert(text.substr(begin, text.find('"', begin) - begin));
      }
    }
  }
  for (const char* act : {"tone", "noise", "click", "cough", "pause", "hang_up"}) keys.insert(act);
  return keys;
}

TEST(ScenarioSchema, HasEachKeyThatTheReaderAsksFor) {
  std::set<std::string> described;
  for (const Member& place : objects()) {
    for (std::string& key : keys_of(place)) described.insert(std::move(key));
  }
  const std::set<std::string> asked = keys_of_the_reader();
  EXPECT_GT(asked.size(), 60U) << "the search for keys has gone blind";
  for (const std::string& key : asked) EXPECT_THAT(described, Contains(key));
}

std::vector<std::string> words_of(const json::Value& property) {
  std::vector<std::string> words;
  for (const json::Value& word : *property.find("enum")->as_array()) words.push_back(*word.as_string());
  return words;
}

TEST(ScenarioSchema, NamesTheFindingsTheFaultsAndTheStatesThatExist) {
  const json::Value& definitions = *schemas().find(kScenario)->second.find("$defs");
  std::vector<std::string> faults;
  for (const NaiveFaultInfo& info : naive_faults()) faults.emplace_back(info.name);
  EXPECT_EQ(words_of(*definitions.find("naive_agent")->find("properties")->find("fault")), faults);

  std::vector<std::string> findings;
  for (const Rule& rule : rules()) findings.emplace_back(rule.id);
  EXPECT_EQ(words_of(*definitions.find("finding")), findings);

  const json::Value& path = *definitions.find("expect")->find("properties")->find("state_path");
  std::vector<std::string> states;
  for (int i = 0; i <= static_cast<int>(TurnState::kEnded); ++i) {
    states.emplace_back(name_of(static_cast<TurnState>(i)));
  }
  EXPECT_EQ(words_of(*path.find("items")), states);
}

TEST(ScenarioSchema, AcceptsWhatTheReaderAccepts) {
  const std::vector<std::string_view> good = {
      R"({})",
      R"({"$schema": "../docs/schemas/scenario.schema.json", "seed": 9223372036854775807, "noise_bed": 32767})",
      R"({"caller": [{"tone": true, "for_ms": 300, "hz": 20}, {"noise": true, "for_ms": 1, "level": 32767}]})",
      R"({"caller": [{"click": true}, {"cough": true, "level": 1}, {"pause": true, "for_ms": 14400000}]})",
      R"({"caller": [{"after": "previous", "plus_ms": 3, "dtmf": "*12#"}, {"at_ms": 0, "hang_up": true}]})",
      R"({"caller": [{"say_text": "any news?"}, {"at_ms": 9, "say_text": "x", "voice": "slt", "level_db": -6}]})",
      R"({"caller": [{"after": "mark", "turn": 2, "or_after_ms": 100, "say": "a.wav", "level_db": -60}]})",
      R"({"line": {"stalls": [{"at_ms": 0, "for_ms": 1, "direction": "to_agent"}], "echo_db": -60}})",
      R"({"line": {"burst": {"every_ms": 5, "hold_ms": 5}, "inbound_silence": "gap", "clear_marks": "drop"}})",
      R"({"agent": {"kind": "parley", "fault_on_turn": 0, "replies": ["a"], "recognizer": "two_finals"}})",
      R"({"agent": {"synthesis": "keeps_sending", "keeps_sending_after_cancel_ms": 0}})",
      R"({"agent": {"kind": "naive", "fault": "none", "fault_on_turn": 1, "pacing": "burst", "marks": false}})",
      R"({"settings": {"endpoint.silence_ms": 400, "barge_in.enabled": true, "vad.detector": "energy"}})",
      R"({"expect": {"no_findings": false, "first_finding": "deaf", "findings": ["deaf"]}})",
      R"({"expect": {"no_findings": true, "findings": [], "state_path": ["LISTENING"], "hears": ["a b"]}})",
  };
  for (const std::string_view text : good) {
    EXPECT_EQ(error_of(text), "") << text;
    EXPECT_THAT(complaints(text), IsEmpty()) << text;
  }
}

void expect_refused_by_both(const std::vector<std::string_view>& bad) {
  for (const std::string_view text : bad) {
    EXPECT_NE(error_of(text), "") << text;
    EXPECT_THAT(complaints(text), Not(IsEmpty())) << text;
  }
}

TEST(ScenarioSchema, RefusesTheCallersThatTheReaderRefuses) {
  expect_refused_by_both({
      R"([])",
      R"({"seed": -1})",
      R"({"seed": 1.5})",
      R"({"description": 3})",
      R"({"noise_bed": 32768})",
      R"({"patience_ms": 99})",
      R"({"ends_by_ms": 0})",
      R"({"caller": {}})",
      R"({"caller": [3]})",
      R"({"caller": [{}]})",
      R"({"caller": [{"at_ms": 3}]})",
      R"({"caller": [{"at_ms": -1, "click": true}]})",
      R"({"caller": [{"at_ms": 14400001, "click": true}]})",
      R"({"caller": [{"at_ms": "3", "click": true}]})",
      R"({"caller": [{"click": true, "cough": true}]})",
      R"({"caller": [{"click": false}]})",
      R"({"caller": [{"at_ms": 3, "after": "mark", "click": true}]})",
      R"({"caller": [{"at_ms": 3, "plus_ms": 3, "click": true}]})",
      R"({"caller": [{"at_ms": 3, "turn": 3, "click": true}]})",
      R"({"caller": [{"after": "previous", "turn": 3, "click": true}]})",
      R"({"caller": [{"or_after_ms": 3, "click": true}]})",
      R"({"caller": [{"after": "mark", "turn": 0, "click": true}]})",
      R"({"caller": [{"after": "marks", "click": true}]})",
      R"({"caller": [{"say": ""}]})",
      R"({"caller": [{"say": "a.wav", "voice": "slt"}]})",
      R"({"caller": [{"say_text": " "}]})",
      R"({"caller": [{"say_text": "x", "voice": ""}]})",
      R"({"caller": [{"say_text": "x", "text": "x"}]})",
      R"({"caller": [{"say_text": "x", "say": "a.wav"}]})",
      R"({"caller": [{"click": true, "voice": "slt"}]})",
      R"({"caller": [{"say": "a.wav", "for_ms": 3}]})",
      R"({"caller": [{"say": "a.wav", "level_db": 21}]})",
      R"({"caller": [{"tone": true}]})",
      R"({"caller": [{"tone": true, "for_ms": 0}]})",
      R"({"caller": [{"tone": true, "for_ms": 9, "hz": 3901}]})",
      R"({"caller": [{"noise": true, "for_ms": 9, "hz": 400}]})",
      R"({"caller": [{"pause": true}]})",
      R"({"caller": [{"pause": true, "for_ms": 9, "level": 9}]})",
      R"({"caller": [{"click": true, "level": 0}]})",
      R"({"caller": [{"dtmf": "12a"}]})",
      R"({"caller": [{"dtmf": ""}]})",
      R"({"caller": [{"hang_up": true, "text": "bye"}]})",
  });
}

TEST(ScenarioSchema, RefusesTheLinesAgentsSettingsAndExpectationsThatTheReaderRefuses) {
  expect_refused_by_both({
      R"({"line": []})",
      R"({"line": {"stall": {"at_ms": 3}}})",
      R"({"line": {"stall": {"at_ms": 3, "for_ms": 0}}})",
      R"({"line": {"stall": {"at_ms": 3, "for_ms": 3, "direction": "up"}}})",
      R"({"line": {"stalls": {"at_ms": 3, "for_ms": 3}}})",
      R"({"line": {"burst": {"every_ms": 3}}})",
      R"({"line": {"echo_db": 1}})",
      R"({"line": {"inbound_silence": true}})",
      R"({"line": {"clear_marks": "echoes"}})",
      R"({"agent": {"kind": "other"}})",
      R"({"agent": {"fault": "none"}})",
      R"({"agent": {"kind": "naive", "recognizer": "never"}})",
      R"({"agent": {"kind": "naive", "fault": "deaf"}})",
      R"({"agent": {"kind": "naive", "fault_on_turn": 0}})",
      R"({"agent": {"kind": "naive", "pacing": "slow"}})",
      R"({"agent": {"kind": "naive", "threshold": 0}})",
      R"({"agent": {"synthesis": "late", "keeps_sending_after_cancel_ms": 3}})",
      R"({"agent": {"replies": ["a", 1]}})",
      R"({"settings": []})",
      R"({"settings": {"endpoint.silence_ms": 99}})",
      R"({"settings": {"endpoint.silence_ms": "soon"}})",
      R"({"settings": {"endpoint.silence_ms": 400.5}})",
      R"({"settings": {"endpoint.silence": 400}})",
      R"({"settings": {"barge_in.enabled": 2}})",
      R"({"settings": {"vad.detector": "ear"}})",
      R"({"settings": {"vad.detector": null}})",
      R"({"expect": {"turns": -1}})",
      R"({"expect": {"turns": 1000001}})",
      R"({"expect": {"hears": "a"}})",
      R"({"expect": {"no_findings": 0}})",
      R"({"expect": {"first_finding": "death"}})",
      R"({"expect": {"findings": ["slow-respond"]}})",
      R"({"expect": {"state_path": ["TALKING"]}})",
      R"({"$schema": 7})",
      R"({"expect": {"no_findings": true, "first_finding": "deaf"}})",
      R"({"expect": {"no_findings": true, "findings": ["deaf"]}})",
  });
}

TEST(SettingsSchema, IsWhatTheProgramWrites) {
  EXPECT_EQ(file_text("docs/schemas/settings.schema.json"), settings_schema())
      << "write it anew: twisim settings --schema > docs/schemas/settings.schema.json";
}

TEST(SettingsSchema, AcceptsEachBoundAndRefusesWhatLiesBeyondAsTheTableDoes) {
  for (const Setting& setting : parley::settings()) {
    if (setting.unit == SettingUnit::kSwitch || setting.unit == SettingUnit::kName) continue;
    for (const std::int64_t value : {setting.low - 1, setting.low, setting.high, setting.high + 1}) {
      const std::string member = "\"" + std::string(setting.key) + "\": " + written(setting.unit, value);
      const bool allowed = error_of("{\"settings\": {" + member + "}}").empty();
      EXPECT_EQ(complaints("{" + member + "}", kSettings).empty(), allowed) << member;
    }
  }
}

TEST(SettingsListing, EachSettingHasALineForPeopleAndAnObjectForPrograms) {
  const std::string text = settings_text();
  const json::Value list = parsed(settings_json(), "settings.json");
  ASSERT_EQ(list.as_array()->size(), parley::settings().size());
  for (std::size_t i = 0; i < parley::settings().size(); ++i) {
    const Setting& setting = parley::settings()[i];
    EXPECT_THAT(text, HasSubstr("\n" + std::string(setting.key) + " "));
    const json::Value& object = (*list.as_array())[i];
    EXPECT_EQ(*object.find("key")->as_string(), setting.key);
    EXPECT_EQ(*object.find("doc")->as_string(), setting.doc);
    EXPECT_EQ(object.find("environment")->is_null(), setting.environment.empty());
  }
}

/// One call with each fault of the naive agent; synthetic voices, so that no recording is needed.
std::string findings_of(std::string_view fault) {
  const SoundBank voices = {{"short.wav", mulaw_decode(voice_like(millis(900), 11))},
                            {"long.wav", mulaw_decode(voice_like(millis(2300), 13))}};
  const std::string text = R"({"seed": 3, "caller": [
    {"at_ms": 800, "say": "short.wav"},
    {"after": "agent_speaking", "plus_ms": 1200, "or_after_ms": 9000, "say": "long.wav"},
    {"after": "agent_silent", "plus_ms": 900, "or_after_ms": 9000, "say": "short.wav"}],
    "agent": {"kind": "naive", "fault": ")" +
                           std::string(fault) + R"("}})";
  const auto scenario = read_scenario(text, "by_hand.json");
  EXPECT_TRUE(scenario.has_value());
  const auto call = simulate(*scenario, voices);
  EXPECT_TRUE(call.has_value());
  const CallAccount account = account_of(call->far_end);
  return findings_json(diagnose(account), {&account, 1});
}

TEST(FindingsSchema, WhatADiagnosisWritesConforms) {
  std::size_t findings = 0;
  for (const NaiveFaultInfo& info : naive_faults()) {
    const std::string text = findings_of(info.name);
    findings += parsed(text, "findings.json").as_array()->size();
    EXPECT_THAT(complaints(text, kFindings), IsEmpty()) << info.name;
  }
  EXPECT_GT(findings, 3U) << "there must be something to check";
}

TEST(FindingsSchema, RefusesAFindingThatLacksAMemberOrHasAnother) {
  const std::string whole =
      R"("id": "deaf", "severity": "error", "call": "0", "turn": null, "at_us": 1, "until_us": null,)"
      R"("explanation": "", "cause": [], "explains": [], "evidence": [3], "facts": [])";
  EXPECT_THAT(complaints("[{" + whole + R"(, "look_at": ""}])", kFindings), IsEmpty());
  EXPECT_THAT(complaints("[{" + whole + "}]", kFindings), Contains(HasSubstr("has no look_at")));
  EXPECT_THAT(complaints("[{" + whole + R"(, "look_at": "", "why": ""}])", kFindings),
              Contains(HasSubstr("why is not allowed")));
  EXPECT_THAT(complaints("[{" + whole + R"(, "look_at": 3}])", kFindings), Contains(HasSubstr("breaks type")));
}

JudgedCall judged(const std::string& file, CallMeasurements measured) {
  JudgedCall call{file, std::move(measured), {}};
  call.lines = judge(call.measured, Budget());
  return call;
}

/// A call with sound and an underrun, one told by a log with a remark, one of which nothing is known.
std::vector<JudgedCall> judged_calls() {
  PacingMeter meter;
  for (int i = 0; i < 1000; ++i) {
    meter.at_event(i);
    meter.sent(at_millis(i * 20 + (i > 500 ? 90 : 0)), kFrameSamples, at_millis(i * 20));
    meter.heard(at_millis(i * 20), millis(i * 20));
  }
  CallMeasurements sound;
  sound.pacing = meter.so_far();
  for (int i = 0; i < 200; ++i) sound.latency.response.add(900'000 + i);
  ServerLogReader reader;
  reader.push("WS_START sid=MZ1\nSTATE -> LISTENING\nSTATE -> SPEAKING\nWS_DONE sid=MZ1 rx=0 tx=0\n");
  std::vector<JudgedCall> calls{judged("a.trace.jsonl", sound), judged("nothing", {})};
  for (const LogCall& call : reader.finish()) calls.push_back(judged("a.log", measure(call)));
  return calls;
}

TEST(PaceSchema, WhatPacecheckWritesConforms) {
  const std::vector<JudgedCall> calls = judged_calls();
  ASSERT_EQ(calls.size(), 3U);
  EXPECT_FALSE(calls[0].measured.pacing.moments.empty());
  EXPECT_FALSE(calls[2].measured.remarks.empty());
  JudgedCall overall;
  for (const JudgedCall& call : calls) overall.measured.add(call.measured);
  overall.lines = judge(overall.measured, Budget());
  EXPECT_THAT(complaints(pace_json(calls, overall), kPace), IsEmpty());
}

TEST(PaceSchema, RefusesAMemberThatItDoesNotKnow) {
  std::string text = pace_json({}, judged("nothing", {}));
  EXPECT_THAT(complaints(text, kPace), IsEmpty());
  text.insert(1, "\"more\": 1,");
  EXPECT_THAT(complaints(text, kPace), Contains(HasSubstr("more is not allowed")));
  EXPECT_THAT(complaints(R"({"calls": []})", kPace), Contains(HasSubstr("has no overall")));
}

TEST(TheSchemaChecker, ComplainsOfAKeywordItDoesNotKnow) {
  const Schemas strange = {{"a", parsed(R"({"multipleOf": 2})", "a")}};
  EXPECT_THAT(SchemaChecker(strange).complaints(json::Value{}, "a"), Contains(HasSubstr("multipleOf")));
}

}  // namespace
}  // namespace parley
