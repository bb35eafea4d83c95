#include "live/call_problem.h"

#include <string_view>

#include "core/twilio/error_codes.h"
#include "live/http_message.h"

namespace parley {
namespace {

using Step = ConnectFailure::Step;

constexpr int kTimedOut = 31901;
constexpr int kRefused = 31902;
constexpr int kBrokenPipe = 31903;
constexpr int kUnreachable = 31904;
constexpr int kTlsFailed = 31910;
constexpr int kHandshakeFailed = 31920;

bool says(std::string_view text, std::string_view word) {
  return text.find(word) != std::string_view::npos;
}

int code_of(const ConnectFailure& failure) {
  if (failure.step == Step::kName) return kUnreachable;
  if (failure.timed_out) return kTimedOut;
  if (failure.step == Step::kTls) return kTlsFailed;
  if (failure.status != 0) return kHandshakeFailed;
  if (says(failure.what, "refused")) return kRefused;
  if (says(failure.what, "reset") || says(failure.what, "pipe") || says(failure.what, "End of file") ||
      says(failure.what, "end of stream")) {
    return kBrokenPipe;
  }
  return failure.step == Step::kTcp ? kUnreachable : kHandshakeFailed;
}

std::string_view name_of(Step step) {
  switch (step) {
    case Step::kName:
      return "name";
    case Step::kTcp:
      return "TCP";
    case Step::kTls:
      return "TLS";
    case Step::kHandshake:
      return "WebSocket handshake";
  }
  return "";
}

std::string cure_of_status(const ConnectFailure& failure) {
  const std::string_view type = header_of(failure.headers, "content-type");
  switch (failure.status) {
    case 401:
    case 403:
      return "The server refuses the upgrade: it checks X-Twilio-Signature (name the token with --auth-token-env, "
             "and "
             "compare the URL that it signs with the one that is called), or it checks Origin, which Twilio never "
             "sends.";
    case 404:
      return "No route takes this path: compare it with the one that the server registers for the stream.";
    case 405:
    case 400:
    case 426:
      return "The server takes this path and not the upgrade: the route is an ordinary one, or a proxy in front "
             "drops "
             "the headers Connection and Upgrade.";
    default:
      break;
  }
  if (failure.status >= 300 && failure.status < 400) {
    return "Twilio follows no redirect here: give the URL that the server redirects to (" +
           std::string(header_of(failure.headers, "location")) + ").";
  }
  if (failure.status >= 500) return "The server, or what a proxy finds behind itself, fails: look at its log.";
  if (failure.status == 200 && says(type, "html")) {
    return "A page was answered where a WebSocket was asked for: the path belongs to a web page, or a proxy in "
           "front "
           "does not pass the upgrade on.";
  }
  return "Only 101 opens a stream: the route must be a WebSocket's, and a proxy in front must pass Upgrade on.";
}

std::string cure_of(const ConnectFailure& failure, const SocketTarget& target) {
  const std::string place = target.host + ":" + std::to_string(target.port);
  switch (failure.step) {
    case Step::kName:
      return "No address is known for " + target.host + ": correct the name, or its DNS entry.";
    case Step::kTcp:
      if (says(failure.what, "refused"))
        return "Nothing listens at " + place + ": start the server, or correct the port.";
      return "Nothing answers at " + place + ": look at the address, the firewall and the routing.";
    case Step::kTls:
      return "Twilio takes a certificate of a public authority for this name, unexpired, with its chain, by TLS "
             "1.2 or "
             "later. To test a certificate of your own here: --ca FILE, or --insecure.";
    case Step::kHandshake:
      if (failure.status != 0) return cure_of_status(failure);
      if (failure.timed_out) return "The server took the connection and never answered the upgrade: is it stuck?";
      return "What answers at " + place +
             " speaks no HTTP/1.1 WebSocket upgrade: is it TLS (wss), or another service?";
  }
  return "";
}

}  // namespace

std::string title_of(int code) {
  const twilio::ErrorCode* known = twilio::find_error_code(code);
  return known == nullptr ? std::string() : std::string(known->title);
}

std::string CallProblem::text() const {
  if (code == 0) return what;
  return std::to_string(code) + " " + title_of(code) + ": " + what;
}

CallProblem problem_of(const ConnectFailure& failure, const SocketTarget& target) {
  CallProblem problem;
  problem.code = code_of(failure);
  problem.what = std::string(name_of(failure.step)) + ": ";
  if (failure.status != 0) {
    problem.what += "HTTP " + std::to_string(failure.status) + " instead of 101";
  } else {
    problem.what += failure.what;
  }
  problem.cure = cure_of(failure, target);
  return problem;
}

std::optional<CallProblem> problem_of_answer(const Headers& answer) {
  if (const auto protocol = header_of(answer, "sec-websocket-protocol"); !protocol.empty()) {
    return CallProblem{
        kHandshakeFailed,
        "the answer names the subprotocol \"" + std::string(protocol) + "\", which was not offered",
        "Twilio offers no subprotocol, and RFC 6455 makes a client fail that is answered one unasked: "
        "answer one only to a client that offers it."};
  }
  if (const auto extension = header_of(answer, "sec-websocket-extensions"); !extension.empty()) {
    return CallProblem{
        kHandshakeFailed,
        "the answer names the extension \"" + std::string(extension) + "\", which was not offered",
        "Twilio offers no extensions: switch compression off, or answer it only where it is offered."};
  }
  return std::nullopt;
}

}  // namespace parley
