#include "diagnose.h"

#include <cstdio>
#include <filesystem>
#include <optional>
#include <span>
#include <utility>

#include "import/call_files.h"
#include "core/account/account_builder.h"
#include "core/diagnosis/diagnose.h"
#include "files/text_file.h"
#include "html_output.h"
#include "report/findings_json.h"
#include "report/findings_text.h"
#include "report/timeline.h"
#include "terminal_output.h"

namespace parley {
namespace {

void show(const CallAccount& account, const std::vector<Finding>& findings, const trace::CallTrace& trace,
          const std::string& file, const TerminalOutput& terminal) {
  if (!trace.note.empty()) std::printf(" note: %s\n", trace.note.c_str());
  std::fputs(timeline(account, findings, {terminal.width, terminal.colour}).c_str(), stdout);
  std::fputs("\n", stdout);
  std::fputs(findings_text(findings, {terminal.width, terminal.colour}).c_str(), stdout);
  std::printf("\n%s", closing_line(findings, file).c_str());
}

/// The page of one call among those of a file, which may hold several.
std::optional<Error> write_page(const DiagnoseOptions& options, const std::string& file,
                                const trace::CallTrace& trace, const CallAccount& account,
                                std::span<const Finding> findings, bool several) {
  if (options.html.empty()) return std::nullopt;
  std::string name = file == "-" ? "stdin" : std::filesystem::path(file).filename().string();
  if (const std::size_t at = name.find(".trace.jsonl"); at != std::string::npos) name.resize(at);
  if (several) name += "_" + trace.header.call_sid;
  const auto written = write_html_report(options.html, name, trace, account, findings);
  if (!written) return written.error();
  std::printf(" report %s\n", written->c_str());
  return std::nullopt;
}

int run(const DiagnoseOptions& options) {
  const TerminalOutput terminal = terminal_output();
  std::vector<CallAccount> accounts;
  std::vector<Finding> all;
  bool broken = false;
  for (const std::string& file : options.files) {
    const auto traces = read_calls(file, options.channels);
    if (!traces) {
      std::fflush(stdout);
      std::fprintf(stderr, "twisim: %s\n", traces.error().text().c_str());
      broken = true;
      continue;
    }
    for (const trace::CallTrace& trace : *traces) {
      accounts.push_back(account_of(trace));
      std::vector<Finding> findings = diagnose(accounts.back());
      show(accounts.back(), findings, trace, file, terminal);
      if (auto error = write_page(options, file, trace, accounts.back(), findings, traces->size() > 1)) {
        std::fprintf(stderr, "twisim: %s\n", error->text().c_str());
        return 2;
      }
      for (Finding& finding : findings) {
        finding.call = accounts.size() - 1;
        all.push_back(std::move(finding));
      }
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
  command
      ->add_option("file", options.files, "Traces, recorded Twilio messages, stereo sound; - reads standard input.")
      ->required();
  command->add_option("--channels", options.channels,
                      "What the channels of a sound file hold: caller,agent or agent,caller.");
  command->add_option("--json", options.json, "File for the findings as JSON.");
  command->add_option("--html", options.html, "Folder for a page a call: both voices, states, findings, sound.");
  command->footer(
      "Examples:\n"
      "  twisim diagnose out/two_turns.trace.jsonl\n"
      "  twisim diagnose server.log                     Twilio's messages as your server logged them, JSON or log "
      "lines\n"
      "  twisim diagnose call.wav --channels caller,agent\n"
      "  twisim diagnose call.trace.jsonl --html report   and a page that opens in any browser\n"
      "  zcat call.trace.jsonl.gz | twisim diagnose -\n"
      "Exit: 0 nothing wrong, 1 an error-level finding, 2 bad input.");
  command->callback([&options, &exit_code] { exit_code = run(options); });
}

}  // namespace parley
