#include "live/webhooks.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/reply/language.h"
#include "core/twilio/webhook.h"

namespace parley {
namespace {

twilio::Connect stream_to(const RequestOrigin& origin, std::vector<twilio::StreamParameter> parameters) {
  twilio::Connect connect;
  connect.action = origin.http_base() + std::string(kStreamEndedPath);
  connect.stream.url = origin.socket_base() + std::string(kStreamPath);
  connect.stream.track = twilio::StreamTrack::kInbound;
  connect.stream.status_callback = origin.http_base() + std::string(kStreamStatusPath);
  connect.stream.parameters = std::move(parameters);
  return connect;
}

std::string field(const twilio::Form& form, std::string_view name) {
  const std::string* value = twilio::find_field(form, name);
  return value == nullptr ? std::string() : *value;
}

twilio::Dial dial(const std::string& address) {
  twilio::Dial dial;
  if (address.starts_with("sip:") || address.starts_with("sips:")) {
    dial.nouns.push_back({"Sip", address});
  } else {
    dial.number = address;
  }
  return dial;
}

/// Both numbers go with the stream: the one that was called says who answers it.
std::vector<twilio::StreamParameter> number_parameters(std::string from, std::string to) {
  std::vector<twilio::StreamParameter> parameters;
  for (auto& [name, value] : {std::pair<const char*, std::string&>{"From", from}, {"To", to}}) {
    if (!value.empty() && value.size() < 400) parameters.push_back({name, std::move(value)});
  }
  return parameters;
}

HttpResponse no_host() {
  return {400, "text/plain; charset=utf-8", "The request names no host, and PUBLIC_HOST is not set.\n", {}};
}

}  // namespace

twilio::Form webhook_fields(const HttpRequest& request) {
  twilio::Form fields;
  const std::string_view target = request.target;
  if (const std::size_t query = target.find('?'); query != std::string_view::npos) {
    if (auto form = twilio::parse_form(target.substr(query + 1))) fields = std::move(*form);
  }
  if (request.method == "POST") {
    if (auto form = twilio::parse_form(request.body)) {
      // What was posted comes first, so that a query cannot shadow it.
      std::move(fields.begin(), fields.end(), std::back_inserter(*form));
      fields = std::move(*form);
    }
  }
  return fields;
}

bool is_scenario_name(std::string_view name) {
  return !name.empty() && name.size() <= 64 && std::all_of(name.begin(), name.end(), [](char byte) {
    return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') ||
           byte == '-' || byte == '_';
  });
}

HttpResponse Webhooks::twiml(const std::vector<twilio::Verb>& verbs) {
  return {200, "text/xml; charset=utf-8", twilio::write_twiml(verbs), {}};
}

HttpResponse Webhooks::busy(std::string_view called) {
  ++counters_.refused_busy;
  return twiml({busy_ ? busy_(called) : twilio::Say{english().busy, {}, {}}, twilio::Hangup{}});
}

HttpResponse Webhooks::incoming_call(const HttpRequest& request, const RequestOrigin& origin, SteadyTime now) {
  ++counters_.webhooks;
  if (origin.host.empty()) return no_host();
  const twilio::Form fields = webhook_fields(request);
  const std::string call_sid = field(fields, "CallSid");
  const bool room = call_sid.empty() ? admission_.has_room(now) : admission_.reserve(call_sid, now);
  if (!room) {
    spdlog::warn("call {} is refused: {}", call_sid, admission_.closed() ? "draining" : "all lines are busy");
    return busy(field(fields, "To"));
  }
  if (!call_sid.empty()) roster_.announce(call_sid, field(fields, "From"), field(fields, "To"));
  spdlog::info("call {} from {} is sent to the stream", call_sid, origin.client);
  auto parameters = number_parameters(field(fields, "From"), field(fields, "To"));
  if (const std::string scenario = field(fields, "scenario"); is_scenario_name(scenario)) {
    parameters.push_back({"scenario", scenario});
  }
  return twiml({stream_to(origin, std::move(parameters))});
}

HttpResponse Webhooks::stream_status(const HttpRequest& request) {
  ++counters_.webhooks;
  const twilio::StreamStatusReading reading = twilio::read_stream_status(webhook_fields(request));
  const twilio::StreamStatus& status = reading.status;
  if (reading.event == twilio::StreamEvent::kError) {
    ++counters_.stream_errors;
    spdlog::error("call {}: Twilio reports an error of stream {}: {} {}", status.call_sid, status.stream_sid,
                  status.error_code, status.error);
  } else {
    spdlog::debug("call {}: stream {}: {}", status.call_sid, status.stream_sid,
                  reading.event ? twilio::name_of(*reading.event) : "an unknown event");
  }
  return {204, "", "", {}};
}

HttpResponse Webhooks::stream_ended(const HttpRequest& request, const RequestOrigin& origin, SteadyTime now) {
  ++counters_.webhooks;
  if (origin.host.empty()) return no_host();
  const twilio::Form fields = webhook_fields(request);
  const std::string call_sid = field(fields, "CallSid");
  const auto stream = roster_.newest_of(call_sid);
  const bool lives = field(fields, "CallStatus") == "in-progress";
  if (lives && stream && !stream->transfer_to.empty()) {
    ++counters_.transferred;
    spdlog::info("call {} is transferred", call_sid);
    return twiml({dial(stream->transfer_to)});
  }
  // Twilio says that the stream is over; if neither side ended it in order, the caller is still waiting for us.
  const bool died = stream && (stream->end == StreamEnd::kLost || stream->end == StreamEnd::kLive);
  const std::size_t streams = roster_.streams_of(call_sid);
  if (!lives || !died || streams >= kMostStreamsACall) return twiml({});
  const auto known = [&fields](std::string_view name, const std::string& before) {
    std::string said = field(fields, name);
    return said.empty() ? before : said;
  };
  const std::string called = known("To", stream->to);
  if (!admission_.reserve(call_sid, now)) return busy(called);
  ++counters_.resumed;
  spdlog::warn("call {}: its stream died while the call lives; stream {} begins", call_sid, streams + 1);
  auto parameters = number_parameters(known("From", stream->from), called);
  parameters.push_back({"resumed", std::to_string(streams)});
  return twiml({stream_to(origin, std::move(parameters))});
}

}  // namespace parley
