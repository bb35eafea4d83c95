#include "diagnose.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iterator>
#include <optional>
#include <span>
#include <utility>

#include "import/call_files.h"
#include "core/account/account_builder.h"
#include "core/diagnosis/diagnose.h"
#include "core/diagnosis/profile.h"
#include "files/text_file.h"
#include "html_output.h"
#include "report/findings_json.h"
#include "report/findings_text.h"
#include "report/timeline.h"
#include "terminal_output.h"

namespace parley {
namespace {

/// What is shown of a call besides its account.
struct CallSource {
  std::string file;
  std::string note;
  bool one_of_several = false;            // calls in the file
  std::optional<trace::CallTrace> trace;  // held only where a page is drawn from it
};

void show(const CallAccount& account, const std::vector<Finding>& findings, const CallSource& source,
          const TerminalOutput& terminal) {
  if (!source.note.empty()) std::printf(" note: %s\n", source.note.c_str());
  std::fputs(timeline(account, findings, {terminal.width, terminal.colour}).c_str(), stdout);
  std::fputs("\n", stdout);
  std::fputs(findings_text(findings, {terminal.width, terminal.colour}).c_str(), stdout);
  std::printf("\n%s", closing_line(findings, source.file).c_str());
}

/// False if a file could not be read; the others are.
bool read_all(const DiagnoseOptions& options, std::vector<CallAccount>& accounts,
              std::vector<CallSource>& sources) {
  bool all_read = true;
  for (const std::string& file : options.files) {
    auto traces = read_calls(file, options.channels);
    if (!traces) {
      std::fprintf(stderr, "twisim: %s\n", traces.error().text().c_str());
      all_read = false;
      continue;
    }
    for (trace::CallTrace& trace : *traces) {
      accounts.push_back(account_of(trace));
      sources.push_back({file, trace.note, traces->size() > 1, std::nullopt});
      if (!options.html.empty()) sources.back().trace = std::move(trace);
    }
  }
  return all_read;
}

/// The page of one call among those of a file, which may hold several.
std::optional<Error> write_page(const DiagnoseOptions& options, const CallSource& source,
                                const CallAccount& account, std::span<const Finding> findings) {
  if (!source.trace) return std::nullopt;
  const std::string& file = source.file;
  std::string name = file == "-" ? "stdin" : std::filesystem::path(file).filename().string();
  if (const std::size_t at = name.find(".trace.jsonl"); at != std::string::npos) name.resize(at);
  if (source.one_of_several) name += "_" + source.trace->header.call_sid;
  const auto written = write_html_report(options.html, name, *source.trace, account, findings);
  if (!written) return written.error();
  std::printf(" report %s\n", written->c_str());
  return std::nullopt;
}

int run(const DiagnoseOptions& options) {
  const TerminalOutput terminal = terminal_output();
  std::vector<CallAccount> accounts;
  std::vector<CallSource> sources;
  const bool all_read = read_all(options, accounts, sources);
  const Profile profile = profile_from(options.profile).value_or(Profile::kUnknown);
  const std::vector<Finding> all = diagnose(accounts, profile);
  for (CallIndex i = 0; i < accounts.size(); ++i) {
    std::vector<Finding> findings;
    std::copy_if(all.begin(), all.end(), std::back_inserter(findings),
                 [i](const Finding& finding) { return finding.call == i; });
    show(accounts[i], findings, sources[i], terminal);
    if (const auto error = write_page(options, sources[i], accounts[i], findings)) {
      std::fprintf(stderr, "twisim: %s\n", error->text().c_str());
      return 2;
    }
  }
  if (!options.json.empty()) {
    if (const auto written = write_text_file(options.json, findings_json(all, accounts) + "\n"); !written) {
      std::fprintf(stderr, "twisim: %s\n", written.error().text().c_str());
      return 2;
    }
  }
  return all_read ? exit_code(all) : 2;
}

}  // namespace

void register_diagnose(CLI::App& app, DiagnoseOptions& options, int& exit_code) {
  CLI::App* command = app.add_subcommand("diagnose", "Names the faults of recorded calls, with their evidence.");
  command
      ->add_option("file", options.files, "Traces, recorded Twilio messages, stereo sound; - reads standard input.")
      ->required();
  command->add_option("--channels", options.channels,
                      "What the channels of a sound file hold: caller,agent or agent,caller.");
  command
      ->add_option(
          "--profile", options.profile,
          "What the server is: pipeline, speech-to-speech or unknown. Rules that presume steps of its own do "
          "not speak of a speech-to-speech model.")
      ->check(CLI::IsMember({"pipeline", "speech-to-speech", "unknown"}));
  command->add_option("--json", options.json, "File for the findings as JSON.");
  command->add_option("--html", options.html, "Folder for a page a call: both voices, states, findings, sound.");
  command->footer(
      "Several files are calls of one server in the order in which they came, and are compared.\n"
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
