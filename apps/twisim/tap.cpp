#include "tap.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <utility>

#include "live/call_journal.h"
#include "live/tap_service.h"

namespace parley {
namespace {

int refuse(const std::string& sentence) {
  std::fprintf(stderr, "twisim: %s\n", sentence.c_str());
  return 2;
}

void say(const std::string& line) {
  std::printf("%s\n", line.c_str());
  std::fflush(stdout);
}

/// Waits for SIGINT or SIGTERM, which the caller has blocked in all threads.
void wait_for_the_end(const sigset_t& signals) {
  int got = 0;
  while (sigwait(&signals, &got) == EINTR) {
  }
}

Result<TapConfig> config_of(const TapOptions& options) {
  TapConfig config;
  auto target = twilio::parse_url(options.to);
  if (!target) return target.error();
  config.target = std::move(*target);
  if (!options.public_host.empty()) {
    const bool whole = options.public_host.find("://") != std::string::npos;
    if (auto url = twilio::parse_url(whole ? options.public_host : "https://" + options.public_host); !url) {
      return make_error("is no host name such as tap.example.com", "--public-host " + options.public_host);
    }
  }
  config.public_host = options.public_host;
  config.rewrite_twiml = !options.no_rewrite;
  config.keep_host = options.keep_host;
  config.verify_certificate = !options.insecure;
  config.ca_file = options.ca_file;
  if (!options.auth_token_env.empty()) {
    const char* token = std::getenv(options.auth_token_env.c_str());
    if (token == nullptr || *token == '\0') return make_error("is not set", options.auth_token_env);
    config.auth_token = token;
  }
  return config;
}

int serve(const TapOptions& options) {
  auto config = config_of(options);
  if (!config) return refuse(config.error().text());
  auto place = read_listen_address(options.listen);
  if (!place) return refuse(place.error().text());
  if (options.certificate.empty() != options.key.empty()) return refuse("give both --certificate and --key");
  std::error_code failed;
  std::filesystem::create_directories(options.out, failed);
  if (failed) return refuse(options.out + ": " + failed.message());
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  JournalConfig journal_config;
  journal_config.folder = options.out;
  journal_config.privacy.audio = !options.no_audio;
  journal_config.complain = say;
  CallJournal journal(std::move(journal_config));
  TapService service(std::move(*config), &journal, say);
  ServerConfig server_config;
  server_config.address = place->address;
  server_config.port = place->port;
  server_config.certificate_file = options.certificate;
  server_config.key_file = options.key;
  server_config.limits.message_bytes = 16'000'000;
  server_config.limits.handshake_timeout = std::chrono::seconds(20);  // the target is asked within it
  Server server(std::move(server_config), service);
  const auto port = server.start();
  if (!port) return refuse(port.error().text());
  const std::string scheme = options.certificate.empty() ? "http" : "https";
  say("listening on " + scheme + "://" + place->address + ":" + std::to_string(*port) + "\nto " + options.to +
      ", traces in " + options.out + ". Stop with Ctrl-C.");
  wait_for_the_end(signals);
  server.stop();
  journal.flush();
  const LatenessHistogram& delay = service.delay();
  std::printf("%lld messages passed, delay added p50 %.2f ms, p99 %.2f ms, max %.2f ms\n",
              static_cast<long long>(delay.count()), static_cast<double>(delay.p50().count()) / 1000.0,
              static_cast<double>(delay.p99().count()) / 1000.0, static_cast<double>(delay.max().count()) / 1000.0);
  return 0;
}

}  // namespace

void register_tap(CLI::App& app, TapOptions& options, int& exit_code) {
  CLI::App* command =
      app.add_subcommand("tap", "Stands between Twilio and a server, passes real calls on and records them.");
  command->add_option("--listen", options.listen, "ADDRESS:PORT to listen on; port 0 takes a free one.");
  command->add_option("--to", options.to, "The server: http(s):// for webhooks and streams, ws(s):// for streams.")
      ->required();
  command->add_option("--out", options.out, "Folder of the traces, one a call.")->required();
  command->add_option("--public-host", options.public_host,
                      "The host under which Twilio reaches the tap; else the Host header of each request.");
  command->add_option("--auth-token-env", options.auth_token_env,
                      "Environment variable with the auth token: signs anew for the server's own address.");
  command->add_option("--certificate", options.certificate, "Certificate chain (PEM), to speak TLS ourselves.");
  command->add_option("--key", options.key, "Its private key (PEM).");
  CLI::Option* insecure =
      command->add_flag("--insecure", options.insecure, "Takes any certificate of the server's.");
  command->add_option("--ca", options.ca_file, "Certificate authorities (PEM) beside the system's.")
      ->check(CLI::ExistingFile)
      ->excludes(insecure);
  command->add_flag("--keep-host", options.keep_host, "Asks the server under the tap's host name.");
  command->add_flag("--no-rewrite", options.no_rewrite, "Leaves the streams in TwiML as they are.");
  command->add_flag("--no-audio", options.no_audio, "Records messages without their sound.");
  command->footer(
      "Examples:\n"
      "  twisim tap --listen :5051 --to http://127.0.0.1:5000 --out calls --public-host tap.example.com\n"
      "  twisim tap --to wss://voice.example.com/ws/twilio-media --out calls\n"
      "  twisim diagnose calls/*.trace.jsonl");
  command->callback([&options, &exit_code] { exit_code = serve(options); });
}

}  // namespace parley
