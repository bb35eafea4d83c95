#include "check.h"

#include <cstdio>
#include <string>

#include "agent/check_providers.h"
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
  for (const ProviderCheck& check : check_providers(speech->team, speech->numbers.profiles())) {
    std::printf("%s  %s\n", check.good ? "ok  " : "FAIL", check.what.c_str());
    good = good && check.good;
  }
  std::puts(good ? "the configuration is good" : "the configuration would not work: see FAIL above");
  return good ? 0 : 1;
}

}  // namespace

int check_config(const AgentConfig& config) {
  for (const std::string& note : lint_agent_config(config)) std::printf("warning: %s\n", note.c_str());
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
