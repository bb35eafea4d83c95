#include "settings_command.h"

#include <cstdio>
#include <string>

#include "core/call/settings_listing.h"

namespace parley {
namespace {

int run(const SettingsOptions& options) {
  const std::string text = options.schema ? settings_schema() : (options.json ? settings_json() : settings_text());
  const bool written = std::fputs(text.c_str(), stdout) >= 0 && std::fflush(stdout) == 0;
  return written ? 0 : 2;
}

}  // namespace

void register_settings(CLI::App& app, SettingsOptions& options, int& exit_code) {
  CLI::App* command =
      app.add_subcommand("settings", "Lists the agent's settings with defaults, ranges and meaning.");
  CLI::Option* schema = command->add_flag("--schema", options.schema, "As JSON Schema, for editors.");
  command->add_flag("--json", options.json, "As JSON, for programs.")->excludes(schema);
  command->footer(
      "Examples:\n"
      "  twisim settings\n"
      "  twisim settings --schema > docs/schemas/settings.schema.json\n"
      "A scenario sets them by these keys under \"settings\". MAX_UTT_SEC in the environment is MAX_UTT_MS in "
      "seconds.");
  command->callback([&options, &exit_code] { exit_code = run(options); });
}

}  // namespace parley
