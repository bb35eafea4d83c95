#include "load.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>
#include <memory>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "call_script.h"
#include "core/base/json.h"
#include "files/text_file.h"
#include "interrupts.h"
#include "live_judgement.h"
#include "load_meter.h"
#include "sound_bank.h"

namespace parley {
namespace {

constexpr std::chrono::milliseconds kLookEvery{50};
constexpr int kNoVerdict = 3;
constexpr int kQuestions = 100;

/// What one loop's callers lived through together.
struct LoadResult {
  LoadFigures figures;
  LatenessHistogram own;
  std::int64_t begun = 0;
  std::int64_t connected = 0;
  std::int64_t cut = 0;      // the server ended them
  std::int64_t dropped = 0;  // messages that the server did not read
  std::size_t most_at_once = 0;
  std::map<std::string, int> problems;

  void add(const LoadResult& other) {
    figures.add(other.figures);
    own.add(other.own);
    begun += other.begun;
    connected += other.connected;
    cut += other.cut;
    dropped += other.dropped;
    most_at_once += other.most_at_once;
    for (const auto& [problem, count] : other.problems) problems[problem] += count;
  }
};

/// Some of the callers, on one loop. A call that ends before its time is followed by another.
class LoadLoop {
 public:
  LoadLoop(const LoadOptions& options, const StreamTarget& target, std::shared_ptr<const CallScript> script,
           int calls)
      : options_(options), target_(target), script_(std::move(script)), slots_(static_cast<std::size_t>(calls)) {}

  LoadResult run() {
    began_ = std::chrono::steady_clock::now();
    loop_.post([this] { look(); });
    loop_.run();
    return std::move(result_);
  }

 private:
  struct Slot {
    std::shared_ptr<OutgoingCall> call;
    std::shared_ptr<LoadMeter> meter;
    bool hung_up = false;
  };

  void look() {
    const double passed = std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
    const bool ending = passed >= options_.duration_s || interrupts_seen() > 0;
    const double share = options_.ramp_s == 0 ? 1.0 : std::min(1.0, passed / options_.ramp_s);
    const auto wanted =
        std::max<std::size_t>(1, static_cast<std::size_t>(share * static_cast<double>(slots_.size())));
    std::size_t alive = 0;
    for (std::size_t i = 0; i < slots_.size(); ++i) {
      Slot& slot = slots_[i];
      if (slot.call && slot.call->finished()) finish(slot);
      if (!slot.call && !ending && i < wanted) begin(slot);
      if (slot.call && ending && !slot.hung_up) {
        slot.hung_up = true;
        slot.call->hang_up();
      }
      if (slot.call) ++alive;
    }
    result_.most_at_once = std::max(result_.most_at_once, alive);
    if (ending && alive == 0) {
      loop_.stop();
    } else {
      loop_.after(kLookEvery, [this] { look(); });
    }
  }

  void begin(Slot& slot) {
    PeerConfig peer = *peer_config_of(options_.live, script_->scenario.seed);
    slot.meter = std::make_shared<LoadMeter>();
    slot.call = std::make_shared<OutgoingCall>(
        loop_, CallPlan{script_, target_.socket, std::move(peer), slot.meter}, OutgoingCall::Events{});
    slot.hung_up = false;
    slot.call->start();
    ++result_.begun;
  }

  void finish(Slot& slot) {
    if (slot.call->problem()) {
      ++result_.problems[slot.call->problem()->text()];
    } else if (const LivePeer* peer = slot.call->peer()) {
      ++result_.connected;
      result_.figures.add(slot.meter->figures());
      result_.own.add(peer->counters().own);
      result_.dropped += peer->counters().media_dropped;
      if (peer->end() && peer->end()->by_peer) ++result_.cut;
    }
    slot = Slot{};
  }

  const LoadOptions& options_;
  const StreamTarget& target_;
  std::shared_ptr<const CallScript> script_;
  EventLoop loop_;
  std::vector<Slot> slots_;
  std::chrono::steady_clock::time_point began_;
  LoadResult result_;
};

/// A caller who asks something, waits for the answer, and asks again.
Result<CallScript> default_script() {
  CallScript script;
  script.scenario.name = "load";
  script.scenario.line.delay = {};
  script.scenario.ends_by = seconds(4 * 3600);
  for (int i = 0; i < kQuestions; ++i) {
    CallerStep step;
    step.anchor = Anchor::kAgentSilent;
    step.offset = millis(500);
    step.or_after = seconds(i == 0 ? 3 : 10);
    step.act = Say{.file = "hello-world.wav", .text = {}, .gain_db = 0, .from = {}, .to = {}};
    script.scenario.caller.push_back(std::move(step));
  }
  auto sounds = load_sounds(script.scenario);
  if (!sounds) return make_error(sounds.error().message + ", or give a --scenario");
  script.sounds = std::move(*sounds);
  return script;
}

std::string whole_ms(Duration span) {
  return std::to_string(to_millis(span)) + " ms";
}

void show(const LoadResult& result) {
  const LoadFigures& figures = result.figures;
  const auto number = [](std::int64_t value) { return static_cast<long long>(value); };
  std::printf(" calls      %lld begun, %lld connected, %zu at once, %lld ended by the server\n",
              number(result.begun), number(result.connected), result.most_at_once, number(result.cut));
  for (const auto& [problem, count] : result.problems) std::printf("   ✗ %d × %s\n", count, problem.c_str());
  std::printf(" response   p50 %s   p95 %s   most %s   of %lld\n", whole_ms(figures.responses.p50()).c_str(),
              whole_ms(figures.responses.per_mille(950)).c_str(), whole_ms(figures.responses.max()).c_str(),
              number(figures.responses.count()));
  std::printf(" tx         interval p50 %s   p99 %s   most %s   %lld underruns   of %lld messages\n",
              tenths_text(figures.intervals.p50()).c_str(), tenths_text(figures.intervals.p99()).c_str(),
              tenths_text(figures.intervals.max()).c_str(), number(figures.underruns),
              number(figures.frames_from_agent));
  std::printf(" marks      %lld sent, %lld returned   clears %lld\n", number(figures.marks_sent),
              number(figures.marks_returned), number(figures.clears));
  std::printf(
      " losses     %lld of %lld frames not read by the server   %lld messages that Twilio would not understand\n",
      number(result.dropped), number(figures.frames_to_agent), number(figures.other_messages));
  std::printf(" own        lateness p50 %s   p99 %s   most %s%s\n", tenths_text(result.own.p50()).c_str(),
              tenths_text(result.own.p99()).c_str(), tenths_text(result.own.max()).c_str(),
              result.own.p99() > MeasurementQuality::kMostOwnLateness
                  ? "   not reliable: this machine is too busy itself"
                  : "");
}

Result<void> write_json(const LoadResult& result, const std::string& path) {
  std::string text;
  json::Writer writer(text);
  const LoadFigures& figures = result.figures;
  writer.begin_object().member("begun", result.begun).member("connected", result.connected);
  writer.member("ended_by_server", result.cut).member("response_p50_us", to_micros(figures.responses.p50()));
  writer.member("response_p95_us", to_micros(figures.responses.per_mille(950)));
  writer.member("tx_interval_p50_us", to_micros(figures.intervals.p50()));
  writer.member("tx_interval_p99_us", to_micros(figures.intervals.p99()));
  writer.member("underruns", figures.underruns).member("frames_from_agent", figures.frames_from_agent);
  writer.member("frames_to_agent", figures.frames_to_agent).member("frames_not_read", result.dropped);
  writer.member("marks_sent", figures.marks_sent).member("marks_returned", figures.marks_returned);
  writer.member("own_lateness_p99_us", to_micros(result.own.p99())).end_object();
  return write_text_file(path, text + "\n");
}

int fail(const Error& error) {
  std::fprintf(stderr, "twisim: %s\n", error.text().c_str());
  return 2;
}

int run(const LoadOptions& options) {
  const auto request = stream_request_of(options.live, options.target);
  if (!request) return fail(request.error());
  const auto target = stream_target(*request);
  if (!target) return fail(target.error());
  if (const auto peer = peer_config_of(options.live, 1); !peer) return fail(peer.error());
  auto script = options.scenario.empty() ? default_script() : script_of_scenario(options.scenario, std::nullopt);
  if (!script) return fail(script.error());
  const auto shared = std::make_shared<const CallScript>(std::move(*script));
  watch_interrupts();
  const int threads = std::min(static_cast<int>(options.threads), options.calls);
  std::vector<LoadResult> results(static_cast<std::size_t>(threads));
  {
    std::vector<std::jthread> workers;
    for (int i = 0; i < threads; ++i) {
      const int calls = options.calls / threads + (i < options.calls % threads ? 1 : 0);
      workers.emplace_back([&, i, calls] {
        results[static_cast<std::size_t>(i)] = LoadLoop(options, *target, shared, calls).run();
      });
    }
  }
  LoadResult all;
  for (const LoadResult& result : results) all.add(result);
  show(all);
  if (!options.json.empty()) {
    if (const auto written = write_json(all, options.json); !written) return fail(written.error());
  }
  if (all.connected == 0 || all.own.p99() > MeasurementQuality::kMostOwnLateness) return kNoVerdict;
  return all.problems.empty() ? 0 : 1;
}

}  // namespace

void register_load(CLI::App& app, LoadOptions& options, int& exit_code) {
  CLI::App* command = app.add_subcommand("load", "Many scripted callers at once, and what they lived through.");
  command->add_option("target", options.target, "The stream (ws://, wss://).")->required();
  command->add_option("--calls", options.calls, "How many at once.")->check(CLI::Range(1, 10'000));
  command->add_option("--ramp", options.ramp_s, "Seconds over which they begin.")->check(CLI::Range(0, 3600));
  command->add_option("--duration", options.duration_s, "Seconds until all hang up.")->check(CLI::Range(1, 86'400));
  command->add_option("--threads", options.threads, "Loops that drive them.")->check(CLI::Range(1U, 64U));
  command->add_option("--scenario", options.scenario,
                      "What each caller does; a question and again one by default.");
  command->add_option("--json", options.json, "File for the figures as JSON.");
  add_live_options(*command, options.live);
  command->footer(
      "Example:\n"
      "  twisim load ws://127.0.0.1:5000/ws/twilio-media --calls 100 --ramp 10 --duration 60\n"
      "Exit: 0 all connected, 1 some did not, 2 bad input, 3 no verdict: none connected, or this machine was too "
      "late.");
  command->callback([&options, &exit_code] { exit_code = run(options); });
}

}  // namespace parley
