// A preflight while it runs: what has been found so far and the loop it is found with. One part of it in each of
// examine_connection.cpp, examine_webhook.cpp, examine_stream.cpp and examine_call.cpp; preflight.h is for everyone
// else.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "core/account/call_account.h"
#include "core/twilio/form.h"
#include "core/twilio/twiml.h"
#include "core/twilio/url.h"
#include "core/twilio/webhook.h"
#include "live/call_problem.h"
#include "live/connection_probe.h"
#include "live/event_loop.h"
#include "live/http_client.h"
#include "live/outgoing_call.h"
#include "live/preflight.h"

namespace parley {

/// Of an operation that either gives something or fails; exactly one is set.
template <class T>
struct Outcome {
  std::optional<T> value;
  std::optional<ConnectFailure> failure;
};

class Examination {
 public:
  Examination(const PreflightPlan& plan, const std::function<void(const PreflightCheck&)>& said)
      : plan_(plan), said_(said) {}

  Result<PreflightReport> run();

 private:
  enum class Signed : std::uint8_t { kNot, kRight, kWrong };

  // examine_connection.cpp
  /// False where nobody can be reached there.
  bool examine_connection(const twilio::Url& url);
  bool examine_address(const twilio::Url& url, const ProbeReport& probe);
  void examine_certificate(const twilio::Url& url, const ProbeReport& probe);
  void say_unencrypted(const twilio::Url& url);

  // examine_webhook.cpp
  /// The stream that it names, if any.
  std::optional<twilio::Connect> examine_webhook(const twilio::Url& url);
  std::optional<twilio::Connect> examine_twiml(const twilio::Url& url, const HttpAnswer& answer);
  std::optional<twilio::Connect> find_stream(const twilio::TwimlReading& reading);
  bool examine_answer(const HttpAnswer& answer);
  void examine_wrong_signature(const twilio::Url& url);
  void examine_status_callback(const twilio::Stream& stream, twilio::StreamEvent event);
  Outcome<HttpAnswer> post(const twilio::Url& url, const twilio::Form& form, twilio::HttpMethod method,
                           Signed signature);
  twilio::Form voice_form() const;

  // examine_stream.cpp
  /// False where no stream can be opened.
  bool examine_stream(const std::string& url);
  void examine_plain_get(const StreamTarget& target);
  void examine_wrong_stream_signature(const StreamTarget& target);
  bool examine_upgrade(const StreamTarget& target);
  CallProblem refused_upgrade(const ConnectFailure& failure, const StreamTarget& target);
  Outcome<Connected> connect(const SocketTarget& target);

  // examine_call.cpp
  void examine_call(const std::string& url, const twilio::Stream& stream);
  void examine_audio(const CallAccount& account);
  void examine_marks(const CallAccount& account);
  void examine_barge_in(const CallAccount& account);
  void examine_messages(const SimulatedCall& call);
  void examine_end(const std::optional<SocketEnd>& end);
  void examine_findings(const CallAccount& account);

  void add(PreflightCheck check);
  void pass(std::string id, std::string what, std::optional<std::chrono::microseconds> took = {});
  void note(std::string id, std::string what, std::string cure = {});
  void warn(std::string id, std::string what, int code, std::string cure);
  void fail(std::string id, std::string what, int code, std::string cure);
  /// A failure, or only a note for a server that Twilio need not reach yet.
  void fail_unless_local(std::string id, std::string what, int code, std::string cure);

  /// Begins something that calls back with its result, and runs the loop until it has.
  template <class T, class Begin>
  T wait_for(Begin begin);
  /// Runs the loop until `stop_waiting`.
  void wait(const std::function<void()>& begin);
  void stop_waiting() { loop_.stop(); }

  const PreflightPlan& plan_;
  const std::function<void(const PreflightCheck&)>& said_;
  EventLoop loop_;
  PreflightReport report_;
  bool local_ = false;
};

template <class T, class Begin>
T Examination::wait_for(Begin begin) {
  const auto result = std::make_shared<std::optional<T>>();
  wait([&] {
    begin([this, result](T value) {
      result->emplace(std::move(value));
      stop_waiting();
    });
  });
  return std::move(**result);
}

/// Twilio's own cure for a code.
std::string cure_for(int code);
std::string ms_text(std::chrono::microseconds span);

}  // namespace parley
