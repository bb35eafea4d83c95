// What Twilio asks before, during and after a stream, and the TwiML that answers. Each answer is made at once from
// what is known; whatever takes time happens elsewhere. Signatures have been checked by then.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/twilio/form.h"
#include "core/twilio/twiml.h"
#include "live/admission.h"
#include "live/agent_metrics.h"
#include "live/call_roster.h"
#include "live/http_message.h"
#include "live/public_address.h"

namespace parley {

inline constexpr std::string_view kIncomingCallPath = "/webhook/incoming_call";
inline constexpr std::string_view kStreamStatusPath = "/webhook/stream_status";
inline constexpr std::string_view kStreamEndedPath = "/webhook/stream_ended";
inline constexpr std::string_view kStreamPath = "/ws/twilio-media";

/// What Twilio tells a caller of this number for whom there is no line. Called on all loops at once.
using BusyWords = std::function<twilio::Say(std::string_view called)>;

class Webhooks {
 public:
  static constexpr std::size_t kMostStreamsACall = 4;  // a stream that keeps dying is not started for ever

  /// All three outlive this. Without words of its own it is busy in English.
  Webhooks(Admission& admission, CallRoster& roster, AgentCounters& counters, BusyWords busy)
      : admission_(admission), roster_(roster), counters_(counters), busy_(std::move(busy)) {}

  HttpResponse incoming_call(const HttpRequest& request, const RequestOrigin& origin, SteadyTime now);
  HttpResponse stream_status(const HttpRequest& request);
  HttpResponse stream_ended(const HttpRequest& request, const RequestOrigin& origin, SteadyTime now);

 private:
  static HttpResponse twiml(const std::vector<twilio::Verb>& verbs);
  HttpResponse busy(std::string_view called);

  Admission& admission_;
  CallRoster& roster_;
  AgentCounters& counters_;
  BusyWords busy_;
};

/// The fields of a webhook: the query's and, of a POST, the body's. What is beyond the limits is left out.
twilio::Form webhook_fields(const HttpRequest& request);

/// A scenario's name is no path: letters, digits, "-" and "_", at most 64 of them.
bool is_scenario_name(std::string_view name);

}  // namespace parley
