#include "options.h"

#include <cstdlib>
#include <utility>

#include "agent/environment_value.h"
#include "files/text_file.h"

namespace parley {
namespace {

constexpr const char* kFooter = R"(Examples:
  agentd --mode ECHO                          prove the line: the caller hears himself
  agentd --mode SINK --trace-dir traces       prove reception: count and record
  agentd --provider scripted --scenarios scenarios --listen 127.0.0.1:0
                                              the agent of each scenario, for twisim to phone
  PUBLIC_HOST=agent.example.com TWILIO_AUTH_TOKEN=... agentd --listen 0.0.0.0:5000
                                              behind a proxy that ends TLS
  agentd --print-config                       all settings with their values

The voice webhook is /webhook/incoming_call, the stream /ws/twilio-media. SIGTERM lets live calls finish, a second one
ends them; SIGHUP reads the certificate anew. docs/agentd.md tells of every endpoint and variable.)";

std::optional<std::string> variable(std::string_view name) {
  const char* value = std::getenv(std::string(name).c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

std::optional<Error> apply_set(AgentConfig& config, const std::string& given) {
  const std::size_t equals = given.find('=');
  if (equals == std::string::npos) return make_error("--set wants KEY=VALUE, not \"" + given + "\"");
  return apply_agent_setting(config, given.substr(0, equals), given.substr(equals + 1), "--set");
}

}  // namespace

void register_options(CLI::App& app, AgentdOptions& options) {
  app.add_option("--mode", options.mode, "ECHO, SINK or AI (WS_MODE)");
  app.add_option("--listen", options.listen, "address and port; port 0 takes a free one (PORT)");
  app.add_option("--config", options.config_file, "JSON file of settings");
  app.add_option("--set", options.set, "KEY=VALUE, a setting of agentd or of its calls; may be repeated");
  app.add_option("--trace-dir", options.trace_dir, "folder for a trace of each call (TRACE_DIR)");
  app.add_option("--threads", options.threads, "event loops, one thread each (THREADS)");
  app.add_option("--provider", options.provider,
                 "who hears, thinks and speaks in AI mode: embedded, openai, google, deepgram or\n"
                 "scripted (AGENT_PROVIDER)");
  app.add_option("--scenarios", options.scenarios, "folder of scenarios for the scripted provider (SCENARIOS)");
  app.add_option("--log-format", options.log_format, "of the log on stderr: text or json (LOG_FORMAT)");
  app.add_option("--log-level", options.log_level, "debug, info, warning or error (LOG_LEVEL)");
  app.add_flag("--check-config", options.check_config, "say what is wrong or unwise, and stop");
  app.add_flag("--print-config", options.print_config, "print the configuration in force, and stop");
  app.footer(kFooter);
}

Result<AgentConfig> config_of(const AgentdOptions& options) {
  AgentConfig config;
  if (!options.config_file.empty()) {
    const auto text = read_text_file(options.config_file, 1'000'000);
    if (!text) return text.error();
    if (auto error = apply_agent_file(config, *text, options.config_file)) return *error;
  }
  std::optional<Error> unreadable;
  const auto lookup = [&unreadable](std::string_view name) -> std::optional<std::string> {
    auto value = environment_value(name, variable);
    if (value) return std::move(*value);
    unreadable = value.error();
    return std::nullopt;
  };
  if (auto error = apply_agent_environment(config, lookup)) return *error;
  if (unreadable) return *unreadable;
  for (const std::string& given : options.set) {
    if (auto error = apply_set(config, given)) return *error;
  }
  const std::pair<const char*, const std::optional<std::string>&> named[] = {
      {"agent.mode", options.mode},         {"server.listen", options.listen},
      {"trace.dir", options.trace_dir},     {"server.threads", options.threads},
      {"agent.provider", options.provider}, {"agent.scenarios", options.scenarios},
      {"log.format", options.log_format},   {"log.level", options.log_level},
  };
  for (const auto& [key, value] : named) {
    if (!value) continue;
    if (auto error = apply_agent_setting(config, key, *value, "the command line")) return *error;
  }
  if (auto error = check_agent_config(config)) return *error;
  return config;
}

}  // namespace parley
