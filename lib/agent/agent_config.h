// Everything that agentd can be told beside the settings of its calls, as one table over the members of
// AgentConfig: key, environment name, meaning. Configuration file, environment, --set, --print-config and the
// operations page come from it. Nothing here reads the environment; apps do.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/call/call_config.h"
#include "speech/providers.h"

namespace parley {

enum class AgentMode : std::uint8_t { kEcho, kSink, kAi };
std::string_view name_of(AgentMode mode);  // "ECHO", as logs and traces say it

struct AgentConfig {
  AgentMode mode = AgentMode::kAi;
  std::string address = "127.0.0.1";
  std::uint16_t port = 5000;
  int threads = 1;
  std::string public_host;      // where Twilio reaches us; empty: what each request says
  std::string trusted_proxies;  // addresses and networks whose forwarded headers are believed
  std::string auth_token;       // of Twilio; empty: signatures are not checked
  std::string ops_token;        // opens the operators' endpoints to those who are not on this machine
  int max_calls = 30;
  std::string certificate_file;
  std::string key_file;
  std::string trace_dir;
  bool trace_audio = true;
  bool trace_text = true;
  bool log_digits = false;
  std::string log_format = "text";
  std::string log_level = "info";
  std::string provider = "embedded";  // who hears, thinks and speaks, unless one of the next three says otherwise
  std::string stt_provider;
  std::string llm_provider;
  std::string tts_provider;
  ProviderValues speech;  // what was given of the providers' own settings
  std::string scenarios;
  // Who answers, where no number of its own says otherwise.
  std::string language = "en";
  std::string voice;
  std::string greeting;
  std::string prompt;
  int history = 20;
  std::string intents;      // file; empty: the example that is built in
  std::string numbers;      // file of profiles by called number
  std::string transfer_to;  // number or SIP address; empty: nobody takes callers
  std::string leads;        // file for what callers leave behind; empty: it is only said in the log
  std::string languages;    // folder of language files that replace those built in
  CallConfig call;
};

struct AgentSetting {
  std::string_view key;          // "server.listen"
  std::string_view environment;  // "" where there is none
  std::string_view doc;
  bool secret = false;
  std::function<std::string(const AgentConfig&)> get;
  /// An empty answer is success; else what is allowed.
  std::function<std::string(AgentConfig&, std::string_view)> set;
};
std::span<const AgentSetting> agent_settings();

/// Sets one key of this table or of the calls' settings.
std::optional<Error> apply_agent_setting(AgentConfig& config, std::string_view key, std::string_view value,
                                         std::string_view place);
/// Sets what the environment gives, of both tables; `lookup` answers nothing for a name that is not set.
std::optional<Error> apply_agent_environment(
    AgentConfig& config, const std::function<std::optional<std::string>(std::string_view)>& lookup);
/// A JSON object of keys and values, comments allowed; `file` is what errors name. Secrets belong into the
/// environment and are refused here.
std::optional<Error> apply_agent_file(AgentConfig& config, std::string_view text, std::string_view file);

/// Who hears, thinks and speaks; not for the scripted provider.
TeamChoice team_choice(const AgentConfig& config);

/// What is wrong with the whole, where that keeps agentd from starting.
std::optional<Error> check_agent_config(const AgentConfig& config);
/// What is legal and unwise, each in a sentence.
std::vector<std::string> lint_agent_config(const AgentConfig& config);
/// The whole as a configuration file; a secret that is set is shown as "***".
std::string agent_config_text(const AgentConfig& config);

}  // namespace parley
