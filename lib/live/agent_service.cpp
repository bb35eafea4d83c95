#include "live/agent_service.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "core/base/json.h"
#include "core/trace/utc_text.h"
#include "live/operator_access.h"
#include "live/recorded_agent.h"
#include "live/request_signature.h"

namespace parley {
namespace {

constexpr std::uint16_t kGoingAway = 1001;
constexpr const char* kPlain = "text/plain; charset=utf-8";

std::int64_t wall_clock_us() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(since).count();
}

SteadyTime steady_now() {
  return std::chrono::steady_clock::now();
}

/// The protocol that some clients ask for and Twilio itself does not; answered only if it was offered.
std::string chosen_subprotocol(std::string_view offered) {
  constexpr std::string_view kAudio = "audio.twilio.com";
  while (!offered.empty()) {
    const std::size_t comma = std::min(offered.find(','), offered.size());
    std::string_view item = offered.substr(0, comma);
    while (!item.empty() && item.front() == ' ') item.remove_prefix(1);
    while (!item.empty() && item.back() == ' ') item.remove_suffix(1);
    if (item == kAudio) return std::string(kAudio);
    offered.remove_prefix(std::min(comma + 1, offered.size()));
  }
  return {};
}

HttpResponse wrong_method(const char* allowed) {
  return {405, kPlain, std::string("This answers ") + allowed + ".\n", {{"Allow", allowed}}};
}

bool is_webhook(std::string_view path) {
  return path == kIncomingCallPath || path == kStreamStatusPath || path == kStreamEndedPath;
}

bool is_for_operators(std::string_view path) {
  return path == "/metrics" || path == "/calls" || path == "/api/calls";
}

}  // namespace

AgentService::AgentService(ServiceConfig config, PublicAddress address, CallJournal& journal, AgentPlanner planner)
    : config_(std::move(config)),
      address_(std::move(address)),
      journal_(journal),
      planner_(std::move(planner)),
      admission_(config_.max_calls, config_.reservation),
      webhooks_(admission_, roster_, counters_, std::move(config_.busy)) {}

void AgentService::handle(EventLoop&, const HttpRequest& request, Respond respond) {
  const HttpResponse response = answer(request);
  spdlog::debug("{} {} {} {}", request.remote_address, request.method, request.path(), response.status);
  respond(response);
}

HttpResponse AgentService::answer(const HttpRequest& request) {
  const std::string_view path = request.path();
  const bool reads = request.method == "GET";
  if (is_webhook(path)) return answer_webhook(request, address_.origin_of(request));
  if (is_for_operators(path)) return reads ? answer_operator(request) : wrong_method("GET");
  if (path == "/healthz") return reads ? HttpResponse{200, kPlain, "ok\n", {}} : wrong_method("GET");
  if (path == "/readyz") {
    if (!reads) return wrong_method("GET");
    return admission_.closed() ? HttpResponse{503, kPlain, "draining\n", {}}
                               : HttpResponse{200, kPlain, "ready\n", {}};
  }
  if (path == kStreamPath) {
    return {426, kPlain, "This is a media stream: connect with a WebSocket.\n", {{"Upgrade", "websocket"}}};
  }
  return {404, kPlain, "There is nothing here.\n", {}};
}

HttpResponse AgentService::answer_webhook(const HttpRequest& request, const RequestOrigin& origin) {
  const std::string_view path = request.path();
  if (request.method != "POST" && request.method != "GET") return wrong_method("GET, POST");
  if (!signed_by_twilio(config_.auth_token, request, origin, false)) {
    ++counters_.refused_signature;
    spdlog::warn("{} {} from {} is refused: it is not signed with our token", request.method, path, origin.client);
    return {403, kPlain, "The signature is not that of this request.\n", {}};
  }
  if (path == kIncomingCallPath) return webhooks_.incoming_call(request, origin, steady_now());
  if (path == kStreamEndedPath) return webhooks_.stream_ended(request, origin, steady_now());
  return webhooks_.stream_status(request);
}

HttpResponse AgentService::answer_operator(const HttpRequest& request) {
  const RequestOrigin origin = address_.origin_of(request);
  const OperatorAccess access = operator_access(request, origin, config_.ops_token);
  if (access != OperatorAccess::kGranted) {
    ++counters_.refused_operator;
    return access_refusal(access);
  }
  if (request.path() != "/metrics") return {200, "application/json", calls_json(), {{"Cache-Control", "no-store"}}};
  const MetricSources sources{counters_,
                              journal_.counters(),
                              server_counters_,
                              admission_.live(),
                              admission_.reserved(steady_now()),
                              admission_.closed()};
  return {200, "text/plain; version=0.0.4; charset=utf-8", metrics_text(sources), {}};
}

std::string AgentService::calls_json() const {
  std::string out;
  json::Writer writer(out);
  writer.begin_object().key("calls").begin_array();
  for (const StreamEntry& entry : roster_.all()) {
    const bool live = entry.ended_us == 0;
    writer.begin_object()
        .member("call_sid", entry.call_sid)
        .member("stream_sid", entry.stream_sid)
        .member("mode", entry.mode)
        .member("from", entry.from)
        .member("to", entry.to)
        .member("began", trace::utc_text(entry.began_us))
        .member("live", live);
    if (live) {
      writer.member("state", parley::name_of(entry.state));
    } else {
      writer.member("ended", trace::utc_text(entry.ended_us))
          .member("end", name_of(entry.end))
          .member("rx", entry.summary.rx)
          .member("tx", entry.summary.tx)
          .member("turns", entry.summary.turns);
    }
    writer.end_object();
  }
  writer.end_array().end_object();
  out += '\n';
  return out;
}

UpgradeAnswer AgentService::upgrade(const HttpRequest& request) {
  const RequestOrigin origin = address_.origin_of(request);
  if (request.path() != kStreamPath) return HttpResponse{404, kPlain, "There is no stream here.\n", {}};
  if (!signed_by_twilio(config_.auth_token, request, origin, true)) {
    ++counters_.refused_signature;
    spdlog::warn("a stream from {} is refused: it is not signed with our token", origin.client);
    return HttpResponse{403, kPlain, "The signature is not that of this request.\n", {}};
  }
  // Whether this stream has a reservation is known when `start` says whose it is; here only the impossible is
  // refused.
  const SteadyTime now = steady_now();
  if (!admission_.has_room(now) && admission_.reserved(now) == 0) {
    ++counters_.refused_busy;
    return HttpResponse{503, kPlain, admission_.closed() ? "draining\n" : "All lines are busy.\n", {}};
  }
  return UpgradeAccepted{chosen_subprotocol(request.header("Sec-WebSocket-Protocol"))};
}

void AgentService::opened(EventLoop& loop, const HttpRequest& request, std::shared_ptr<WebSocket> socket) {
  const std::int64_t began_us = wall_clock_us();
  const auto id = std::make_shared<std::uint64_t>(0);  // in the roster, once there is a `start`
  const std::string client = address_.origin_of(request).client;
  LiveCallEvents events;
  events.sent = [this](Duration lateness) { counters_.lateness.add(lateness); };
  events.refused = [this, client](const std::string& problem) {
    ++counters_.refused_stream;
    spdlog::warn("a stream from {}: {}", client, problem);
  };
  events.ended = [this, id, client](const SocketEnd& end) {
    if (*id == 0) {
      spdlog::info("a stream from {} ended before its start, code {} {}", client, end.code, end.reason);
      return;
    }
    roster_.end(*id, wall_clock_us());
    ++counters_.calls_ended;
    spdlog::info("stream {} ended, code {} {}", *id, end.code, end.reason);
  };
  calls_.add(
      loop, std::move(socket),
      [this, began_us, id](const twilio::Start& start, const AgentSeat& seat) {
        return make_agent(start, seat, began_us, id);
      },
      std::move(events), config_.limits);
}

Result<std::unique_ptr<Agent>> AgentService::make_agent(const twilio::Start& start, const AgentSeat& seat,
                                                        std::int64_t began_us,
                                                        const std::shared_ptr<std::uint64_t>& id) {
  auto place = admission_.begin(start.call_sid, steady_now());
  if (!place) {
    ++counters_.refused_busy;
    return make_error(admission_.closed() ? "draining" : "all lines are busy", start.call_sid);
  }
  auto plan = planner_(start);
  if (!plan) return plan.error();
  trace::TraceHeader& header = plan->header;
  header.build = config_.build;
  header.observed_at = trace::ObservedAt::kAgent;
  header.call_sid = start.call_sid;
  header.stream_sid = start.stream_sid.view();
  *id = roster_.begin(start, header.mode, began_us);
  ++counters_.calls_begun;
  spdlog::info("stream {} is call {}, {}", *id, start.call_sid, header.mode);
  auto recorder = journal_.open(std::move(header), began_us);
  recorder->observe([this, stream = *id](const trace::CallEvent& event) {
    roster_.note(stream, event);
    if (const auto* summary = std::get_if<trace::CallSummary>(&event.what)) {
      counters_.frames_received += summary->rx;
      counters_.frames_sent += summary->tx;
    } else if (const auto* lost = std::get_if<trace::AudioLost>(&event.what)) {
      counters_.recognizer_frames_dropped += lost->lost_ms / to_millis(kFrameDuration);
    }
  });
  AgentSeat counted = seat;
  counted.unheard = [this](std::int64_t frames) { counters_.recognizer_frames_dropped += frames; };
  auto agent = plan->make(*recorder, counted);
  return std::unique_ptr<Agent>(std::make_unique<RecordedAgent>(
      std::move(*place), std::move(recorder), std::move(agent), [this, stream = *id] { roster_.closing(stream); }));
}

void AgentService::drain() {
  admission_.close();
  calls_.each([](LiveCall& call) { call.drain(); });
}

void AgentService::close_all() {
  calls_.each([](LiveCall& call) { call.close(kGoingAway, "the server stops"); });
}

}  // namespace parley
