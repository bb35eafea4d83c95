// The preflight of a target: everything between a telephone call and a working conversation, examined in the order
// in which Twilio comes upon it, each step measured, and each failure with Twilio's own error code and a cure. It
// runs a loop of its own on the calling thread and returns when all is examined.
//
// It judges what can be seen from outside in one short call. How well the agent converses is for `twisim call` and
// `run`.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/peer/peer_config.h"
#include "live/stream_target.h"

namespace parley {

/// Good, worth knowing, worth correcting, or so wrong that calls fail.
enum class CheckResult : std::uint8_t { kPassed, kNoted, kWarned, kFailed };
std::string_view name_of(CheckResult result);  // "passed", "noted", "warned", "failed"

struct PreflightCheck {
  std::string id;  // "dns", "tls.expiry"
  CheckResult result = CheckResult::kPassed;
  std::string what;                                 // one line
  std::optional<std::chrono::microseconds> took{};  // nothing where there was nothing to measure
  int code = 0;                                     // Twilio's; 0 where Twilio has none
  std::string cure{};
};

struct PreflightPlan {
  std::string target;    // ws(s):// the stream itself, http(s):// the webhook
  StreamRequest stream;  // all but its URL
  bool local = false;    // a server that Twilio need not reach yet: what only the internet asks for is noted
  bool call = true;      // makes a short call at the end
  Duration patience = seconds(10);  // of the caller in that call, with an agent that does not answer
  std::string from = "+15005550006";
  std::string to = "+15005550009";
  PeerConfig peer;  // with its identifiers drawn
};

struct PreflightReport {
  std::vector<PreflightCheck> checks;
  bool unreachable = false;  // there was nobody to examine

  bool go() const;
  /// 0 go, 1 no go, 3 unreachable.
  int exit_code() const;
};

/// `said` hears each check as it is done; an error for a target that is no URL of these schemes.
Result<PreflightReport> run_preflight(const PreflightPlan& plan,
                                      const std::function<void(const PreflightCheck&)>& said);

/// For programs: one JSON object with the verdict and all checks.
std::string preflight_json(const PreflightPlan& plan, const PreflightReport& report);

}  // namespace parley
