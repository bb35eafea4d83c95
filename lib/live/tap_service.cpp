#include "live/tap_service.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <cstdio>
#include <utility>

#include "core/twilio/form.h"
#include "core/twilio/signature.h"
#include "live/call_journal.h"
#include "live/call_problem.h"
#include "live/stream_target.h"

namespace parley {
namespace {

constexpr std::size_t kMostAnswer = 1024 * 1024;

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char byte) { return static_cast<char>(std::tolower(byte)); });
  return out;
}

/// Headers that concern one connection, or that are made anew for the next one.
bool stays_here(std::string_view name) {
  constexpr auto kNames = std::to_array<std::string_view>(
      {"connection", "keep-alive", "proxy-connection", "proxy-authorization", "te", "trailer", "transfer-encoding",
       "upgrade", "host", "content-length", "accept-encoding", "sec-websocket-key", "sec-websocket-version",
       "sec-websocket-extensions", "sec-websocket-accept"});
  return std::find(kNames.begin(), kNames.end(), lower(name)) != kNames.end();
}

bool is_twiml(const HttpAnswer& answer) {
  return answer.status == 200 && lower(header_of(answer.headers, "content-type")).find("xml") != std::string::npos;
}

bool is_form(const HttpRequest& request) {
  return lower(request.header("content-type")).starts_with("application/x-www-form-urlencoded");
}

/// The signature for the other URL, if this one's is right; otherwise as it came.
std::string signature_for(const HttpRequest& request, const std::string& token, const std::string& here,
                          const std::string& there) {
  const std::string came(request.header("x-twilio-signature"));
  if (token.empty() || came.empty() || here == there) return came;
  twilio::Form form;
  if (is_form(request)) {
    auto parsed = twilio::parse_form(request.body);
    if (!parsed) return came;
    form = std::move(*parsed);
  }
  return twilio::valid(token, came, twilio::url_variants(here), form) ? twilio::sign(token, there, form) : came;
}

/// What is put back when no call comes about of a connection that stands.
struct PendingStream {
  std::shared_ptr<WebSocket> socket;
  ~PendingStream() {
    if (socket) socket->abort();
  }
};

std::string ms_text(Duration span) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.2f", static_cast<double>(span.count()) / 1000.0);
  return text.data();
}

}  // namespace

TapService::TapService(TapConfig config, CallJournal* journal, std::function<void(const std::string&)> said)
    : config_(std::move(config)), journal_(journal), said_(std::move(said)), detour_(config_.target) {}

/// The request's URL as Twilio called it.
twilio::Url TapService::document_of(const HttpRequest& request) const {
  const bool secure = request.secure || lower(request.header("x-forwarded-proto")).starts_with("https");
  std::string front;
  if (config_.public_host.empty()) {
    const std::string_view forwarded_host = request.header("x-forwarded-host");
    front = (secure ? "https://" : "http://") +
            std::string(forwarded_host.empty() ? request.header("host") : forwarded_host);
  } else if (config_.public_host.find("://") == std::string::npos) {
    front = "https://" + config_.public_host;
  } else {
    front = config_.public_host;
  }
  while (!front.empty() && front.back() == '/') front.pop_back();
  auto url = twilio::parse_url(front + (request.target.starts_with('/') ? request.target : "/"));
  if (!url) url = twilio::parse_url("https://localhost/");
  url->scheme = url->secure() ? "https" : "http";
  return *url;
}

Headers TapService::forwarded(const HttpRequest& request, const std::string& url_here,
                              const std::string& url_there) const {
  Headers headers;
  for (const auto& [name, value] : request.headers) {
    if (stays_here(name)) continue;
    const bool is_signature = lower(name) == "x-twilio-signature";
    headers.emplace_back(name,
                         is_signature ? signature_for(request, config_.auth_token, url_here, url_there) : value);
  }
  const twilio::Url here = document_of(request);
  const std::string host = here.host + (here.port ? ":" + std::to_string(*here.port) : "");
  if (request.header("x-forwarded-for").empty()) headers.emplace_back("X-Forwarded-For", request.remote_address);
  if (request.header("x-forwarded-proto").empty()) {
    headers.emplace_back("X-Forwarded-Proto", here.secure() ? "https" : "http");
  }
  if (request.header("x-forwarded-host").empty()) headers.emplace_back("X-Forwarded-Host", host);
  if (config_.keep_host) headers.emplace_back("Host", host);
  return headers;
}

void TapService::handle(EventLoop& loop, const HttpRequest& request, Respond respond) {
  const twilio::Url& target = config_.target;
  HttpFetch fetch;
  fetch.secure = target.secure();
  fetch.host = without_brackets(target.host);
  fetch.port = target.effective_port();
  twilio::Url there = target;
  there.scheme = target.secure() ? "https" : "http";
  there.path.clear();
  there.query.reset();
  there.fragment.reset();
  fetch.request.method = request.method;
  fetch.request.target = request.target;
  fetch.request.headers = forwarded(request, document_of(request).text(), there.text() + request.target);
  fetch.request.body = request.body;
  fetch.verify_certificate = config_.verify_certificate;
  fetch.ca_file = config_.ca_file;
  fetch.max_body_bytes = kMostAnswer;
  const auto answered_with = [this, request, respond](HttpAnswer answer) {
    respond(answered(request, std::move(answer)));
  };
  fetch_http(loop, std::move(fetch), answered_with, [this, request, respond](const ConnectFailure& failure) {
    said_(request.method + " " + request.target + ": the target does not answer: " + failure.what);
    respond({502, "text/plain; charset=utf-8", "The target does not answer: " + failure.what + "\n", {}});
  });
}

HttpResponse TapService::answered(const HttpRequest& request, HttpAnswer answer) {
  HttpResponse response;
  response.status = answer.status;
  response.content_type.clear();
  for (const auto& header : answer.headers) {
    if (!stays_here(header.first)) response.headers.push_back(header);
  }
  std::string line = request.method + " " + request.target + ": " + std::to_string(answer.status) + " in " +
                     ms_text(answer.took) + " ms";
  if (config_.rewrite_twiml && is_twiml(answer)) {
    TwimlDetour::Rewritten rewritten = detour_.rewrite(answer.body, document_of(request));
    for (const std::string& url : rewritten.rerouted) line += ", stream " + url + " led through the tap";
    for (const std::string& url : rewritten.left) line += ", stream " + url + " could not be led through the tap";
    answer.body = std::move(rewritten.body);
  }
  response.body = std::move(answer.body);
  said_(line);
  return response;
}

UpgradeAnswer TapService::upgrade(const HttpRequest&) {
  return HttpResponse{500, "text/plain", "not asked later\n", {}};
}

void TapService::opened(EventLoop&, const HttpRequest&, std::shared_ptr<WebSocket>) {}

void TapService::ask_upgrade(EventLoop& loop, const HttpRequest& request, RespondToUpgrade respond) {
  auto there = detour_.destination(request.target);
  if (there && config_.target.websocket() && config_.target.path.size() > 1) there = config_.target;
  if (!there) {
    respond(HttpResponse{404, "text/plain; charset=utf-8", "No TwiML has led a stream this way.\n", {}});
    return;
  }
  twilio::Url here = document_of(request);
  here.scheme = here.secure() ? "wss" : "ws";
  SocketTarget socket;
  socket.secure = there->secure();
  socket.host = without_brackets(there->host);
  socket.port = there->effective_port();
  socket.path = there->target();
  socket.headers = forwarded(request, here.text(), there->text());
  socket.verify_certificate = config_.verify_certificate;
  socket.ca_file = config_.ca_file;
  socket.max_message_bytes = config_.max_message_bytes;
  socket.connect_timeout = std::chrono::milliseconds(5000);
  const auto connected = [this, &loop, respond](Connected connection) {
    UpgradeAccepted accepted;
    accepted.subprotocol = std::string(header_of(connection.headers, "sec-websocket-protocol"));
    auto pending = std::make_shared<PendingStream>();
    pending->socket = std::move(connection.socket);
    accepted.opened = [this, &loop, pending](std::shared_ptr<WebSocket> twilio) {
      add(loop, std::move(twilio), std::exchange(pending->socket, nullptr));
    };
    respond(std::move(accepted));
  };
  connect_web_socket(loop, socket, connected, [this, socket, respond](const ConnectFailure& failure) {
    const CallProblem problem = problem_of(failure, socket);
    said_("no stream: " + problem.text() + ". " + problem.cure);
    if (failure.status == 0) {
      respond(HttpResponse{502, "text/plain; charset=utf-8", problem.what + "\n", {}});
      return;
    }
    respond(
        HttpResponse{failure.status, std::string(header_of(failure.headers, "content-type")), failure.body, {}});
  });
}

void TapService::add(EventLoop& loop, std::shared_ptr<WebSocket> twilio, std::shared_ptr<WebSocket> server) {
  TapCallEvents events;
  if (journal_ != nullptr) {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    const auto began_us = std::chrono::duration_cast<std::chrono::microseconds>(since).count();
    events.record = [this, began_us](trace::TraceHeader header) -> std::unique_ptr<trace::TraceSink> {
      return journal_->open(std::move(header), began_us);
    };
  }
  events.held_back = [this](trace::Direction direction) {
    const bool from_server = direction == trace::Direction::kFromAgent;
    said_(from_server ? "the server is held back: Twilio does not read"
                      : "Twilio is held back: the server does not read");
  };
  // The call says that it has ended from within its own function, so it is taken away afterwards.
  const auto self = std::make_shared<const TapCall*>(nullptr);
  events.ended = [this, &loop, self](const TapReport& report) {
    ended(report);
    loop.post([this, self] {
      calls_.erase(*self);
      live_ = calls_.size();
    });
  };
  auto call =
      std::make_unique<TapCall>(loop, std::move(twilio), std::move(server), std::move(events), config_.limits);
  TapCall& started = *call;
  *self = &started;
  calls_.emplace(&started, std::move(call));
  live_ = calls_.size();
  started.start();
}

void TapService::ended(const TapReport& report) {
  delay_.add(report.delay_to_agent);
  delay_.add(report.delay_from_agent);
  said_(tap_line(report));
}

void TapService::stopped() {
  calls_.clear();
  live_ = 0;
}

std::string tap_line(const TapReport& report) {
  LatenessHistogram delay = report.delay_to_agent;
  delay.add(report.delay_from_agent);
  std::string line = report.call_sid.empty() ? "a call without start" : report.call_sid;
  line += "  " + std::to_string(to_millis(report.length) / 1000) + "." +
          std::to_string(to_millis(report.length) / 100 % 10) + " s, " + std::to_string(report.to_agent) +
          " messages to the agent and " + std::to_string(report.from_agent) + " from it, delay added p50 " +
          ms_text(delay.p50()) + " ms p99 " + ms_text(delay.p99()) + " ms";
  if (report.binary > 0) line += ", " + std::to_string(report.binary) + " of them binary";
  if (report.pauses > 0) line += ", " + std::to_string(report.pauses) + " times held back by a slow reader";
  line += std::string(", closed by ") + (report.ended_by_server ? "the server" : "Twilio") + " with " +
          std::to_string(report.end.code);
  if (!report.end.reason.empty()) line += " (" + report.end.reason + ")";
  return line;
}

}  // namespace parley
