#include "diagnose.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iterator>
#include <optional>
#include <span>
#include <utility>

#include "core/account/account_builder.h"
#include "core/diagnosis/agent_log.h"
#include "core/diagnosis/diagnose.h"
#include "core/diagnosis/profile.h"
#include "files/text_file.h"
#include "html_output.h"
#include "import/agent_log_file.h"
#include "import/call_files.h"
#include "report/findings_catalogue.h"
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
  std::string log_said;                   // of the agent's own
  bool one_of_several = false;            // calls in the file
  std::optional<trace::CallTrace> trace;  // held only where a page is drawn from it
};

void show(const CallAccount& account, const std::vector<Finding>& findings, const CallSource& source,
          const TerminalOutput& terminal) {
  if (!source.note.empty()) std::printf(" note: %s\n", source.note.c_str());
  if (!source.log_said.empty()) std::printf(" agent's log: %s\n", source.log_said.c_str());
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
      sources.push_back({file, trace.note, "", traces->size() > 1, std::nullopt});
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

/// What the server's own log says of each call; nothing where no log was given.
Result<std::vector<AgentLog>> read_logs(const DiagnoseOptions& options, std::vector<CallAccount>& accounts,
                                        std::vector<CallSource>& sources) {
  std::vector<AgentLog> logs;
  if (options.agent_log.empty()) return logs;
  const auto calls = read_agent_log(options.agent_log);
  if (!calls) return calls.error();
  for (CallIndex i = 0; i < accounts.size(); ++i) {
    logs.push_back(agent_log_among(*calls, accounts[i]));
    sources[i].log_said = logs.back().alignment.text;
    tell_states(logs.back(), accounts[i]);
  }
  return logs;
}

int explain(const std::string& id) {
  const auto section = finding_section(id);
  if (!section) {
    std::fprintf(stderr, "twisim: there is no finding \"%s\"; twisim diagnose --catalogue names them\n",
                 id.c_str());
    return 2;
  }
  std::fputs(section->c_str(), stdout);
  return 0;
}

int run(const DiagnoseOptions& options) {
  if (options.catalogue) return std::fputs(findings_catalogue().c_str(), stdout) < 0 ? 2 : 0;
  if (!options.explain.empty()) return explain(options.explain);
  if (options.files.empty()) {
    std::fprintf(stderr, "twisim: say which file holds the call; --help has examples\n");
    return 2;
  }
  const TerminalOutput terminal = terminal_output();
  std::vector<CallAccount> accounts;
  std::vector<CallSource> sources;
  const bool all_read = read_all(options, accounts, sources);
  const Profile profile = profile_from(options.profile).value_or(Profile::kUnknown);
  const auto logs = read_logs(options, accounts, sources);
  if (!logs) {
    std::fprintf(stderr, "twisim: %s\n", logs.error().text().c_str());
    return 2;
  }
  const std::vector<Finding> all = diagnose(accounts, profile, *logs);
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
  command->add_option("file", options.files,
                      "Traces, recorded Twilio messages, stereo sound; - reads standard input.");
  command->add_option("--agent-log", options.agent_log,
                      "The server's own log: what it says of a call is evidence, laid out by marks and counts.");
  command->add_option("--explain", options.explain, "Prints what is to be known of a finding, by its id.");
  command->add_flag("--catalogue", options.catalogue, "Prints docs/findings.md: every finding that there is.");
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
      "  twisim diagnose call.trace.jsonl --agent-log server.log   what the wire cannot tell, the log may\n"
      "  twisim diagnose --explain stuck-speaking\n"
      "  zcat call.trace.jsonl.gz | twisim diagnose -\n"
      "Exit: 0 nothing wrong, 1 an error-level finding, 2 bad input.");
  command->callback([&options, &exit_code] { exit_code = run(options); });
}

}  // namespace parley
