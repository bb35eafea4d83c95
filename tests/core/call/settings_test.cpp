#include "core/call/settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace parley {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

std::string error_of(CallConfig& config, std::string_view key, std::string_view value) {
  const auto error = apply_setting(config, key, value, "here");
  return error ? error->text() : "";
}

using Environment = std::map<std::string, std::string, std::less<>>;

std::string applied(CallConfig& config, const Environment& environment) {
  const auto error = apply_environment(config, [&](std::string_view name) -> std::optional<std::string> {
    const auto it = environment.find(name);
    return it == environment.end() ? std::nullopt : std::optional(it->second);
  });
  return error ? error->text() : "";
}

/// A legal text that is not the default's.
std::string another_value(const Setting& setting) {
  const CallConfig defaults;
  if (setting.unit == SettingUnit::kSwitch) return setting.get(defaults) == "true" ? "false" : "true";
  if (setting.unit == SettingUnit::kName) {
    return std::string(setting.get(defaults) == setting.names.front() ? setting.names.back()
                                                                      : setting.names.front());
  }
  const std::string low = written(setting.unit, setting.low);
  return setting.get(defaults) == low ? written(setting.unit, setting.high) : low;
}

// ---- the table ----------------------------------------------------------------------------------------------

TEST(Settings, HaveEachKeyAndEachEnvironmentNameOnce) {
  std::set<std::string_view> keys;
  std::set<std::string_view> names;
  for (const Setting& setting : settings()) {
    EXPECT_TRUE(keys.insert(setting.key).second) << setting.key;
    EXPECT_FALSE(setting.doc.empty()) << setting.key;
    if (!setting.environment.empty()) {
      EXPECT_TRUE(names.insert(setting.environment).second) << setting.key;
    }
  }
}

TEST(Settings, GiveBackWhatWasSet) {
  for (const Setting& setting : settings()) {
    if (setting.names.size() == 1) continue;  // there is no other
    CallConfig config;
    const std::string value = another_value(setting);
    EXPECT_EQ(error_of(config, setting.key, value), "");
    EXPECT_EQ(setting.get(config), value) << setting.key;
    EXPECT_THAT(changed_settings(config), ElementsAre(Pair(setting.key, value))) << "and nothing beside it";
  }
}

TEST(Settings, HaveDefaultsThatTheyWouldAccept) {
  CallConfig config;
  for (const Setting& setting : settings()) {
    EXPECT_EQ(error_of(config, setting.key, setting.get(config)), "") << setting.key;
  }
  EXPECT_THAT(changed_settings(config), IsEmpty());
}

TEST(Settings, TakeTheEndsOfTheirRangesAndNothingBeyond) {
  for (const Setting& setting : settings()) {
    if (setting.unit == SettingUnit::kName || setting.unit == SettingUnit::kSwitch) continue;
    CallConfig config;
    EXPECT_EQ(error_of(config, setting.key, written(setting.unit, setting.low)), "") << setting.key;
    EXPECT_EQ(error_of(config, setting.key, written(setting.unit, setting.high)), "") << setting.key;
    const std::string before = setting.get(config);
    EXPECT_NE(error_of(config, setting.key, written(setting.unit, setting.low - 1)), "") << setting.key;
    EXPECT_NE(error_of(config, setting.key, written(setting.unit, setting.high + 1)), "") << setting.key;
    EXPECT_EQ(setting.get(config), before) << "an error changes nothing";
  }
}

TEST(Settings, AreMillisecondsInTheConfiguration) {
  CallConfig config;
  EXPECT_EQ(error_of(config, "endpoint.silence_ms", "420"), "");
  EXPECT_EQ(config.turn.endpoint.silence, millis(420));
}

TEST(Settings, AreFractionsAsTextAndHundredthsInTheConfiguration) {
  const std::map<std::string, int> factors{{"2.2", 220}, {"1", 100}, {"2.25", 225}, {"3.0", 300}, {"20", 2000}};
  for (const auto& [text, percent] : factors) {
    CallConfig config;
    EXPECT_EQ(error_of(config, "vad.floor_factor", text), "") << text;
    EXPECT_EQ(config.vad.floor_factor_percent, percent) << text;
  }
  for (const char* text : {"", ".5", "2.", "2.255", "0.99", "20.01", "-2", "2.-5", "2.+5", "1e1", "2,2", "nan"}) {
    CallConfig config;
    EXPECT_THAT(error_of(config, "vad.floor_factor", text), HasSubstr("from 1 to 20")) << text;
    EXPECT_EQ(config.vad.floor_factor_percent, 220) << text;
  }
}

TEST(Settings, AreWrittenAsTheyAreRead) {
  const std::map<std::int64_t, std::string> texts{
      {0, "0"}, {5, "0.05"}, {50, "0.5"}, {220, "2.2"}, {1234, "12.34"}};
  for (const auto& [hundredths, text] : texts) EXPECT_EQ(written(SettingUnit::kHundredths, hundredths), text);
  EXPECT_EQ(written(SettingUnit::kMilliseconds, 220), "220");
}

TEST(Settings, SayWhatANameMayBe) {
  CallConfig config;
  EXPECT_THAT(error_of(config, "endpoint.drop", "sometimes"), HasSubstr("\"off\", \"with_text\", \"always\""));
  EXPECT_EQ(error_of(config, "endpoint.drop", "always"), "");
  EXPECT_EQ(config.turn.endpoint.drop, EarlyEnd::kAlways);
}

TEST(Settings, AreThoseOfTheContractWithTheirDefaults) {
  const std::map<std::string, std::string> contract{{"vad.calibration_ms", "400"},
                                                    {"vad.min_threshold", "35"},
                                                    {"vad.floor_factor", "2.2"},
                                                    {"vad.floor_offset", "8"},
                                                    {"vad.onset_ms", "60"},
                                                    {"vad.release_ms", "60"},
                                                    {"endpoint.gap_ms", "1000"},
                                                    {"endpoint.silence_ms", "350"},
                                                    {"endpoint.drop", "with_text"},
                                                    {"endpoint.drop_ratio", "0.5"},
                                                    {"endpoint.drop_silence_ms", "200"},
                                                    {"endpoint.min_utterance_ms", "600"},
                                                    {"endpoint.min_voiced_ms", "100"},
                                                    {"endpoint.max_utterance_ms", "5000"},
                                                    {"turn.max_caller_ms", "30000"},
                                                    {"endpoint.preroll_ms", "300"},
                                                    {"stt.final_timeout_ms", "1200"},
                                                    {"dtmf.gap_ms", "2000"},
                                                    {"idle.prompt_ms", "10000"},
                                                    {"idle.hangup_ms", "30000"},
                                                    {"tx.trailing_silence_ms", "200"},
                                                    {"tx.lead_ms", "120"},
                                                    {"tx.catch_up_ms", "200"},
                                                    {"tx.mark_timeout_ms", "150"},
                                                    {"barge_in.min_ms", "150"},
                                                    {"barge_in.resume_after_ms", "2000"},
                                                    {"turn.max_speaking_ms", "6000"},
                                                    {"turn.filler_after_ms", "2500"},
                                                    {"turn.no_reply_ms", "7000"},
                                                    {"turn.max_turns", "50"}};
  for (const auto& [key, value] : contract) {
    const Setting* setting = find_setting(key);
    ASSERT_NE(setting, nullptr) << key;
    EXPECT_EQ(setting->get(CallConfig{}), value) << key;
  }
}

// ---- errors -------------------------------------------------------------------------------------------------

TEST(Settings, SayWhatIsAllowedAndWhere) {
  CallConfig config;
  EXPECT_THAT(error_of(config, "tx.lead_ms", "1e3"),
              AllOf(HasSubstr("here"), HasSubstr("tx.lead_ms"), HasSubstr("from 40 to 10000"), HasSubstr("1e3")));
  EXPECT_THAT(error_of(config, "barge_in.enabled", "maybe"), HasSubstr("true or false"));
}

TEST(Settings, TakeNoNumberWithAnythingAroundIt) {
  CallConfig config;
  for (const char* text : {"", " 120", "120 ", "120ms", "+120", "0x78", "99999999999999999999"}) {
    EXPECT_NE(error_of(config, "tx.lead_ms", text), "") << '"' << text << '"';
  }
}

TEST(Settings, TakeSwitchesInTheUsualWords) {
  CallConfig config;
  for (const char* text : {"false", "False", "0", "no", "OFF"}) {
    config.turn.barge_in = true;
    EXPECT_EQ(error_of(config, "barge_in.enabled", text), "");
    EXPECT_FALSE(config.turn.barge_in) << text;
  }
  for (const char* text : {"true", "True", "1", "yes", "ON"}) {
    config.turn.barge_in = false;
    EXPECT_EQ(error_of(config, "barge_in.enabled", text), "");
    EXPECT_TRUE(config.turn.barge_in) << text;
  }
}

TEST(Settings, NameTheNearestKeyForOneThatTheyDoNotKnow) {
  CallConfig config;
  EXPECT_THAT(error_of(config, "endpoint.silence", "350"), HasSubstr("\"endpoint.silence_ms\""));
  EXPECT_THAT(error_of(config, "tx.laed_ms", "120"), HasSubstr("\"tx.lead_ms\""));
}

TEST(Settings, KnowTheDetectorsByName) {
  CallConfig config;
  EXPECT_EQ(error_of(config, "vad.detector", "energy"), "");
  EXPECT_THAT(error_of(config, "vad.detector", "oracle"), HasSubstr("oracle"));
  EXPECT_EQ(config.detector, "energy");
}

// ---- environment --------------------------------------------------------------------------------------------

TEST(SettingsFromTheEnvironment, AreTakenByTheirNames) {
  CallConfig config;
  EXPECT_EQ(applied(config, {{"VAD_RMS", "300"},
                             {"MIN_UTT_MS", "700"},
                             {"MAX_UTT_MS", "4000"},
                             {"MAX_TURNS", "7"},
                             {"BARGE_IN", "false"},
                             {"STT_BATCH_MS", "100"},
                             {"PATH", "/bin"}}),
            "");
  EXPECT_THAT(
      changed_settings(config),
      ::testing::UnorderedElementsAre(Pair("vad.fixed_threshold", "300"), Pair("endpoint.min_utterance_ms", "700"),
                                      Pair("endpoint.max_utterance_ms", "4000"), Pair("turn.max_turns", "7"),
                                      Pair("barge_in.enabled", "false"), Pair("stt.batch_ms", "100")));
}

TEST(SettingsFromTheEnvironment, HaveTheNamesOfTheContract) {
  const Environment environment{
      {"VAD_RMS", "120"},     {"MIN_UTT_SEC", "0.4"},         {"MIN_UTT_MS", "500"},
      {"MAX_UTT_MS", "4000"}, {"REQUEST_TIMEOUT_SEC", "5.5"}, {"STT_PARTIAL_DEBOUNCE_MS", "90"},
      {"DRAIN_SEC", "60"}};
  CallConfig config;
  ASSERT_EQ(applied(config, environment), "");
  EXPECT_EQ(config.vad.fixed_threshold, 120);
  EXPECT_EQ(config.turn.endpoint.silence, millis(400));
  EXPECT_EQ(config.turn.endpoint.min_utterance, millis(500));
  EXPECT_EQ(config.turn.endpoint.max_utterance, millis(4000));
  EXPECT_EQ(config.reply.request_timeout, millis(5500));
  EXPECT_EQ(config.partial_debounce, millis(90));
  EXPECT_EQ(config.drain, seconds(60));
}

TEST(SettingsFromTheEnvironment, GiveSilenceInSeconds) {
  const std::map<std::string, Duration> texts{{"0.35", millis(350)},
                                              {"1", millis(1000)},
                                              {"0.4", millis(400)},
                                              {"1.5000", millis(1500)},
                                              {"2.", Duration::max()}};
  for (const auto& [text, expected] : texts) {
    CallConfig config;
    const std::string error = applied(config, {{"MIN_UTT_SEC", text}});
    if (expected == Duration::max()) {
      EXPECT_THAT(error, HasSubstr("MIN_UTT_SEC")) << text;
    } else {
      EXPECT_EQ(error, "") << text;
      EXPECT_EQ(config.turn.endpoint.silence, expected) << text;
    }
  }
}

TEST(SettingsFromTheEnvironment, RefuseSecondsThatAreNone) {
  for (const char* text : {"soon", "-1", "0.-5", "1,5", ".5", "1e1", "0.35s", "0.0001234567890", "99999999999"}) {
    CallConfig config;
    EXPECT_THAT(applied(config, {{"MIN_UTT_SEC", text}}), HasSubstr("MIN_UTT_SEC")) << text;
    EXPECT_THAT(applied(config, {{"MAX_UTT_SEC", text}}), HasSubstr("MAX_UTT_SEC")) << text;
    EXPECT_THAT(changed_settings(config), IsEmpty()) << text;
  }
}

TEST(SettingsFromTheEnvironment, LetMillisecondsWinOverSecondsForTheLongestUtterance) {
  CallConfig config;
  EXPECT_EQ(applied(config, {{"MAX_UTT_SEC", "4.5"}}), "");
  EXPECT_EQ(config.turn.endpoint.max_utterance, millis(4500));
  EXPECT_EQ(applied(config, {{"MAX_UTT_SEC", "4.5"}, {"MAX_UTT_MS", "3000"}}), "");
  EXPECT_EQ(config.turn.endpoint.max_utterance, millis(3000));
}

TEST(SettingsFromTheEnvironment, TakeAnEmptyValueForNone) {
  CallConfig config;
  EXPECT_EQ(applied(config, {{"VAD_RMS", ""}, {"MIN_UTT_SEC", ""}, {"MAX_UTT_SEC", ""}}), "");
  EXPECT_THAT(changed_settings(config), IsEmpty());
  EXPECT_EQ(applied(config, {{"MAX_UTT_SEC", "4"}, {"MAX_UTT_MS", ""}}), "");
  EXPECT_EQ(config.turn.endpoint.max_utterance, millis(4000));
}

TEST(SettingsFromTheEnvironment, NameTheVariableThatIsWrong) {
  CallConfig config;
  EXPECT_THAT(applied(config, {{"MAX_TURNS", "many"}}), HasSubstr("environment MAX_TURNS"));
}

// ---- lints --------------------------------------------------------------------------------------------------

TEST(SettingLints, FindNothingInTheDefaults) {
  EXPECT_THAT(lint_settings(CallConfig{}), IsEmpty());
}

TEST(SettingLints, WarnOfWhatIsLegalAndUnwise) {
  const std::map<std::string, std::string> unwise{{"endpoint.silence_ms", "299"},
                                                  {"turn.filler_after_ms", "7000"},
                                                  {"barge_in.min_ms", "40"},
                                                  {"endpoint.drop", "always"},
                                                  {"turn.max_turns", "4"}};
  for (const auto& [key, value] : unwise) {
    CallConfig config;
    ASSERT_EQ(error_of(config, key, value), "");
    EXPECT_THAT(lint_settings(config), ElementsAre(HasSubstr(key)));
  }
  CallConfig slow;
  slow.turn.endpoint.silence = millis(1001);
  EXPECT_THAT(lint_settings(slow), ElementsAre(HasSubstr("endpoint.silence_ms over 1000")));
}

TEST(SettingLints, LeaveTheirLimitsInPeace) {
  CallConfig config;
  config.turn.endpoint.silence = millis(300);
  config.max_turns = 5;
  config.barge_in.min = config.vad.onset;
  EXPECT_THAT(lint_settings(config), IsEmpty());
  config.turn.endpoint.silence = millis(1000);
  EXPECT_THAT(lint_settings(config), IsEmpty());
}

}  // namespace
}  // namespace parley
