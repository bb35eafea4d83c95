#include "naive.h"

#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "files/text_file.h"
#include "live/naive_service.h"
#include "sim/confusion_run.h"
#include "sim/naive_guest.h"
#include "sim/scenario.h"

namespace parley {
namespace {

int list_faults() {
  for (const NaiveFaultInfo& fault : naive_faults()) {
    std::printf("%-30s %-22s %s\n", std::string(fault.name).c_str(),
                fault.finding.empty() ? "-" : std::string(fault.finding).c_str(), std::string(fault.doc).c_str());
  }
  return 0;
}

/// Plants every fault in calls of many kinds and counts what is made of them; several at a time.
int count_confusion(const std::string& file) {
  const auto faults = naive_faults();
  std::vector<ConfusionCounts> counts(faults.size());
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < faults.size(); i = next++) counts[i] = confuse(faults[i].fault);
  };
  {
    std::vector<std::jthread> workers;
    for (unsigned i = 1; i < std::thread::hardware_concurrency(); ++i) workers.emplace_back(work);
    work();
  }
  ConfusionCounts all;
  for (const ConfusionCounts& each : counts) all.add(each);
  std::fputs(confusion_text(all).c_str(), stdout);
  if (const auto written = write_text_file(file, confusion_header(all)); !written) {
    std::fprintf(stderr, "twisim: %s\n", written.error().text().c_str());
    return 2;
  }
  return 0;
}

/// The log of all calls, as a server of the field writes it: the time of day and the line.
class NaiveLog {
 public:
  std::optional<Error> open(const std::string& file) {
    out_.reset(std::fopen(file.c_str(), "ab"));
    if (!out_) return make_error("cannot be written", file);
    return std::nullopt;
  }
  void write(const std::string& line) {
    const auto now = std::chrono::system_clock::now();
    const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
    const auto micros =
        std::chrono::duration_cast<std::chrono::microseconds>(now.time_since_epoch()).count() % 1'000'000;
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    const std::lock_guard lock(mutex_);
    std::fprintf(out_.get(), "%04d-%02d-%02dT%02d:%02d:%02d.%06dZ %s\n", utc.tm_year + 1900, utc.tm_mon + 1,
                 utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec, static_cast<int>(micros), line.c_str());
    std::fflush(out_.get());
  }

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::unique_ptr<std::FILE, Close> out_;
  std::mutex mutex_;
};

std::string_view parameter(const twilio::Start& start, std::string_view name) {
  for (const auto& [key, value] : start.custom_parameters) {
    if (key == name) return value;
  }
  return {};
}

/// A name that comes from the wire must not lead out of the folder.
bool is_plain_name(std::string_view name) {
  return !name.empty() && name.find('/') == std::string_view::npos && name.front() != '.';
}

Result<NaiveConfig> config_of_scenario(const std::string& folder, std::string_view name) {
  if (!is_plain_name(name)) return make_error("is no name of a scenario", std::string(name));
  const std::string path = (std::filesystem::path(folder) / (std::string(name) + ".json")).string();
  const auto text = read_text_file(path, 1'000'000);
  if (!text) return text.error();
  const auto scenario = read_scenario(*text, path);
  if (!scenario) return scenario.error();
  if (scenario->agent.kind != AgentKind::kNaive) return make_error("has no naive agent", path);
  return naive_config_of(*scenario);
}

NaiveConfig config_of(const NaiveOptions& options, NaiveFault fault) {
  NaiveConfig config;
  config.fault = fault;
  config.pacing = info_of(fault).pacing;
  config.marks = !options.no_marks;
  if (options.first_audio_ms) config.first_audio = millis(*options.first_audio_ms);
  if (options.reply_ms) config.reply = millis(*options.reply_ms);
  if (options.greeting_ms) config.greeting = millis(*options.greeting_ms);
  return config;
}

/// Waits for SIGINT or SIGTERM, which the caller has blocked in all threads.
void wait_for_the_end(const sigset_t& signals) {
  int got = 0;
  while (sigwait(&signals, &got) == EINTR) {
  }
}

int serve(const NaiveOptions& options) {
  const auto fault = naive_fault_from(options.fault);
  if (!fault) {
    std::fprintf(stderr, "twisim: there is no fault \"%s\"; twisim naive --list names them\n",
                 options.fault.c_str());
    return 2;
  }
  auto place = read_listen_address(options.listen);
  if (!place) {
    std::fprintf(stderr, "twisim: %s\n", place.error().text().c_str());
    return 2;
  }
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  NaiveLog log;
  if (const auto error = options.log.empty() ? std::nullopt : log.open(options.log)) {
    std::fprintf(stderr, "twisim: %s\n", error->text().c_str());
    return 2;
  }
  const NaiveConfig plain = config_of(options, *fault);
  const NaiveChoice choice = [&](const twilio::Start& start) -> Result<NaiveConfig> {
    const std::string_view name = parameter(start, "scenario");
    const bool chosen = !options.scenarios.empty() && !name.empty();
    Result<NaiveConfig> config = chosen ? config_of_scenario(options.scenarios, name) : Result<NaiveConfig>(plain);
    // Several calls share the file, so each line names its own.
    if (config && !options.log.empty()) {
      config->log = [&log, call = start.call_sid](Instant, const std::string& line) {
        log.write(line + " | call=" + call);
      };
    }
    return config;
  };
  NaiveService service(choice, [](const std::string& line) {
    std::printf("%s\n", line.c_str());
    std::fflush(stdout);
  });
  ServerConfig config;
  config.address = place->address;
  config.port = place->port;
  Server server(std::move(config), service);
  const auto port = server.start();
  if (!port) {
    std::fprintf(stderr, "twisim: %s\n", port.error().text().c_str());
    return 2;
  }
  std::printf("listening on ws://%s:%u/\nfault: %s. Stop with Ctrl-C.\n", place->address.c_str(), unsigned{*port},
              options.fault.c_str());
  std::fflush(stdout);
  wait_for_the_end(signals);
  server.stop();
  return 0;
}

}  // namespace

void register_naive(CLI::App& app, NaiveOptions& options, int& exit_code) {
  CLI::App* command = app.add_subcommand("naive", "Serves the handler that the field writes first, with a fault.");
  command->add_option("--fault", options.fault, "Name of the fault; none for the clean agent.");
  command->add_option("--listen", options.listen, "ADDRESS:PORT to listen on; port 0 takes a free one.");
  command->add_option("--scenarios", options.scenarios,
                      "Folder of scenarios; the stream's parameter \"scenario\" then chooses the agent.");
  command->add_option("--first-audio-ms", options.first_audio_ms, "Thinking time.")->check(CLI::Range(0, 60'000));
  command->add_option("--reply-ms", options.reply_ms, "Length of an answer.")->check(CLI::Range(20, 600'000));
  command->add_option("--greeting-ms", options.greeting_ms, "Length of the greeting; 0: none.")
      ->check(CLI::Range(0, 60'000));
  command->add_flag("--no-marks", options.no_marks, "Sends no marks and goes by the clock.");
  command->add_option("--log", options.log, "File to which the agent's own log is added: states, marks, counts.");
  command->add_option("--confusion", options.confusion,
                      "Plants every fault in calls of many kinds, counts what is found, and writes the table "
                      "(lib/core/diagnosis/confusion_table.h).");
  command->add_flag("--list", options.list, "Lists the faults, each with the finding that is owed for it.");
  command->footer(
      "Examples:\n"
      "  twisim naive --list\n"
      "  twisim naive --fault mark-name-mismatch --listen 127.0.0.1:5050\n"
      "  twisim call ws://127.0.0.1:5050/ --wav question.wav");
  command->callback([&options, &exit_code] {
    exit_code = options.list                 ? list_faults()
                : !options.confusion.empty() ? count_confusion(options.confusion)
                                             : serve(options);
  });
}

}  // namespace parley
