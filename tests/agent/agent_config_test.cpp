#include "agent/agent_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "core/base/json.h"

namespace parley {
namespace {

using testing::HasSubstr;

std::string error_of(std::string_view key, std::string_view value) {
  AgentConfig config;
  const auto error = apply_agent_setting(config, key, value, "--set");
  return error ? error->text() : "";
}

std::optional<Error> apply(AgentConfig& config,
                           const std::map<std::string, std::string, std::less<>>& environment) {
  return apply_agent_environment(config, [&](std::string_view name) {
    const auto found = environment.find(name);
    return found == environment.end() ? std::nullopt : std::optional(found->second);
  });
}

TEST(AgentConfig, TakesModesInAnyCase) {
  AgentConfig config;
  EXPECT_FALSE(apply_agent_setting(config, "agent.mode", "echo", ""));
  EXPECT_EQ(config.mode, AgentMode::kEcho);
  EXPECT_FALSE(apply_agent_setting(config, "agent.mode", "Sink", ""));
  EXPECT_EQ(config.mode, AgentMode::kSink);
  EXPECT_EQ(error_of("agent.mode", "loud"), "--set: agent.mode must be ECHO, SINK or AI, not \"loud\"");
}

TEST(AgentConfig, SetsWhatTheEnvironmentGivesOfBothTables) {
  AgentConfig config;
  const auto error = apply(config, {{"PORT", "8080"},
                                    {"WS_MODE", "ECHO"},
                                    {"MAX_CONCURRENT_CALLS", "7"},
                                    {"DRAIN_SEC", "12"},
                                    {"BARGE_IN", "false"},
                                    {"PUBLIC_HOST", ""}});
  EXPECT_FALSE(error) << error->text();
  EXPECT_EQ(config.port, 8080);
  EXPECT_EQ(config.address, "127.0.0.1");
  EXPECT_EQ(config.mode, AgentMode::kEcho);
  EXPECT_EQ(config.max_calls, 7);
  EXPECT_EQ(config.call.drain, seconds(12));
  EXPECT_FALSE(config.call.turn.barge_in);
  EXPECT_EQ(config.public_host, "");
}

TEST(AgentConfig, NamesTheVariableThatIsWrong) {
  AgentConfig config;
  const auto error = apply(config, {{"MAX_CONCURRENT_CALLS", "many"}});
  ASSERT_TRUE(error);
  EXPECT_EQ(
      error->text(),
      "environment MAX_CONCURRENT_CALLS: server.max_calls must be a whole number from 1 to 100000, not \"many\"");
}

TEST(AgentConfig, ReadsAFileOfBothTablesAndNamesTheLineOfAnError) {
  AgentConfig config;
  EXPECT_FALSE(apply_agent_file(config, "{// ours\n\"server.listen\": \"0.0.0.0:0\", \"endpoint.silence_ms\": 400}",
                                "c.json"));
  EXPECT_EQ(config.address, "0.0.0.0");
  EXPECT_EQ(config.port, 0);
  EXPECT_EQ(config.call.turn.endpoint.silence, millis(400));
  const auto unknown = apply_agent_file(config, "{\n\"endpoint.silense_ms\": 400}", "c.json");
  ASSERT_TRUE(unknown);
  EXPECT_THAT(unknown->text(), HasSubstr("c.json:2"));
  EXPECT_THAT(unknown->text(), HasSubstr("endpoint.silence_ms"));
}

TEST(AgentConfig, RefusesSecretsInAFileAndNeverShowsThem) {
  AgentConfig config;
  const auto error = apply_agent_file(config, R"({"twilio.auth_token": "geheim"})", "c.json");
  ASSERT_TRUE(error);
  EXPECT_THAT(error->text(), HasSubstr("TWILIO_AUTH_TOKEN"));
  config.auth_token = "geheim";
  config.ops_token = "auch geheim";
  EXPECT_THAT(agent_config_text(config), testing::Not(HasSubstr("geheim")));
}

TEST(AgentConfig, PrintsAFileThatItReadsBack) {
  AgentConfig config;
  EXPECT_FALSE(apply_agent_setting(config, "server.listen", "[::1]:5001", ""));
  EXPECT_FALSE(apply_agent_setting(config, "tx.lead_ms", "200", ""));
  AgentConfig again;
  const std::string text = agent_config_text(config);
  const auto error = apply_agent_file(again, text, "printed");
  ASSERT_FALSE(error) << error->text();
  EXPECT_EQ(agent_config_text(again), agent_config_text(config));
}

TEST(AgentConfig, WarnsOfADoorThatIsOpen) {
  AgentConfig config;
  EXPECT_THAT(lint_agent_config(config), testing::Contains(HasSubstr("TWILIO_AUTH_TOKEN is not set")));
  config.auth_token = "token";
  config.public_host = "agent.example.com";
  EXPECT_TRUE(lint_agent_config(config).empty());
}

TEST(AgentConfig, WantsCertificateAndKeyTogether) {
  AgentConfig config;
  config.certificate_file = "chain.pem";
  EXPECT_TRUE(check_agent_config(config));
  config.key_file = "key.pem";
  EXPECT_FALSE(check_agent_config(config));
}

TEST(AgentConfig, HasEachKeyAndEachVariableOnce) {
  std::set<std::string_view> names;
  for (const AgentSetting& setting : agent_settings()) {
    EXPECT_TRUE(names.insert(setting.key).second) << setting.key;
    const bool named = !setting.environment.empty();
    EXPECT_TRUE(!named || names.insert(setting.environment).second) << setting.environment;
    EXPECT_EQ(setting.doc.back(), '.') << setting.key;
  }
}

TEST(AgentConfig, NamesTheNearestSettingOfAllTables) {
  AgentConfig config;
  const auto error_of = [&](std::string_view key) { return apply_agent_setting(config, key, "x", "here")->text(); };
  EXPECT_EQ(error_of("agent.moode"), "here: there is no setting \"agent.moode\"; did you mean \"agent.mode\"?");
  EXPECT_EQ(error_of("openai.modell"),
            "here: there is no setting \"openai.modell\"; did you mean \"openai.model\"?");
  EXPECT_EQ(error_of("endpoint.silence"),
            "here: there is no setting \"endpoint.silence\"; did you mean \"endpoint.silence_ms\"?");
}

TEST(AgentConfig, TransfersOnlyToWhatCanBeDialled) {
  AgentConfig config;
  for (const char* good : {"", "+15550100", "sip:desk@example.com"}) {
    EXPECT_FALSE(apply_agent_setting(config, "agent.transfer_to", good, "here")) << good;
    EXPECT_EQ(config.transfer_to, good);
  }
  for (const char* bad : {"the desk", "+1 555 0100"}) {
    EXPECT_TRUE(apply_agent_setting(config, "agent.transfer_to", bad, "here")) << bad;
  }
}

}  // namespace
}  // namespace parley
