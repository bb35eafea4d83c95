#include "live/scenario_library.h"

#include <algorithm>
#include <filesystem>
#include <utility>
#include <vector>

#include "core/call/recorded_config.h"
#include "core/call/settings.h"
#include "files/text_file.h"
#include "live/webhooks.h"
#include "sim/listening_agent.h"

namespace parley {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostScenarioBytes = 1'000'000;
constexpr std::string_view kDefaultName = "default";

Result<std::vector<fs::path>> scenario_files(const std::string& folder) {
  std::error_code error;
  std::vector<fs::path> files;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (it->path().extension() == ".json" && is_scenario_name(it->path().stem().string()))
      files.push_back(it->path());
  }
  if (error) return make_error("cannot be read: " + error.message(), folder);
  std::sort(files.begin(), files.end());
  return files;
}

std::string_view parameter(const twilio::Start& start, std::string_view name) {
  const auto& all = start.custom_parameters;
  const auto found = std::find_if(all.begin(), all.end(), [name](const auto& one) { return one.first == name; });
  return found == all.end() ? std::string_view{} : found->second;
}

}  // namespace

Result<std::shared_ptr<const ScenarioLibrary>> ScenarioLibrary::read(const std::string& folder,
                                                                     const CallConfig& base,
                                                                     const ReadAloud& read_aloud) {
  auto library = std::make_shared<ScenarioLibrary>();
  auto config = call_config_of(library->fallback_.scenario, base);
  if (!config) return config.error();
  library->fallback_.config = std::move(*config);
  if (folder.empty()) return std::shared_ptr<const ScenarioLibrary>(std::move(library));
  const auto files = scenario_files(folder);
  if (!files) return files.error();
  for (const fs::path& file : *files) {
    const auto text = read_text_file(file.string(), kMostScenarioBytes);
    if (!text) return text.error();
    auto scenario = read_scenario(*text, file.string());
    if (!scenario) return scenario.error();
    if (scenario->agent.kind != AgentKind::kParley) continue;
    if (auto error = add_sounds(*scenario, read_aloud, library->sounds_)) return *error;
    auto made = call_config_of(*scenario, base);
    if (!made) return made.error();
    library->entries_.emplace(file.stem().string(), Entry{std::move(*scenario), std::move(*made)});
  }
  return std::shared_ptr<const ScenarioLibrary>(std::move(library));
}

const ScenarioLibrary::Entry* ScenarioLibrary::find(std::string_view name) const {
  const auto found = entries_.find(name.empty() ? kDefaultName : name);
  if (found != entries_.end()) return &found->second;
  return name.empty() ? &fallback_ : nullptr;
}

std::vector<std::string> ScenarioLibrary::names() const {
  std::vector<std::string> all;
  for (const auto& [name, entry] : entries_) all.push_back(name);
  return all;
}

AgentPlanner scripted_planner(std::shared_ptr<const ScenarioLibrary> library) {
  return [library = std::move(library)](const twilio::Start& start) -> Result<AgentPlan> {
    const std::string_view name = parameter(start, "scenario");
    if (!name.empty() && !is_scenario_name(name)) return make_error("the stream's parameter names no scenario");
    const ScenarioLibrary::Entry* entry = library->find(name);
    if (entry == nullptr) return make_error("there is no scenario of this name", std::string(name));
    AgentPlan plan;
    plan.header.mode = "AI";
    plan.header.provider = "scripted";
    plan.header.detector = entry->config.detector;
    plan.header.scenario = entry->scenario.name;
    plan.header.seed = entry->scenario.seed;
    plan.header.settings = changed_settings(entry->config);
    plan.header.phrases = recorded_phrases(entry->config);
    plan.make = [library, entry](trace::TraceSink& sink, const AgentSeat&) -> std::unique_ptr<Agent> {
      return std::make_unique<ListeningAgent>(entry->scenario, library->sounds(), entry->config, sink);
    };
    return plan;
  };
}

}  // namespace parley
