#include "explore.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>
#include <filesystem>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "files/text_file.h"
#include "interrupts.h"
#include "report/terminal.h"
#include "scenario_files.h"
#include "sim/exploration.h"
#include "sim/random_call.h"
#include "sim/scenario_writer.h"
#include "sound_bank.h"
#include "terminal_output.h"

namespace parley {
namespace {

namespace fs = std::filesystem;

/// One phrase each, among the package's sounds.
const std::array<Voice, 12>& voices() {
  static const std::array<Voice, 12> all{{{"number-not-answering.wav", "that number is not answering"},
                                          {"vm-whichbox.wav", "which mailbox please"},
                                          {"location.wav", "what is your location"},
                                          {"please-try-call-later.wav", "please try the call later"},
                                          {"vm-no.wav", "no"},
                                          {"telephone-number.wav", "the telephone number please"},
                                          {"hello.wav", "hello"},
                                          {"vm-repeat.wav", "can you repeat that"},
                                          {"vm-incorrect.wav", "that is incorrect"},
                                          {"hours.wav", "the hours"},
                                          {"one-moment-please.wav", "one moment please"},
                                          {"vm-nonumber.wav", "there is no number"}}};
  return all;
}

Result<SoundBank> load_voices() {
  Scenario needed;
  needed.file = "explore";
  for (const Voice& voice : voices()) {
    CallerStep step;
    step.act = Say{.file = voice.file, .text = {}, .gain_db = 0, .from = {}, .to = {}};
    needed.caller.push_back(step);
  }
  return load_sounds(needed);
}

struct Explored {
  Scenario scenario;
  Asked asked = Asked::kInvariants;
  std::vector<CallFlaw> problems;
};

Explored random_one(const ExploreOptions& options, std::int64_t index) {
  const std::uint64_t seed = options.seed + static_cast<std::uint64_t>(index);
  const bool healthy = options.only.empty() ? seed % 2 == 0 : options.only == "healthy";
  Explored explored;
  explored.asked = healthy ? Asked::kHealth : Asked::kInvariants;
  explored.scenario = healthy ? healthy_call(seed, voices()) : rough_call(seed, voices());
  if (healthy) explored.scenario.expect.no_findings = true;
  return explored;
}

/// Plays the calls, several at a time, and tells of those that fail in the order of their seeds.
class Exploration {
 public:
  Exploration(const ExploreOptions& options, const SoundBank& sounds)
      : options_(options), sounds_(sounds), on_terminal_(isatty(STDERR_FILENO) == 1) {}

  void run() {
    std::vector<std::jthread> workers;
    for (unsigned i = 1; i < options_.jobs; ++i) workers.emplace_back([this] { work(); });
    work();
    workers.clear();
    if (on_terminal_) std::fputs("\r\x1b[K", stderr);
    std::sort(failed_.begin(), failed_.end(),
              [](const Explored& a, const Explored& b) { return a.scenario.seed < b.scenario.seed; });
  }
  std::int64_t played() const { return played_; }
  const std::vector<Explored>& failed() const { return failed_; }

 private:
  void work() {
    for (std::int64_t i = next_++; i < options_.calls && interrupts_seen() == 0; i = next_++) {
      Explored explored = random_one(options_, i);
      explored.problems = problems_of(explored.scenario, sounds_, explored.asked);
      const std::scoped_lock lock(mutex_);
      ++played_;
      if (!explored.problems.empty()) failed_.push_back(std::move(explored));
      if (std::ssize(failed_) >= options_.stop_after) next_ = options_.calls;
      if (on_terminal_ && (played_ % 50 == 0 || played_ == options_.calls)) {
        std::fprintf(stderr, "\r %lld of %lld calls, %zu failed", static_cast<long long>(played_),
                     static_cast<long long>(options_.calls), failed_.size());
      }
    }
  }

  const ExploreOptions& options_;
  const SoundBank& sounds_;
  bool on_terminal_;
  std::atomic<std::int64_t> next_{0};
  std::mutex mutex_;
  std::int64_t played_ = 0;
  std::vector<Explored> failed_;
};

int fail(const Error& error) {
  std::fflush(stdout);
  std::fprintf(stderr, "twisim: %s\n", error.text().c_str());
  return 2;
}

void show(const std::string& name, const std::vector<CallFlaw>& problems, bool colour) {
  std::printf(" %s %s\n", inked("✗", Ink::kRed, colour).c_str(), name.c_str());
  for (const CallFlaw& problem : problems) {
    std::fputs(wrapped(problem.id + ": " + problem.text, "   ", 110).c_str(), stdout);
  }
}

/// The path of the scenario's file.
Result<std::string> write_call(const Scenario& scenario, const std::string& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return make_error("cannot make this folder: " + error.message(), folder);
  std::string path = (fs::path(folder) / (scenario.name + ".json")).string();
  if (const auto written = write_text_file(path, write_scenario(scenario)); !written) return written.error();
  return Result<std::string>(boost::system::in_place_value, std::move(path));
}

/// The smallest call that still fails in the first of its ways, as a file, or on standard output without --out.
std::optional<Error> tell_shrunk(const Explored& explored, const ExploreOptions& options, const SoundBank& sounds) {
  const CallFlaw& first = explored.problems.front();
  Scenario small = shrunk(explored.scenario, sounds, explored.asked, first.id);
  small.description = "twisim explore, seed " + std::to_string(explored.scenario.seed) + ": " + first.id;
  if (options.out.empty()) {
    std::printf("   made small:\n%s", write_scenario(small).c_str());
    return std::nullopt;
  }
  const auto path = write_call(small, options.out);
  if (!path) return path.error();
  std::printf("   made small: %zu of %zu steps are left; twisim explore %s\n", small.caller.size(),
              explored.scenario.caller.size(), path->c_str());
  return std::nullopt;
}

/// The calls as scenarios, for other uses: played live, or changed by hand.
int write_calls(const ExploreOptions& options) {
  if (options.out.empty()) return fail(make_error("--write needs the folder, --out DIR"));
  for (std::int64_t i = 0; i < options.calls; ++i) {
    const auto path = write_call(random_one(options, i).scenario, options.out);
    if (!path) return fail(path.error());
  }
  std::printf(" %lld scenarios in %s\n", static_cast<long long>(options.calls), options.out.c_str());
  return 0;
}

int explore_random(const ExploreOptions& options) {
  const auto sounds = load_voices();
  if (!sounds) return fail(sounds.error());
  watch_interrupts();
  Exploration exploration(options, *sounds);
  exploration.run();
  const TerminalOutput terminal = terminal_output();
  for (const Explored& explored : exploration.failed()) {
    show(explored.scenario.name, explored.problems, terminal.colour);
    std::fflush(stdout);
    if (interrupts_seen() > 0) continue;
    if (const auto error = tell_shrunk(explored, options, *sounds)) return fail(*error);
  }
  const bool cut = exploration.played() < options.calls;
  std::printf(" %lld calls from seed %llu on%s, %zu failed\n", static_cast<long long>(exploration.played()),
              static_cast<unsigned long long>(options.seed),
              cut ? (" of " + std::to_string(options.calls) + " that were asked for").c_str() : "",
              exploration.failed().size());
  if (!exploration.failed().empty()) return 1;
  return cut ? 3 : 0;
}

int explore_files(const ExploreOptions& options) {
  const auto files = scenario_files(options.paths);
  if (!files) return fail(files.error());
  const TerminalOutput terminal = terminal_output();
  std::size_t failed = 0;
  for (const std::string& file : *files) {
    const auto text = read_text_file(file, 1'000'000);
    if (!text) return fail(text.error());
    const auto scenario = read_scenario(*text, file);
    if (!scenario) return fail(scenario.error());
    const auto sounds = load_sounds(*scenario);
    if (!sounds) return fail(sounds.error());
    const bool healthy = scenario->expect.no_findings.value_or(false);
    const auto problems = problems_of(*scenario, *sounds, healthy ? Asked::kHealth : Asked::kInvariants);
    if (problems.empty()) continue;
    ++failed;
    show(file, problems, terminal.colour);
  }
  std::printf(" %zu scenarios, %zu failed\n", files->size(), failed);
  return failed == 0 ? 0 : 1;
}

}  // namespace

void register_explore(CLI::App& app, ExploreOptions& options, int& exit_code) {
  CLI::App* command =
      app.add_subcommand("explore", "Plays random calls in virtual time and looks for what must not be.");
  command->add_option("path", options.paths, "Scenarios that are held against the same, instead of random calls.");
  command->add_option("--calls", options.calls, "How many.")
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{100'000'000}));
  command->add_option("--seed", options.seed, "Seed of the first call; the next has the next.")
      ->check(CLI::Range(std::uint64_t{0}, std::uint64_t{1} << 52U));
  command->add_option("--only", options.only, "Only healthy calls, or only rough ones.")
      ->check(CLI::IsMember({"healthy", "rough"}));
  command->add_option("--jobs,-j", options.jobs, "How many calls at a time.")->check(CLI::Range(1U, 256U));
  command->add_option("--stop-after", options.stop_after, "So many calls that fail end it.")
      ->check(CLI::Range(1, 1'000'000));
  command->add_option("--out", options.out,
                      "Folder for the calls that fail, made small; without it they are printed.");
  command->add_flag("--write", options.write_only, "Only write the calls as scenarios to --out, as they are.");
  command->footer(
      "Healthy calls (even seeds) must bring no warning and no error; rough ones (odd seeds) must keep what "
      "always\n"
      "holds: docs/explore.md lists it.\n"
      "Examples:\n"
      "  twisim explore --calls 10000 --out failed -j 2\n"
      "  twisim explore --calls 1 --seed 4711           that one call again\n"
      "  twisim explore failed/rough_4711.json          what was made of it\n"
      "  twisim explore --calls 200 --only healthy --write --out calls && twisim run calls --target "
      "ws://host/path\n"
      "Exit: 0 nothing found, 1 a call failed, 2 bad usage or input, 3 interrupted.");
  command->callback([&options, &exit_code] {
    if (options.write_only) {
      exit_code = write_calls(options);
    } else {
      exit_code = options.paths.empty() ? explore_random(options) : explore_files(options);
    }
  });
}

}  // namespace parley
