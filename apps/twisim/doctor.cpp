#include "doctor.h"

#include <cstdio>
#include <optional>

#include "files/text_file.h"
#include "live/preflight.h"
#include "report/terminal.h"
#include "terminal_output.h"

namespace parley {
namespace {

struct Look {
  const char* sign;
  Ink ink;
};

Look look_of(CheckResult result) {
  switch (result) {
    case CheckResult::kPassed:
      return {"✓", Ink::kGreen};
    case CheckResult::kNoted:
      return {"·", Ink::kDim};
    case CheckResult::kWarned:
      return {"!", Ink::kYellow};
    case CheckResult::kFailed:
      return {"✗", Ink::kRed};
  }
  return {"?", Ink::kPlain};
}

std::string took_text(std::chrono::microseconds took) {
  const double ms = static_cast<double>(took.count()) / 1000.0;
  char text[32];
  std::snprintf(text, sizeof text, ms < 10 ? " (%.1f ms)" : " (%.0f ms)", ms);
  return text;
}

void show(const PreflightCheck& check, const TerminalOutput& terminal) {
  const Look look = look_of(check.result);
  std::string line = check.what;
  if (check.took) line += took_text(*check.took);
  if (check.code != 0) {
    const std::string title = title_of(check.code);
    line += "  " + std::to_string(check.code) + (title.empty() ? "" : " " + title);
  }
  std::string text = inked(look.sign, look.ink, terminal.colour) + "  " + line + "\n";
  if (!check.cure.empty()) text += inked(wrapped(check.cure, "     ", terminal.width), Ink::kDim, terminal.colour);
  std::fputs(text.c_str(), stdout);
  std::fflush(stdout);
}

int refuse(const Error& error) {
  std::fprintf(stderr, "twisim: %s\n", error.text().c_str());
  return 2;
}

int examine(const DoctorOptions& options) {
  PreflightPlan plan;
  plan.target = options.target;
  plan.local = options.local;
  plan.call = !options.no_call;
  plan.from = options.live.from;
  plan.to = options.live.to;
  auto stream = stream_request_of(options.live, {});
  if (!stream) return refuse(stream.error());
  plan.stream = std::move(*stream);
  auto peer = peer_config_of(options.live, 1);
  if (!peer) return refuse(peer.error());
  plan.peer = std::move(*peer);
  const TerminalOutput terminal = terminal_output();
  const auto report = run_preflight(plan, [&](const PreflightCheck& check) { show(check, terminal); });
  if (!report) return refuse(report.error());
  if (!options.json.empty()) {
    if (const auto written = write_text_file(options.json, preflight_json(plan, *report)); !written) {
      return refuse(written.error());
    }
  }
  const auto count = [&](CheckResult result) {
    std::size_t found = 0;
    for (const PreflightCheck& check : report->checks) found += check.result == result ? 1 : 0;
    return std::to_string(found);
  };
  const std::string verdict = report->unreachable ? "UNREACHABLE" : report->go() ? "GO" : "NO-GO";
  std::printf("\n%s  %s failed, %s warned, %s passed · exit %d\n",
              inked(verdict, report->go() ? Ink::kGreen : Ink::kRed, terminal.colour).c_str(),
              count(CheckResult::kFailed).c_str(), count(CheckResult::kWarned).c_str(),
              count(CheckResult::kPassed).c_str(), report->exit_code());
  return report->exit_code();
}

}  // namespace

void register_doctor(CLI::App& app, DoctorOptions& options, int& exit_code) {
  CLI::App* command = app.add_subcommand("doctor", "Examines a server before Twilio calls it: GO or NO-GO.");
  command->add_option("target", options.target, "ws(s):// the stream, or http(s):// the voice webhook.")
      ->required();
  command->add_option("--json", options.json, "Writes the checks to this file.");
  command->add_flag("--local", options.local,
                    "The server need not be reachable from the internet yet; assumed of loopback addresses.");
  command->add_flag("--no-call", options.no_call, "Makes no call at the end.");
  add_live_options(*command, options.live);
  command->footer(
      "Exit codes: 0 GO, 1 NO-GO, 2 bad usage, 3 nobody there.\n"
      "Examples:\n"
      "  twisim doctor https://voice.example.com/webhook/incoming_call --auth-token-env TWILIO_AUTH_TOKEN\n"
      "  twisim doctor wss://voice.example.com/ws/twilio-media --json doctor.json\n"
      "  twisim doctor ws://127.0.0.1:5050/ --no-call");
  command->callback([&options, &exit_code] { exit_code = examine(options); });
}

}  // namespace parley
