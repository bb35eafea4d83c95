#include "serve.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "agent/speech_assembly.h"
#include "check.h"
#include "json_log.h"
#include "live/agent_service.h"
#include "live/scenario_library.h"
#include "voice/flite_voice.h"

namespace parley {
namespace {

using Clock = std::chrono::steady_clock;

// A call whose time is over says goodbye, and its caller hears that out.
constexpr std::chrono::seconds kFarewell{10};

sigset_t our_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&set, signal);
  return set;
}

/// The next signal, or 0 when none came in that time.
int next_signal(std::chrono::milliseconds within) {
  const sigset_t set = our_signals();
  const timespec time{within.count() / 1000, (within.count() % 1000) * 1'000'000};
  const int signal = sigtimedwait(&set, nullptr, &time);
  return signal < 0 ? 0 : signal;
}

void set_up_log(const AgentConfig& config) {
  auto logger = std::make_shared<spdlog::logger>("agentd", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  // What is logged holds text from outside; JSON lines are made by a formatter that escapes it.
  if (config.log_format == "json") {
    logger->set_formatter(json_log_formatter());
  } else {
    logger->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
  }
  logger->set_level(spdlog::level::from_str(config.log_level));
  logger->flush_on(spdlog::level::info);
  spdlog::set_default_logger(std::move(logger));
}

JournalConfig journal_config(const AgentConfig& config) {
  JournalConfig journal;
  journal.folder = config.trace_dir;
  journal.privacy = {config.trace_audio, config.trace_text, !config.log_digits};
  journal.log = [](std::string_view lines) {
    std::fwrite(lines.data(), 1, lines.size(), stdout);
    std::fflush(stdout);
  };
  journal.complain = [](const std::string& problem) { spdlog::error("{}", problem); };
  return journal;
}

ServerConfig server_config(const AgentConfig& config) {
  ServerConfig server;
  server.address = config.address;
  server.port = config.port;
  server.threads = config.threads;
  server.certificate_file = config.certificate_file;
  server.key_file = config.key_file;
  return server;
}

/// Without a file nobody keeps them, and the log says that there was one.
KeepLead keep_leads(const std::string& file) {
  if (file.empty()) {
    return [](const LeadRecord& lead) {
      spdlog::warn("call {} has left a number; agent.leads names no file to keep it in", lead.call_sid);
    };
  }
  const auto book =
      std::make_shared<LeadBook>(file, [](const std::string& problem) { spdlog::error("{}", problem); });
  return [book](LeadRecord lead) {
    spdlog::info("call {} has left a number", lead.call_sid);
    book->keep(std::move(lead));
  };
}

/// Who answers, and what those are told for whom there is no line.
struct Answering {
  AgentPlanner planner;
  BusyWords busy = {};
};

Result<Answering> answering_of(const AgentConfig& config) {
  const bool traced = !config.trace_dir.empty();
  switch (config.mode) {
    case AgentMode::kEcho:
      return Answering{echo_planner(traced)};
    case AgentMode::kSink:
      return Answering{sink_planner(traced)};
    case AgentMode::kAi:
      break;
  }
  if (config.provider == "scripted") {
    auto library = ScenarioLibrary::read(config.scenarios, config.call, read_aloud);
    if (!library) return library.error();
    return Answering{scripted_planner(std::move(*library))};
  }
  auto speech = assemble_speech(config);
  if (!speech) return speech.error();
  std::vector<std::string> warnings;
  AgentPlanner planner = speaking_planner_of(*speech, config.call, warnings, keep_leads(config.leads));
  for (const std::string& warning : warnings) spdlog::warn("{}", warning);
  return Answering{std::move(planner), busy_words_of(*speech)};
}

std::string listening_on(const AgentConfig& config, std::uint16_t port) {
  const bool v6 = config.address.find(':') != std::string::npos;
  return std::string(config.certificate_file.empty() ? "http://" : "https://") +
         (v6 ? "[" + config.address + "]" : config.address) + ":" + std::to_string(port);
}

/// Waits until it is told to stop; meanwhile reads the certificate anew when told to.
void run_until_told(Server& server, const AgentConfig& config) {
  while (true) {
    const int signal = next_signal(std::chrono::hours(1));
    if (signal == SIGTERM || signal == SIGINT) return;
    if (signal != SIGHUP) continue;
    if (config.certificate_file.empty()) {
      spdlog::warn("SIGHUP: there is no certificate to read anew");
    } else if (auto reloaded = server.reload_certificate(); !reloaded) {
      spdlog::error("the certificate was not replaced: {}", reloaded.error().text());
    } else {
      spdlog::info("the certificate was read anew; connections that exist keep theirs");
    }
  }
}

void let_calls_finish(AgentService& service, const AgentConfig& config) {
  service.drain();
  spdlog::info("draining: {} calls have {} s to finish", service.calls(), to_millis(config.call.drain) / 1000);
  const Clock::time_point end =
      Clock::now() + config.call.drain + (config.mode == AgentMode::kAi ? kFarewell : std::chrono::seconds(0));
  while (service.calls() > 0 && Clock::now() < end) {
    const int signal = next_signal(std::chrono::milliseconds(100));
    if (signal == SIGTERM || signal == SIGINT) break;
  }
  if (service.calls() == 0) return;
  spdlog::warn("{} calls are closed", service.calls());
  service.close_all();
  const Clock::time_point closed = Clock::now() + std::chrono::seconds(6);  // the closing handshake has five
  while (service.calls() > 0 && Clock::now() < closed) next_signal(std::chrono::milliseconds(50));
}

}  // namespace

void hold_signals() {
  const sigset_t set = our_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);  // a log that nobody reads any more ends no calls
}

int serve(const AgentConfig& config) {
  set_up_log(config);
  for (const std::string& note : lint_agent_config(config)) spdlog::warn("{}", note);
  if (const auto error = check_files(config)) {
    std::fprintf(stderr, "agentd: %s\n", error->text().c_str());
    return 2;
  }
  auto answering = answering_of(config);
  if (!answering) {
    std::fprintf(stderr, "agentd: %s\n", answering.error().text().c_str());
    return 2;
  }
  auto address = PublicAddress::make(config.public_host, config.trusted_proxies);
  ServiceConfig service_config;
  service_config.max_calls = static_cast<std::size_t>(config.max_calls);
  service_config.auth_token = config.auth_token;
  service_config.ops_token = config.ops_token;
  service_config.build = PARLEY_VERSION;
  service_config.busy = std::move(answering->busy);
  CallJournal journal(journal_config(config));
  AgentService service(std::move(service_config), std::move(*address), journal, std::move(answering->planner));
  Server server(server_config(config), service);
  service.show(server.counters());
  const auto port = server.start();
  if (!port) {
    std::fprintf(stderr, "agentd: %s\n", port.error().text().c_str());
    return 2;
  }
  std::printf("listening on %s\n", listening_on(config, *port).c_str());
  std::fflush(stdout);
  const std::string streaming = config.call.recognizer.streaming ? "True" : "False";
  journal.say("[CFG] ENABLE_STREAMING_STT=" + streaming + " mode=" + std::string(name_of(config.mode)) +
              " max_calls=" + std::to_string(config.max_calls) + " threads=" + std::to_string(config.threads));
  run_until_told(server, config);
  let_calls_finish(service, config);
  server.stop();
  journal.flush();
  spdlog::info("stopped");
  return 0;
}

}  // namespace parley
