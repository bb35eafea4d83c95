// The stream's path: a plain GET, a forged signature, and the upgrade as Twilio asks for it.
#include <algorithm>
#include <cctype>
#include <string_view>

#include "live/examination.h"

namespace parley {
namespace {

constexpr std::string_view kWrongSignature = "AAAAAAAAAAAAAAAAAAAAAAAAAAA=";

bool says_html(const Headers& headers) {
  std::string type(header_of(headers, "content-type"));
  std::transform(type.begin(), type.end(), type.begin(),
                 [](unsigned char byte) { return static_cast<char>(std::tolower(byte)); });
  return type.find("html") != std::string::npos;
}

Headers without(const Headers& headers, std::string_view name) {
  Headers out;
  for (const auto& header : headers) {
    if (header.first != name) out.push_back(header);
  }
  return out;
}

}  // namespace

bool Examination::examine_stream(const std::string& url) {
  StreamRequest request = plan_.stream;
  request.url = url;
  auto target = stream_target(request);
  if (!target) {
    fail("stream.url", target.error().text(), 31923, cure_for(31923));
    return false;
  }
  // The certificate has been judged already; what is behind it is worth seeing all the same.
  target->socket.verify_certificate = false;
  if (!target->dropped_query.empty()) {
    warn("stream.query", "stream: Twilio drops the query \"" + target->dropped_query + "\" of its URL", 31920,
         "Pass values in <Parameter>; they come in start.customParameters.");
  }
  examine_plain_get(*target);
  if (!plan_.stream.auth_token.empty()) examine_wrong_stream_signature(*target);
  return examine_upgrade(*target);
}

void Examination::examine_plain_get(const StreamTarget& target) {
  HttpFetch fetch;
  fetch.secure = target.socket.secure;
  fetch.host = target.socket.host;
  fetch.port = target.socket.port;
  fetch.verify_certificate = false;
  fetch.request.method = "GET";
  fetch.request.target = target.socket.path;
  fetch.request.headers = target.socket.headers;
  const auto outcome = wait_for<Outcome<HttpAnswer>>([&](auto done) {
    fetch_http(
        loop_, fetch,
        [done](HttpAnswer answer) {
          done({std::move(answer), std::nullopt});
        },
        [done](ConnectFailure failure) {
          done({std::nullopt, std::move(failure)});
        });
  });
  if (!outcome.value) {
    note("stream.get", "plain GET of the stream's path: " + outcome.failure->what);
    return;
  }
  const std::string what = "plain GET of the stream's path: HTTP " + std::to_string(outcome.value->status);
  if (outcome.value->status < 400 && says_html(outcome.value->headers)) {
    note("stream.get", what + " and a page",
         "Answer 426: a page at this path hides that an upgrade was lost on the way through a proxy.");
  } else if (outcome.value->status >= 500) {
    note("stream.get", what, "Answer 426: a plain request is nobody's fault of the server.");
  } else {
    pass("stream.get", what, outcome.value->took);
  }
}

Outcome<Connected> Examination::connect(const SocketTarget& target) {
  return wait_for<Outcome<Connected>>([&](auto done) {
    connect_web_socket(
        loop_, target,
        [done](Connected connection) {
          done({std::move(connection), std::nullopt});
        },
        [done](ConnectFailure failure) {
          done({std::nullopt, std::move(failure)});
        });
  });
}

void Examination::examine_wrong_stream_signature(const StreamTarget& target) {
  SocketTarget forged = target.socket;
  forged.headers = without(forged.headers, "x-twilio-signature");
  forged.headers.emplace_back("x-twilio-signature", kWrongSignature);
  const auto outcome = connect(forged);
  if (outcome.value) {
    outcome.value->socket->abort();
    warn("stream.forgery", "stream: took a wrong signature: it is not checked", 0,
         "Check X-Twilio-Signature on the upgrade, or anybody can open a stream and speak to the agent.");
  } else if (outcome.failure->status == 403 || outcome.failure->status == 401) {
    pass("stream.forgery", "stream: refuses a wrong signature with " + std::to_string(outcome.failure->status));
  } else if (outcome.failure->status != 0) {
    note("stream.forgery", "stream: answers a wrong signature with " + std::to_string(outcome.failure->status));
  }
}

bool Examination::examine_upgrade(const StreamTarget& target) {
  const auto outcome = connect(target.socket);
  if (outcome.failure) {
    const CallProblem problem = refused_upgrade(*outcome.failure, target);
    fail("upgrade", "upgrade: " + problem.what, problem.code, problem.cure);
    return false;
  }
  const Connected& connection = *outcome.value;
  connection.socket->abort();
  if (const auto problem = problem_of_answer(connection.headers)) {
    fail("upgrade", "upgrade: " + problem->what, problem->code, problem->cure);
    return false;
  }
  pass("upgrade", "upgrade: 101 without Origin, subprotocol and extensions", connection.times.handshake);
  return true;
}

/// The reason is looked for once more where asking differently tells it.
CallProblem Examination::refused_upgrade(const ConnectFailure& failure, const StreamTarget& target) {
  CallProblem problem = problem_of(failure, target.socket);
  if (says_html(failure.headers)) problem.what += ", with an HTML page";
  if (failure.status != 403 && failure.status != 401 && failure.status != 400) return problem;
  SocketTarget again = target.socket;
  again.headers.emplace_back("Origin", (again.secure ? "https://" : "http://") + again.host);
  if (const auto outcome = connect(again); outcome.value) {
    outcome.value->socket->abort();
    problem.what += "; with an Origin header it is taken";
    problem.cure =
        "The server asks for an Origin, which Twilio never sends: switch the origin check off for this path.";
    return problem;
  }
  again = target.socket;
  again.headers.emplace_back("Sec-WebSocket-Protocol", "audio.twilio.com");
  if (const auto outcome = connect(again); outcome.value) {
    outcome.value->socket->abort();
    problem.what += "; with the subprotocol audio.twilio.com it is taken";
    problem.cure = "The server asks for a subprotocol, and Twilio offers none: take clients without one.";
  }
  return problem;
}

}  // namespace parley
