// pacecheck, the judge of pace: options in, a library call, an exit code out.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>

#include "check.h"

int main(int argc, char** argv) {
  CLI::App app{"Judges the pacing and the latencies of calls against a budget: traces, recordings, sound, logs."};
  app.set_version_flag("--version", "pacecheck " PARLEY_VERSION);
  parley::CheckOptions options;
  app.add_option("file", options.files,
                 "Traces, recorded Twilio messages, stereo sound, logs of an agent; - reads standard input.")
      ->required();
  app.add_option("--budget", options.budget, "File of limits; without it the default limits hold.");
  app.add_option("--channels", options.channels,
                 "What the channels of a sound file hold: caller,agent or agent,caller.");
  app.add_option("--json", options.json, "File for all numbers as JSON.");
  app.add_option("--junit", options.junit, "File for the verdicts as JUnit XML.");
  app.add_option("--html", options.html,
                 "File for a page with pictures: budget, intervals, lead, drift, latencies.");
  app.add_flag("--pace-only", options.pace_only,
               "Do not look at the sound of traces: pacing, states and marks, fast and in little memory.");
  app.add_flag("--overall", options.overall_only, "Print only what all calls give together.");
  app.footer(
      "Examples:\n"
      "  pacecheck out/two_turns.trace.jsonl\n"
      "  docker compose logs agent | pacecheck -\n"
      "  pacecheck calls/*.trace.jsonl --overall --budget budget.json --junit pace.xml\n"
      "  pacecheck out/two_turns.trace.jsonl --html pace.html\n"
      "Exit: 0 within the budget, 1 a limit is exceeded, 2 bad usage or input.");
  try {
    app.parse(argc, argv);
    return parley::check(options);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "pacecheck: %s\n", error.what());
    return 2;
  }
}
