// What many calls at once cost at a recogniser over the network, and how late its final words come, against a
// service that answers at once in a process of its own. A row for each number of calls: the whole lateness, the way
// there and the way back of it, and beside them how long a byte takes between the two processes meanwhile and how
// late the callers' own frames are, for no machine is idle.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <list>
#include <sstream>
#include <string>
#include <thread>

#include "bench/speech/streams/other_process.h"
#include "bench/speech/streams/streaming_call.h"
#include "speech/deepgram/deepgram_recognizer.h"
#include "speech/google/google_recognizer.h"
#include "speech/openai/openai_recognizer.h"
#include "speech/openai/openai_service.h"

namespace parley::bench {
namespace {

using Clock = StreamingCall::Clock;

constexpr std::chrono::seconds kWarmUp{4};    // not counted: connections, first words
constexpr std::chrono::seconds kFarewell{5};  // for the last finals

struct Options {
  std::string provider = "google";
  std::vector<int> calls = {1, 8, 50, 100};
  int seconds = 60;
  int loops = 1;
  bool together = false;
  int think_ms = 0;
  Speech speech;
  int answer_over = -1;
};

Result<std::shared_ptr<const RecognizerProvider>> recognizer_at(const std::string& provider, std::uint16_t port,
                                                                const std::shared_ptr<AgentProfile>& profile) {
  const std::string host = "127.0.0.1:" + std::to_string(port);
  ProviderParts parts;
  parts.profiles.push_back(profile);
  const auto set = [&](const auto& settings, std::string_view key, const std::string& value) {
    for (const ProviderSetting& setting : settings) {
      if (setting.key == key) parts.values.set(setting, value);
    }
  };
  set(kGoogleRecognizerSettings, "google.stt_url", "http://" + host);
  set(kDeepgramRecognizerSettings, "deepgram.stt_url", "ws://" + host);
  set(kOpenaiSettings, "openai.base_url", "http://" + host + "/v1");
  if (provider == "google") return make_google_recognizer(parts);
  if (provider == "deepgram") return make_deepgram_recognizer(parts);
  return make_openai_recognizer(parts);
}

/// TCP connections of this machine to this port, both ends in one namespace: each is seen from its near end.
int connections_in(const char* name, std::uint16_t port) {
  std::ifstream table(name);
  char wanted[8];
  std::snprintf(wanted, sizeof wanted, ":%04X", port);
  int count = 0;
  for (std::string line; std::getline(table, line);) {
    std::istringstream fields(line);
    std::string number, near, far, state;
    fields >> number >> near >> far >> state;
    if (far.ends_with(wanted) && state == "01") ++count;
  }
  return count;
}
int connections_to(std::uint16_t port) {
  return connections_in("/proc/self/net/tcp", port) + connections_in("/proc/self/net/tcp6", port);
}

std::string load() {
  std::ifstream in("/proc/loadavg");
  std::string one;
  in >> one;
  return one;
}

/// "0.31 / 1.20", in milliseconds.
std::string halves_and_most(std::vector<std::int64_t> micros) {
  if (micros.empty()) return "-";
  std::sort(micros.begin(), micros.end());
  const auto at = [&](std::size_t percent) {
    return static_cast<double>(micros[(micros.size() - 1) * percent / 100]) / 1000.0;
  };
  char text[64];
  std::snprintf(text, sizeof text, "%.2f / %.2f / %.2f", at(50), at(95), at(99));
  return text;
}

/// Echoes twenty times a second until it goes.
class Heartbeat {
 public:
  explicit Heartbeat(OtherProcess& other) : thread_([this, &other] { run(other); }) {}
  std::vector<std::int64_t> stop() {
    over_ = true;
    thread_.join();
    return std::move(round_trips_);
  }

 private:
  void run(OtherProcess& other) {
    while (!over_) {
      const std::int64_t before = monotonic_us();
      if (!other.echo()) return;
      round_trips_.push_back(monotonic_us() - before);
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  }

  std::atomic<bool> over_{false};
  std::vector<std::int64_t> round_trips_;
  std::thread thread_;
};

struct Loops {
  explicit Loops(int count) : loops(static_cast<std::size_t>(count)) {}
  void run() {
    for (EventLoop& loop : loops) threads.emplace_back([&loop] { loop.run(); });
  }
  void stop() {
    for (EventLoop& loop : loops) loop.stop();
    for (std::thread& thread : threads) thread.join();
  }
  std::list<EventLoop> loops;
  std::vector<std::thread> threads;
};

void print_head() {
  std::puts(
      "| Calls | finals | missing, failed | late p50 / 95 / 99 ms | there | back | echo | frames late | CPU a "
      "call, "
      "here / there | MB a call, here | connections, made | load |");
  std::puts("|---|---|---|---|---|---|---|---|---|---|---|---|");
}

struct Row {
  int calls = 0;
  std::vector<std::int64_t> echo;
  Usage here, there;  // used while it was counted; memory: more than before the calls
  double seconds = 0;
  int connections = 0;
  std::int64_t made = 0;  // over all the time; 0: not known
};

void print_row(const Row& row, const Figures& figures) {
  const auto percent = [&](std::int64_t cpu_us) {
    return static_cast<double>(cpu_us) / 1e4 / row.seconds / row.calls;
  };
  std::printf("| %d | %zu | %lld, %lld | %s | %s | %s | %s | %s | %.2f %% / %.2f %% | %.2f | %d, %lld | %s |\n",
              row.calls, figures.lateness.size(),
              static_cast<long long>(figures.finished - static_cast<std::int64_t>(figures.lateness.size())),
              static_cast<long long>(figures.failures), halves_and_most(figures.lateness).c_str(),
              halves_and_most(figures.there).c_str(), halves_and_most(figures.back).c_str(),
              halves_and_most(row.echo).c_str(), halves_and_most(figures.frames).c_str(), percent(row.here.cpu_us),
              percent(row.there.cpu_us), static_cast<double>(row.here.memory_kb) / 1024.0 / row.calls,
              row.connections, static_cast<long long>(row.made), load().c_str());
  std::fflush(stdout);
}

int measure(const Options& options, int count) {
  const auto other = OtherProcess::start(options.provider, options.think_ms);
  if (!other) return 1;
  const auto profile = std::make_shared<AgentProfile>();
  const auto provider = recognizer_at(options.provider, other->port(), profile);
  if (!provider) {
    std::fprintf(stderr, "%s\n", provider.error().text().c_str());
    return 1;
  }
  Figures figures;
  Row row;
  row.calls = count;
  row.seconds = static_cast<double>(options.seconds);
  const Usage before = usage_now();
  Loops loops(options.loops);
  std::list<StreamingCall> calls;
  const Clock::time_point start = Clock::now() + std::chrono::milliseconds(200);
  const Clock::time_point from = start + kWarmUp;
  const Clock::time_point until = from + std::chrono::seconds(options.seconds);
  auto loop = loops.loops.begin();
  for (int i = 0; i < count; ++i, ++loop) {
    if (loop == loops.loops.end()) loop = loops.loops.begin();
    StreamingCall& call = calls.emplace_back(*loop, **provider, *profile, options.speech, figures);
    // Spread over an utterance and over a frame, by steps that do not meet again.
    const int apart = options.together ? 0 : (i * 618'034 + i * 37) % (options.speech.frames * 20'000);
    const Clock::time_point first = start + std::chrono::microseconds(apart);
    loop->post([&call, first, from, until] { call.begin(first, from, until); });
  }
  loops.run();
  std::this_thread::sleep_until(from);
  const Usage here = usage_now();
  const std::optional<Usage> there = other->echo();
  Heartbeat heartbeat(*other);
  std::this_thread::sleep_until(until);
  row.echo = heartbeat.stop();
  const Usage now_here = usage_now();
  const std::optional<Usage> now_there = other->echo();
  row.here = {now_here.cpu_us - here.cpu_us, now_here.memory_kb - before.memory_kb};
  if (there && now_there) row.there.cpu_us = now_there->cpu_us - there->cpu_us;
  if (now_there) row.made = now_there->connections;
  row.connections = connections_to(other->port());
  std::this_thread::sleep_for(kFarewell);
  loops.stop();
  print_row(row, figures);
  return 0;
}

}  // namespace

int run(int argc, char** argv) {
  Options options;
  CLI::App app{"Many calls at once through a recogniser over the network."};
  app.add_option("--provider", options.provider, "google, deepgram or openai")->capture_default_str();
  app.add_option("--calls", options.calls, "how many at once, one row each")->delimiter(',');
  app.add_option("--seconds", options.seconds, "that are counted")->capture_default_str();
  app.add_option("--loops", options.loops, "threads of the calls")->capture_default_str();
  app.add_option("--batch", options.speech.batch, "frames in one piece of audio")->capture_default_str();
  app.add_option("--think", options.think_ms, "milliseconds until the service answers; not in the lateness")
      ->capture_default_str();
  app.add_flag("--together", options.together, "all utterances end in the same instant");
  app.add_option("--answer-over", options.answer_over, "for this program's own use")->group("");
  CLI11_PARSE(app, argc, argv);
  if (options.answer_over >= 0) return answer_over(options.answer_over, options.provider, options.think_ms);
  print_head();
  for (const int count : options.calls) {
    if (measure(options, count) != 0) return 1;
  }
  return 0;
}

}  // namespace parley::bench

int main(int argc, char** argv) {
  return parley::bench::run(argc, argv);
}
