#include "live_judgement.h"

#include <filesystem>
#include <utility>

#include "core/account/account_builder.h"
#include "core/account/call_sound.h"
#include "core/diagnosis/diagnose.h"
#include "core/trace/jsonl.h"
#include "files/text_file.h"
#include "files/wav.h"
#include "html_output.h"

namespace parley {

namespace fs = std::filesystem;

std::string tenths_text(Duration span) {
  const std::int64_t tenths = (span.count() + 50) / 100;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " ms";
}

FinishedCall take_finished(OutgoingCall& call) {
  FinishedCall finished;
  finished.scenario = call.scenario();
  if (const LivePeer* peer = call.peer()) finished.own_lateness_p99 = peer->counters().own.p99();
  finished.call = call.take_result();
  return finished;
}

ScenarioRun judge_call(FinishedCall finished) {
  ScenarioRun run;
  run.live = true;
  if (finished.own_lateness_p99 > MeasurementQuality::kMostOwnLateness) {
    run.inconclusive = "this machine was too late itself (p99 " + tenths_text(finished.own_lateness_p99) +
                       ", over " + tenths_text(MeasurementQuality::kMostOwnLateness) +
                       "); let it rest and call again";
  }
  run.scenario = std::move(finished.scenario);
  run.call = std::move(finished.call);
  run.account = account_of(run.call.far_end);
  run.findings = diagnose(run.account);
  run.checks = verdict(run.scenario, run.call, run.account, run.findings);
  return run;
}

Result<void> write_call(ScenarioRun& run, const std::string& folder, const std::string& name) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return make_error("cannot make this folder: " + error.message(), folder);
  const std::string base = (fs::path(folder) / name).string();
  run.trace_path = base + ".trace.jsonl";
  if (auto written = write_text_file(run.trace_path, trace::write_trace(run.call.far_end)); !written)
    return written;
  const auto page = write_html_report(folder, name, run.call.far_end, run.account, run.findings);
  if (!page) return page.error();
  run.report_path = *page;
  const CallSound sound = sound_of(run.call.far_end);
  if (sound.caller.empty() && sound.agent.empty()) return {};
  return write_wav(base + ".wav", sound.caller, sound.agent);
}

int exit_code_of(const ScenarioRun& run) {
  if (!run.inconclusive.empty()) return 3;
  return run.good() ? 0 : 1;
}

}  // namespace parley
