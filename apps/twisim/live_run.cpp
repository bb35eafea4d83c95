#include "live_run.h"

#include <algorithm>
#include <future>
#include <utility>

#include "agent_log_evidence.h"
#include "call_script.h"
#include "live_judgement.h"
#include "placed_call.h"

namespace parley {
namespace {

constexpr int kMostRetries = 3;
constexpr std::chrono::milliseconds kLookEvery{100};

/// One scenario to be played once more.
struct Job {
  std::size_t scenario = 0;
  int repeat = 0;
  int tries = 0;
};

class LiveRunner {
 public:
  LiveRunner(const LiveRunOptions& options, const std::function<void(const std::string&)>& told,
             const std::function<bool()>& interrupted)
      : options_(options), told_(told), interrupted_(interrupted) {}

  std::optional<Error> prepare(const std::vector<std::string>& files);
  LiveRunResult run();

 private:
  struct Playing {
    Job job;
    std::unique_ptr<PlacedCall> call;
    bool finished = false;
  };

  void look();
  void begin_next();
  void finish(Playing& playing);
  void take_verdicts();

  const LiveRunOptions& options_;
  const std::function<void(const std::string&)>& told_;
  const std::function<bool()>& interrupted_;
  std::vector<std::shared_ptr<const CallScript>> scripts_;
  std::vector<Job> waiting_;  // the next is the last
  EventLoop loop_;
  std::vector<std::unique_ptr<Playing>> playing_;
  std::vector<std::pair<std::size_t, std::future<ScenarioRun>>> verdicts_;
  LiveRunResult result_;
};

std::optional<Error> LiveRunner::prepare(const std::vector<std::string>& files) {
  for (const std::string& file : files) {
    auto script = script_of_scenario(file, options_.seed);
    if (!script) return script.error();
    scripts_.push_back(std::make_shared<const CallScript>(std::move(*script)));
    result_.scenarios.push_back({file, {}, {}, 0});
  }
  for (int repeat = 0; repeat < options_.repeat; ++repeat) {
    for (std::size_t i = 0; i < files.size(); ++i) waiting_.push_back({i, repeat, 0});
  }
  std::reverse(waiting_.begin(), waiting_.end());
  // A target that makes no sense is said once and before anything is played.
  const auto trial = PlacedCall::make(loop_, options_.target, options_.live, scripts_.front(), {}, {});
  if (!trial) return trial.error();
  return std::nullopt;
}

LiveRunResult LiveRunner::run() {
  loop_.post([this] { look(); });
  loop_.run();
  take_verdicts();
  return std::move(result_);
}

void LiveRunner::look() {
  for (const auto& playing : playing_) {
    if (playing->finished) finish(*playing);
  }
  std::erase_if(playing_, [](const auto& playing) { return playing->finished; });
  if (interrupted_()) {
    result_.interrupted = true;
    loop_.stop();
    return;
  }
  while (playing_.size() < options_.jobs && !waiting_.empty()) begin_next();
  if (playing_.empty()) {
    loop_.stop();
    return;
  }
  loop_.after(kLookEvery, [this] { look(); });
}

void LiveRunner::begin_next() {
  auto playing = std::make_unique<Playing>();
  playing->job = waiting_.back();
  waiting_.pop_back();
  const auto& script = scripts_[playing->job.scenario];
  auto call = PlacedCall::make(loop_, options_.target, options_.live, script, {{"scenario", script->scenario.name}},
                               {{}, [raw = playing.get()] { raw->finished = true; }});
  if (!call) return;  // prepare() has tried it
  playing->call = std::move(*call);
  playing->call->start();
  playing_.push_back(std::move(playing));
}

/// Judging takes longer than a frame lasts, so it is done on another thread while other calls go on.
void LiveRunner::finish(Playing& playing) {
  LiveScenario& scenario = result_.scenarios[playing.job.scenario];
  const std::string& name = scripts_[playing.job.scenario]->scenario.name;
  OutgoingCall* call = playing.call->stream();
  if (playing.call->problem() || call == nullptr) {
    const auto& problem = playing.call->problem();
    scenario.problems.push_back(problem ? problem->text() + "\n  " + problem->cure : "no stream was opened");
    told_(name + ": no call came about");
    return;
  }
  FinishedCall finished = take_finished(*call);
  if (finished.own_lateness_p99 > MeasurementQuality::kMostOwnLateness && playing.job.tries < kMostRetries) {
    ++scenario.played_again;
    Job again = playing.job;
    ++again.tries;
    waiting_.push_back(again);
    told_(name + ": this machine was late itself (p99 " + tenths_text(finished.own_lateness_p99) + "); once more");
    return;
  }
  told_(name + ": played");
  verdicts_.emplace_back(playing.job.scenario,
                         std::async(std::launch::async, [done = std::move(finished)]() mutable {
                           return judge_call(std::move(done));
                         }));
}

void LiveRunner::take_verdicts() {
  for (auto& [scenario, verdict] : verdicts_) result_.scenarios[scenario].runs.push_back(verdict.get());
}

}  // namespace

int LiveScenario::passed() const {
  return static_cast<int>(
      std::count_if(runs.begin(), runs.end(), [](const ScenarioRun& run) { return run.good(); }));
}

bool LiveScenario::good(const LiveRunOptions& options) const {
  return passed() >= (options.min_pass > 0 ? options.min_pass : options.repeat);
}

bool LiveScenario::inconclusive() const {
  return !runs.empty() &&
         std::all_of(runs.begin(), runs.end(), [](const ScenarioRun& run) { return !run.inconclusive.empty(); });
}

const ScenarioRun* LiveScenario::shown() const {
  if (runs.empty()) return nullptr;
  const auto bad = std::find_if(runs.begin(), runs.end(), [](const ScenarioRun& run) { return !run.good(); });
  return bad == runs.end() ? &runs.front() : &*bad;
}

Result<LiveRunResult> run_live(const std::vector<std::string>& files, const LiveRunOptions& options,
                               const std::function<void(const std::string&)>& told,
                               const std::function<bool()>& interrupted) {
  LiveRunner runner(options, told, interrupted);
  if (auto error = runner.prepare(files)) return *error;
  const AgentLogFile log(options.agent_log);
  LiveRunResult result = runner.run();
  if (log.given()) {
    const auto logged = log.read();
    if (!logged) return logged.error();
    for (LiveScenario& scenario : result.scenarios) {
      for (ScenarioRun& run : scenario.runs) judge_with_log(run, *logged);
    }
  }
  if (options.out.empty()) return result;
  for (LiveScenario& scenario : result.scenarios) {
    for (std::size_t i = 0; i < scenario.runs.size(); ++i) {
      ScenarioRun& run = scenario.runs[i];
      const std::string suffix = i == 0 ? "" : "." + std::to_string(i + 1);
      if (const auto written = write_call(run, options.out, run.scenario.name + suffix); !written) {
        return written.error();
      }
    }
  }
  return result;
}

}  // namespace parley
