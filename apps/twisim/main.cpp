// twisim, the fake Twilio: options in, a library call, an exit code out.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>

#include "call.h"
#include "diagnose.h"
#include "doctor.h"
#include "explore.h"
#include "load.h"
#include "naive.h"
#include "replay.h"
#include "run.h"
#include "settings_command.h"
#include "tap.h"

int main(int argc, char** argv) {
  CLI::App app{"The fake Twilio: phones a voice agent, shows what happened and names the fault."};
  app.set_version_flag("--version", "twisim " PARLEY_VERSION);
  app.require_subcommand(1);
  int exit_code = 0;
  parley::RunOptions run;
  parley::register_run(app, run, exit_code);
  parley::CallOptions call;
  parley::register_call(app, call, exit_code);
  parley::DiagnoseOptions diagnose;
  parley::register_diagnose(app, diagnose, exit_code);
  parley::ReplayOptions replay;
  parley::register_replay(app, replay, exit_code);
  parley::NaiveOptions naive;
  parley::register_naive(app, naive, exit_code);
  parley::LoadOptions load;
  parley::register_load(app, load, exit_code);
  parley::DoctorOptions doctor;
  parley::register_doctor(app, doctor, exit_code);
  parley::TapOptions tap;
  parley::register_tap(app, tap, exit_code);
  parley::ExploreOptions explore;
  parley::register_explore(app, explore, exit_code);
  parley::SettingsOptions settings;
  parley::register_settings(app, settings, exit_code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? 0 : 2;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "twisim: %s\n", error.what());
    return 2;
  }
  return exit_code;
}
