// What stands between Twilio and a server: every request is made again to the target and its answer given back,
// every stream is connected on and its call recorded (tap_call.h). The streams in TwiML are made to lead through
// here as well (twiml_detour.h). Runs on a server with one loop.
//
// It judges nothing, checks no signature and keeps none from the target; with the auth token it signs anew what was
// rightly signed for the tap's own address, since a signature is over the URL.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "live/http_client.h"
#include "live/server.h"
#include "live/tap_call.h"
#include "live/twiml_detour.h"

namespace parley {

class CallJournal;

struct TapConfig {
  twilio::Url target;       // http(s): webhooks and streams; ws(s): the stream itself, whatever path is asked for
  std::string public_host;  // the tap's, as Twilio calls it ("tap.example.com"); empty: the Host of each request
  bool rewrite_twiml = true;
  bool keep_host = false;  // the target is asked for under the tap's host name, not its own
  std::string auth_token;  // signs anew; empty: signatures pass as they are
  bool verify_certificate = true;
  std::string ca_file;
  std::size_t max_message_bytes = 16'000'000;
  TapLimits limits;
};

class TapService final : public WebService {
 public:
  /// `journal` may be null: nothing is recorded then. `said` hears one plain line about each thing that happens.
  TapService(TapConfig config, CallJournal* journal, std::function<void(const std::string&)> said);

  void handle(EventLoop& loop, const HttpRequest& request, Respond respond) override;
  UpgradeAnswer upgrade(const HttpRequest& request) override;
  void ask_upgrade(EventLoop& loop, const HttpRequest& request, RespondToUpgrade respond) override;
  void opened(EventLoop& loop, const HttpRequest& request, std::shared_ptr<WebSocket> socket) override;
  void stopped() override;

  std::size_t calls() const { return live_; }
  /// Of all calls that are over, both directions. On the loop's thread, or after the server has stopped.
  const LatenessHistogram& delay() const { return delay_; }

 private:
  twilio::Url document_of(const HttpRequest& request) const;
  Headers forwarded(const HttpRequest& request, const std::string& url_here, const std::string& url_there) const;
  HttpResponse answered(const HttpRequest& request, HttpAnswer answer);
  void add(EventLoop& loop, std::shared_ptr<WebSocket> twilio, std::shared_ptr<WebSocket> server);
  void ended(const TapReport& report);

  TapConfig config_;
  CallJournal* journal_;
  std::function<void(const std::string&)> said_;
  TwimlDetour detour_;
  std::map<const TapCall*, std::unique_ptr<TapCall>> calls_;
  std::atomic<std::size_t> live_{0};
  LatenessHistogram delay_;
};

/// "CA… 12.6 s, 630 messages to the agent and 420 from it, delay added p50 0.05 ms p99 0.31 ms, closed by ...".
std::string tap_line(const TapReport& report);

}  // namespace parley
