// What `run` and `call` print about a judged call: its whole picture, or one line.
#pragma once

#include "scenario_run.h"
#include "terminal_output.h"

namespace parley {

void show_whole(const ScenarioRun& run, const TerminalOutput& terminal);
void show_line(const ScenarioRun& run, const TerminalOutput& terminal);

}  // namespace parley
