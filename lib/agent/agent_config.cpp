#include "agent/agent_config.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "core/base/json.h"
#include "core/base/json_fields.h"
#include "core/base/overloaded.h"
#include "core/call/settings.h"
#include "core/reply/reply_ending.h"
#include "live/public_address.h"
#include "live/server.h"

namespace parley {
namespace {

constexpr std::array<std::string_view, 3> kModes{"ECHO", "SINK", "AI"};

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& byte : out) {
    if (byte >= 'a' && byte <= 'z') byte = static_cast<char>(byte - 'a' + 'A');
  }
  return out;
}

std::optional<std::int64_t> whole_number(std::string_view text, std::int64_t low, std::int64_t high) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < low || value > high) return std::nullopt;
  return value;
}

AgentSetting text(std::string_view key, std::string_view environment, std::string_view doc,
                  std::string AgentConfig::*member, bool secret = false) {
  return {key,
          environment,
          doc,
          secret,
          [member](const AgentConfig& config) { return config.*member; },
          [member](AgentConfig& config, std::string_view value) {
            config.*member = value;
            return std::string();
          }};
}

AgentSetting flag(std::string_view key, std::string_view environment, std::string_view doc,
                  bool AgentConfig::*member) {
  return {key,
          environment,
          doc,
          false,
          [member](const AgentConfig& config) { return std::string(config.*member ? "true" : "false"); },
          [member](AgentConfig& config, std::string_view value) {
            const std::string word = upper(value);
            const bool yes = word == "TRUE" || word == "1" || word == "YES" || word == "ON";
            const bool no = word == "FALSE" || word == "0" || word == "NO" || word == "OFF";
            if (!yes && !no) return std::string("true or false");
            config.*member = yes;
            return std::string();
          }};
}

AgentSetting choice(std::string_view key, std::string_view environment, std::string_view doc,
                    std::string AgentConfig::*member, std::vector<std::string> words) {
  return {key,
          environment,
          doc,
          false,
          [member](const AgentConfig& config) { return config.*member; },
          [member, words = std::move(words)](AgentConfig& config, std::string_view value) {
            std::string allowed;
            for (const std::string& word : words) {
              if (upper(word) == upper(value)) {
                config.*member = word;
                return std::string();
              }
              allowed += (allowed.empty() ? "" : ", ") + word;
            }
            return "one of " + allowed;
          }};
}

/// A whole number in its range; `write` puts it where it belongs.
template <class Get, class Put>
AgentSetting number(std::string_view key, std::string_view environment, std::string_view doc, std::int64_t low,
                    std::int64_t high, Get get, Put put) {
  return {key,
          environment,
          doc,
          false,
          [get](const AgentConfig& config) { return std::to_string(get(config)); },
          [low, high, put](AgentConfig& config, std::string_view value) {
            const auto parsed = whole_number(value, low, high);
            if (!parsed) return "a whole number from " + std::to_string(low) + " to " + std::to_string(high);
            put(config, *parsed);
            return std::string();
          }};
}

std::string listen_text(const AgentConfig& config) {
  const bool v6 = config.address.find(':') != std::string::npos;
  return (v6 ? "[" + config.address + "]" : config.address) + ":" + std::to_string(config.port);
}

std::string set_listen(AgentConfig& config, std::string_view value) {
  auto place = read_listen_address(value);
  if (!place) return "an address and a port such as 127.0.0.1:5000; port 0 takes a free one";
  config.address = std::move(place->address);
  config.port = place->port;
  return {};
}

std::string set_transfer_to(AgentConfig& config, std::string_view value) {
  if (!value.empty() && !is_dialable(value)) {
    return "a telephone number such as +15550100, without blanks, or an address such as sip:desk@example.com";
  }
  config.transfer_to = value;
  return {};
}

std::string set_mode(AgentConfig& config, std::string_view value) {
  const auto found = std::find(kModes.begin(), kModes.end(), upper(value));
  if (found == kModes.end()) return "ECHO, SINK or AI";
  config.mode = static_cast<AgentMode>(found - kModes.begin());
  return {};
}

std::vector<AgentSetting> server_table() {
  return {
      {"server.listen", "", "Address and port to listen on; port 0 takes a free one.", false, listen_text,
       set_listen},
      number(
          "server.port", "PORT", "The port alone.", 0, 65'535, [](const AgentConfig& c) { return c.port; },
          [](AgentConfig& c, std::int64_t v) { c.port = static_cast<std::uint16_t>(v); }),
      number(
          "server.threads", "THREADS", "Event loops, one thread each; a call never leaves its own.", 1, 256,
          [](const AgentConfig& c) { return c.threads; },
          [](AgentConfig& c, std::int64_t v) { c.threads = static_cast<int>(v); }),
      text("server.public_host", "PUBLIC_HOST",
           "Host name under which Twilio reaches this server; empty: what each request says.",
           &AgentConfig::public_host),
      text("server.trusted_proxies", "TRUSTED_PROXIES",
           "Addresses and networks, separated by commas, whose X-Forwarded headers are believed.",
           &AgentConfig::trusted_proxies),
      number(
          "server.max_calls", "MAX_CONCURRENT_CALLS", "Calls at a time; who comes later is told so.", 1, 100'000,
          [](const AgentConfig& c) { return c.max_calls; },
          [](AgentConfig& c, std::int64_t v) { c.max_calls = static_cast<int>(v); }),
      text("server.certificate", "TLS_CERT_FILE", "PEM chain; with it the server speaks TLS itself.",
           &AgentConfig::certificate_file),
      text("server.key", "TLS_KEY_FILE", "PEM key of that certificate.", &AgentConfig::key_file),
      text("server.ops_token", "OPS_TOKEN", "Opens the operators' endpoints to those who are not on this machine.",
           &AgentConfig::ops_token, true),
      text("twilio.auth_token", "TWILIO_AUTH_TOKEN",
           "Twilio's token; with it every webhook and every stream must be signed.", &AgentConfig::auth_token,
           true),
  };
}

std::vector<AgentSetting> agent_table() {
  return {
      {"agent.mode", "WS_MODE", "ECHO, SINK or AI.", false,
       [](const AgentConfig& config) { return std::string(name_of(config.mode)); }, set_mode},
      choice("agent.provider", "AGENT_PROVIDER", "Who hears, thinks and speaks in AI mode.", &AgentConfig::provider,
             {"embedded", "openai", "google", "deepgram", "scripted"}),
      text("stt.provider", "STT_PROVIDER", "Who hears; empty: what agent.provider says.",
           &AgentConfig::stt_provider),
      text("llm.provider", "LLM_PROVIDER", "Who thinks; empty: what agent.provider says.",
           &AgentConfig::llm_provider),
      text("tts.provider", "TTS_PROVIDER", "Who speaks; empty: what agent.provider says.",
           &AgentConfig::tts_provider),
      text("agent.scenarios", "SCENARIOS",
           "Folder of scenarios for the scripted provider; a stream's parameter \"scenario\" names one.",
           &AgentConfig::scenarios),
      text("agent.language", "AGENT_LANGUAGE",
           "Of callers and agent: en, he, or another that has a file in agent.languages.", &AgentConfig::language),
      text("agent.voice", "AGENT_VOICE", "As the synthesiser calls it; empty: its own choice.",
           &AgentConfig::voice),
      text("agent.greeting", "AGENT_GREETING", "Said when a call begins; empty: the language's own.",
           &AgentConfig::greeting),
      text("agent.prompt", "AGENT_PROMPT", "What a language model is told before the conversation.",
           &AgentConfig::prompt),
      number(
          "agent.history", "AGENT_HISTORY", "Turns of the conversation that a language model is given.", 0, 200,
          [](const AgentConfig& c) { return c.history; },
          [](AgentConfig& c, std::int64_t v) { c.history = static_cast<int>(v); }),
      text("agent.intents", "AGENT_INTENTS",
           "File of what the embedded replier can talk about; empty: the example.", &AgentConfig::intents),
      {"agent.transfer_to", "AGENT_TRANSFER_TO",
       "Telephone number or SIP address to which callers are put through who want a person; empty: nobody.", false,
       [](const AgentConfig& config) { return config.transfer_to; }, set_transfer_to},
      text("agent.numbers", "AGENT_NUMBERS",
           "File that gives called numbers their own language, voice and intents.", &AgentConfig::numbers),
      text("agent.leads", "AGENT_LEADS", "File to which what callers leave behind is added, a JSON object a line.",
           &AgentConfig::leads),
      text("agent.languages", "AGENT_LANGUAGES", "Folder of language files that replace those built in.",
           &AgentConfig::languages),
      text("trace.dir", "TRACE_DIR", "Folder for a trace of each call; empty: none are written.",
           &AgentConfig::trace_dir),
      flag("trace.audio", "TRACE_AUDIO", "Traces hold what was said as sound.", &AgentConfig::trace_audio),
      flag("trace.text", "TRACE_TEXT", "Traces hold what was said as words.", &AgentConfig::trace_text),
      flag("log.digits", "LOG_DIGITS", "Digits in spoken words stand in the log; else they are asterisks.",
           &AgentConfig::log_digits),
      choice("log.format", "LOG_FORMAT", "Of the operator's log on stderr.", &AgentConfig::log_format,
             {"text", "json"}),
      choice("log.level", "LOG_LEVEL", "From which level on the operator's log speaks.", &AgentConfig::log_level,
             {"debug", "info", "warning", "error"}),
  };
}

const AgentSetting* find_agent_setting(std::string_view key) {
  const auto all = agent_settings();
  const auto it = std::find_if(all.begin(), all.end(), [key](const AgentSetting& one) { return one.key == key; });
  return it == all.end() ? nullptr : &*it;
}

const ProviderSetting* find_provider_setting(std::string_view key) {
  const auto& all = provider_settings();
  const auto it =
      std::find_if(all.begin(), all.end(), [key](const ProviderSetting* one) { return one->key == key; });
  return it == all.end() ? nullptr : *it;
}

std::optional<Error> apply_provider_setting(AgentConfig& config, const ProviderSetting& setting,
                                            std::string_view value, std::string_view place) {
  const std::string allowed = config.speech.set(setting, value);
  if (allowed.empty()) return std::nullopt;
  const std::string shown = setting.secret ? "what was given" : "\"" + std::string(value) + "\"";
  return make_error(std::string(setting.key) + " must be " + allowed + ", not " + shown, std::string(place));
}

/// The nearest of all tables: the calls' own table knows only its own.
Error no_such_setting(std::string_view key, std::string_view place) {
  std::vector<std::string_view> known;
  for (const AgentSetting& setting : agent_settings()) known.push_back(setting.key);
  for (const ProviderSetting* setting : provider_settings()) known.push_back(setting->key);
  for (const Setting& setting : settings()) known.push_back(setting.key);
  return make_error("there is no setting \"" + std::string(key) + "\"; did you mean \"" +
                        std::string(nearest_word(key, known)) + "\"?",
                    std::string(place));
}

std::optional<Error> check_provider_name(const std::string& name, std::string_view key,
                                         const std::vector<std::string>& known) {
  if (name.empty() || std::find(known.begin(), known.end(), name) != known.end()) return std::nullopt;
  std::string all;
  for (const std::string& one : known) all += (all.empty() ? "" : ", ") + one;
  return make_error(std::string(key) + " must be one of " + all + ", not \"" + name + "\"");
}

/// A JSON value as --set would have it; nothing for what is no value of a setting.
std::optional<std::string> plain_text(const json::Value& value) {
  return std::visit(overloaded{
                        [](const std::string& text) { return std::optional(text); },
                        [](std::int64_t number) { return std::optional(std::to_string(number)); },
                        [](bool flag) { return std::optional<std::string>(flag ? "true" : "false"); },
                        [](double number) {
                          std::array<char, 32> digits{};
                          const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number);
                          return std::optional(std::string(digits.data(), end.ptr));
                        },
                        [](const auto&) { return std::optional<std::string>(); },
                    },
                    value.data());
}

}  // namespace

std::string_view name_of(AgentMode mode) {
  return kModes[static_cast<std::size_t>(mode)];
}

std::span<const AgentSetting> agent_settings() {
  static const std::vector<AgentSetting> table = [] {
    std::vector<AgentSetting> all = server_table();
    std::vector<AgentSetting> more = agent_table();
    std::move(more.begin(), more.end(), std::back_inserter(all));
    return all;
  }();
  return table;
}

std::optional<Error> apply_agent_setting(AgentConfig& config, std::string_view key, std::string_view value,
                                         std::string_view place) {
  const AgentSetting* setting = find_agent_setting(key);
  if (setting == nullptr) {
    const ProviderSetting* provider = find_provider_setting(key);
    if (provider != nullptr) return apply_provider_setting(config, *provider, value, place);
    if (find_setting(key) == nullptr) return no_such_setting(key, place);
    return apply_setting(config.call, key, value, place);
  }
  const std::string allowed = setting->set(config, value);
  if (allowed.empty()) return std::nullopt;
  const std::string shown = setting->secret ? "what was given" : "\"" + std::string(value) + "\"";
  return make_error(std::string(key) + " must be " + allowed + ", not " + shown, std::string(place));
}

std::optional<Error> apply_agent_environment(
    AgentConfig& config, const std::function<std::optional<std::string>(std::string_view)>& lookup) {
  for (const AgentSetting& setting : agent_settings()) {
    if (setting.environment.empty()) continue;
    const auto value = lookup(setting.environment);
    if (!value || value->empty()) continue;  // an empty value is none: so compose files leave a name out
    const std::string place = "environment " + std::string(setting.environment);
    if (auto error = apply_agent_setting(config, setting.key, *value, place)) return error;
  }
  for (const ProviderSetting* setting : provider_settings()) {
    if (setting->environment.empty()) continue;
    const auto value = lookup(setting->environment);
    if (!value || value->empty()) continue;
    const std::string place = "environment " + std::string(setting->environment);
    if (auto error = apply_provider_setting(config, *setting, *value, place)) return error;
  }
  return apply_environment(config.call, lookup);
}

std::optional<Error> apply_agent_file(AgentConfig& config, std::string_view text, std::string_view file) {
  json::ParseOptions options;
  options.comments = true;
  const auto parsed = json::parse(text, file, options);
  if (!parsed) return parsed.error();
  const json::Object* object = parsed->as_object();
  if (object == nullptr) {
    return make_error("must be an object of settings, not " + parsed->describe(), std::string(file));
  }
  for (const auto& [key, value] : *object) {
    if (key == "$schema") continue;
    const std::string place = std::string(file) + ":" + std::to_string(value.line());
    const AgentSetting* setting = find_agent_setting(key);
    const ProviderSetting* provider = find_provider_setting(key);
    const auto plain = plain_text(value);
    if ((setting != nullptr && setting->secret) || (provider != nullptr && provider->secret)) {
      if (plain && plain->empty()) continue;  // a configuration that was printed without it
      const std::string_view environment = setting != nullptr ? setting->environment : provider->environment;
      return make_error(key + " is a secret: give it by the environment as " + std::string(environment), place);
    }
    if (!plain) return make_error(key + " must be a text, a number or a switch, not " + value.describe(), place);
    if (auto error = apply_agent_setting(config, key, *plain, place)) return error;
  }
  return std::nullopt;
}

TeamChoice team_choice(const AgentConfig& config) {
  // Google and Deepgram have no language model here, so the embedded one thinks unless another was asked for.
  const bool thinks = config.provider == "openai";
  TeamChoice choice{config.provider, thinks ? config.provider : "embedded", config.provider};
  if (!config.stt_provider.empty()) choice.recognizer = config.stt_provider;
  if (!config.llm_provider.empty()) choice.replier = config.llm_provider;
  if (!config.tts_provider.empty()) choice.synthesizer = config.tts_provider;
  return choice;
}

std::optional<Error> check_agent_config(const AgentConfig& config) {
  if (config.certificate_file.empty() != config.key_file.empty()) {
    return make_error("server.certificate and server.key belong together; one of them is missing");
  }
  if (auto error = check_provider_name(config.stt_provider, "stt.provider", recognizer_names())) return error;
  if (auto error = check_provider_name(config.llm_provider, "llm.provider", replier_names())) return error;
  if (auto error = check_provider_name(config.tts_provider, "tts.provider", synthesizer_names())) return error;
  if (auto address = PublicAddress::make(config.public_host, config.trusted_proxies); !address) {
    return address.error();
  }
  return std::nullopt;
}

std::vector<std::string> lint_agent_config(const AgentConfig& config) {
  std::vector<std::string> notes = lint_settings(config.call);
  if (config.auth_token.empty()) {
    notes.push_back(
        "TWILIO_AUTH_TOKEN is not set: anybody who reaches this server can start calls, for no signature is "
        "checked");
  }
  if (config.public_host.empty()) {
    notes.push_back("PUBLIC_HOST is not set: TwiML names the host that each request names");
  }
  if (!config.ops_token.empty() && config.ops_token.size() < 16) {
    notes.push_back("OPS_TOKEN is shorter than 16 characters and can be guessed");
  }
  return notes;
}

std::string agent_config_text(const AgentConfig& config) {
  std::string out = "{";
  const auto line = [&out](std::string_view key, std::string_view value) {
    out += out.size() == 1 ? "\n  " : ",\n  ";
    out += '"';
    json::escape(key, out);
    out += "\": \"";
    json::escape(value, out);
    out += '"';
  };
  for (const AgentSetting& setting : agent_settings()) {
    const std::string value = setting.get(config);
    line(setting.key, setting.secret && !value.empty() ? "***" : value);
  }
  for (const ProviderSetting* setting : provider_settings()) {
    const bool hidden = setting->secret && config.speech.given(*setting);
    line(setting->key, hidden ? "***" : config.speech.text(*setting));
  }
  for (const Setting& setting : settings()) line(setting.key, setting.get(config.call));
  return out + "\n}\n";
}

}  // namespace parley
