// agentd, the live server: options in, a library call, an exit code out.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>

#include "check.h"
#include "options.h"
#include "serve.h"

namespace {

int run(const parley::AgentdOptions& options) {
  const auto config = parley::config_of(options);
  if (!config) {
    std::fprintf(stderr, "agentd: %s\n", config.error().text().c_str());
    return 2;
  }
  if (options.print_config) {
    std::fputs(parley::agent_config_text(*config).c_str(), stdout);
    return 0;
  }
  if (options.check_config) return parley::check_config(*config);
  return parley::serve(*config);
}

}  // namespace

int main(int argc, char** argv) {
  parley::hold_signals();
  CLI::App app{"The live voice agent on Twilio Media Streams: ECHO proves the line, SINK reception, AI talks."};
  app.set_version_flag("--version", "agentd " PARLEY_VERSION);
  parley::AgentdOptions options;
  parley::register_options(app, options);
  try {
    app.parse(argc, argv);
    return run(options);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? 0 : 2;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "agentd: %s\n", error.what());
    return 2;
  }
}
