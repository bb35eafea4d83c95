#include "check.h"

#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "agent/check_providers.h"
#include "agent/lead_book.h"
#include "agent/speech_assembly.h"
#include "live/scenario_library.h"
#include "voice/flite_voice.h"

namespace parley {
namespace {

int wrong(const Error& error) {
  std::fprintf(stderr, "agentd: %s\n", error.text().c_str());
  return 2;
}

int check_speech(const AgentConfig& config) {
  const auto speech = assemble_speech(config);
  if (!speech) return wrong(speech.error());
  bool good = true;
  std::vector<CheckedProfile> profiles;
  const std::vector<std::string> names = speech->numbers.names();
  for (std::size_t i = 0; const auto& profile : speech->numbers.profiles())
    profiles.push_back({names[i++], profile});
  for (const ProviderCheck& check : check_providers(speech->team, profiles)) {
    std::printf("%s  %s\n", check.good ? "ok  " : "FAIL", check.what.c_str());
    good = good && check.good;
  }
  std::puts(good ? "the configuration is good" : "the configuration would not work: see FAIL above");
  return good ? 0 : 1;
}

}  // namespace

std::optional<Error> check_files(const AgentConfig& config) {
  if (!config.trace_dir.empty()) {
    std::error_code error;
    std::filesystem::create_directories(config.trace_dir, error);
    if (error) return make_error("cannot make this folder: " + error.message(), config.trace_dir);
    if (::access(config.trace_dir.c_str(), W_OK | X_OK) != 0) {
      return make_error("traces cannot be written into this folder: " + std::generic_category().message(errno),
                        config.trace_dir);
    }
  }
  if (!config.leads.empty()) {
    if (const auto error = LeadBook::problem_of(config.leads)) return make_error(error->text(), "agent.leads");
  }
  return std::nullopt;
}

int check_config(const AgentConfig& config) {
  for (const std::string& note : lint_agent_config(config)) std::printf("warning: %s\n", note.c_str());
  if (const auto error = check_files(config)) return wrong(*error);
  if (config.mode == AgentMode::kAi && config.provider != "scripted") return check_speech(config);
  if (config.mode == AgentMode::kAi) {
    if (const auto library = ScenarioLibrary::read(config.scenarios, config.call, read_aloud); !library) {
      return wrong(library.error());
    }
  }
  std::puts("the configuration is good");
  return 0;
}

}  // namespace parley
