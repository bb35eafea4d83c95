#include "diagnose.h"

#include <cstdio>
#include <iostream>
#include <utility>

#include "core/account/account_builder.h"
#include "core/diagnosis/diagnose.h"
#include "core/trace/jsonl.h"
#include "files/text_file.h"
#include "report/findings_json.h"
#include "report/findings_text.h"
#include "report/timeline.h"
#include "terminal_output.h"

namespace parley {
namespace {

Result<std::string> read_input(const std::string& file) {
  if (file != "-") return read_text_file(file);
  std::string text;
  std::vector<char> block(1 << 16);
  while (std::cin.read(block.data(), static_cast<std::streamsize>(block.size())) || std::cin.gcount() > 0) {
    if (text.size() + static_cast<std::size_t>(std::cin.gcount()) > kMaxTextFile) {
      return make_error("standard input holds more than 256 MiB", "-");
    }
    text.append(block.data(), static_cast<std::size_t>(std::cin.gcount()));
  }
  return Result<std::string>{boost::system::in_place_value, std::move(text)};
}

void show(const CallAccount& account, const std::vector<Finding>& findings, const trace::CallTrace& trace,
          const std::string& file, const TerminalOutput& terminal) {
  if (!trace.note.empty()) std::printf(" note: %s\n", trace.note.c_str());
  std::fputs(timeline(account, findings, {terminal.width, terminal.colour}).c_str(), stdout);
  std::fputs("\n", stdout);
  std::fputs(findings_text(findings, {terminal.width, terminal.colour}).c_str(), stdout);
  std::printf("\n%s", closing_line(findings, file).c_str());
}

int run(const DiagnoseOptions& options) {
  const TerminalOutput terminal = terminal_output();
  std::vector<CallAccount> accounts;
  std::vector<Finding> all;
  bool broken = false;
  for (const std::string& file : options.files) {
    const auto text = read_input(file);
    const auto trace = text ? trace::read_trace(*text, file) : Result<trace::CallTrace>(text.error());
    if (!trace) {
      std::fprintf(stderr, "twisim: %s\n", trace.error().text().c_str());
      broken = true;
      continue;
    }
    accounts.push_back(account_of(*trace));
    std::vector<Finding> findings = diagnose(accounts.back());
    show(accounts.back(), findings, *trace, file, terminal);
    for (Finding& finding : findings) {
      finding.call = accounts.size() - 1;
      all.push_back(std::move(finding));
    }
  }
  if (!options.json.empty()) {
    if (const auto written = write_text_file(options.json, findings_json(all, accounts) + "\n"); !written) {
      std::fprintf(stderr, "twisim: %s\n", written.error().text().c_str());
      return 2;
    }
  }
  return broken ? 2 : exit_code(all);
}

}  // namespace

void register_diagnose(CLI::App& app, DiagnoseOptions& options, int& exit_code) {
  CLI::App* command = app.add_subcommand("diagnose", "Names the faults of recorded calls, with their evidence.");
  command->add_option("file", options.files, "Traces (*.trace.jsonl); - reads standard input.")->required();
  command->add_option("--json", options.json, "File for the findings as JSON.");
  command->footer(
      "Examples:\n"
      "  twisim diagnose out/two_turns.trace.jsonl\n"
      "  zcat call.trace.jsonl.gz | twisim diagnose -\n"
      "Exit: 0 nothing wrong, 1 an error-level finding, 2 bad input.");
  command->callback([&options, &exit_code] { exit_code = run(options); });
}

}  // namespace parley
