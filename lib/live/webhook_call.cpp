#include "live/webhook_call.h"

#include <algorithm>
#include <chrono>
#include <random>
#include <utility>

#include "core/base/overloaded.h"
#include "core/twilio/signature.h"
#include "core/twilio/url.h"

namespace parley {
namespace {

constexpr int kMostRedirects = 10;
constexpr int kRetrievalFailed = 11200;
constexpr int kConnectionFailed = 11205;
constexpr int kBadHost = 11210;
constexpr int kTlsFailed = 11220;
constexpr int kCallbackFailed = 15003;
constexpr int kProtocolError = 31924;

std::string now_text() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto ns = std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
  return twilio::timestamp_text(ns / 1'000'000'000, static_cast<std::int32_t>(ns % 1'000'000'000));
}

/// As Twilio's back end signs voice requests: without credentials, and for https without the port.
std::string signed_url(twilio::Url url) {
  url.user_info.clear();
  url.fragment.reset();
  if (url.secure()) url.port.reset();
  return url.text();
}

std::string idempotency_token() {
  static std::random_device device;
  std::string token;
  for (int i = 0; i < 32; ++i) {
    if (i == 8 || i == 12 || i == 16 || i == 20) token += '-';
    token += "0123456789abcdef"[device() % 16];
  }
  return token;
}

CallProblem problem_of_request(const ConnectFailure& failure, const std::string& url) {
  using Step = ConnectFailure::Step;
  CallProblem problem;
  problem.what = url + ": " + failure.what;
  switch (failure.step) {
    case Step::kName:
      problem.code = kBadHost;
      problem.cure = "No address is known for this host: correct the name, or its DNS entry.";
      break;
    case Step::kTcp:
      problem.code = kConnectionFailed;
      problem.cure = "Start the server, or correct host and port; Twilio waits five seconds for a connection.";
      break;
    case Step::kTls:
      problem.code = kTlsFailed;
      problem.cure =
          "Twilio takes a certificate of a public authority for this name, unexpired, with its chain. To "
          "test one of your own: --ca FILE, or --insecure.";
      break;
    case Step::kHandshake:
      problem.code = kRetrievalFailed;
      problem.cure =
          "The webhook has to answer within 15 seconds, connecting included: do the slow work afterwards.";
      break;
  }
  return problem;
}

std::string verb_text(const twilio::Verb& verb) {
  return std::visit(overloaded{
                        [](const twilio::Connect&) { return std::string("<Connect>"); },
                        [](const twilio::StartStream&) { return std::string("<Start><Stream>"); },
                        [](const twilio::StopStream&) { return std::string("<Stop><Stream>"); },
                        [](const twilio::Say& say) { return "<Say> \"" + say.text.substr(0, 60) + "\""; },
                        [](const twilio::Play&) { return std::string("<Play>"); },
                        [](const twilio::Pause&) { return std::string("<Pause>"); },
                        [](const twilio::Hangup&) { return std::string("<Hangup>"); },
                        [](const twilio::Dial& dial) {
                          return "<Dial> " + (dial.nouns.empty() ? dial.number : dial.nouns.front().text);
                        },
                        [](const twilio::Redirect&) { return std::string("<Redirect>"); },
                        [](const twilio::Gather&) { return std::string("<Gather>"); },
                        [](const twilio::Record&) { return std::string("<Record>"); },
                        [](const twilio::Reject&) { return std::string("<Reject>"); },
                        [](const twilio::OtherVerb& other) { return "<" + other.name + ">"; },
                    },
                    verb);
}

std::string notice_text(const twilio::Notice& notice) {
  std::string text = std::string(twilio::name_of(notice.level));
  if (notice.code != 0) text += " " + std::to_string(notice.code);
  if (notice.line > 0) text += " (line " + std::to_string(notice.line) + ")";
  return text + ": " + notice.text;
}

}  // namespace

WebhookCall::WebhookCall(EventLoop& loop, WebhookPlan plan, Events events)
    : loop_(loop), plan_(std::move(plan)), events_(std::move(events)) {}

const std::optional<CallProblem>& WebhookCall::problem() const {
  return stream_ && !problem_ ? stream_->problem() : problem_;
}

void WebhookCall::start() {
  ask(plan_.url, twilio::HttpMethod::kPost, "ringing");
}

void WebhookCall::hang_up() {
  if (stream_) {
    stream_->hang_up();
  } else if (!done_) {
    fail({0, "the call was given up", ""});
  }
}

twilio::Form WebhookCall::voice_form(const std::string& call_status) const {
  twilio::VoiceRequest request;
  request.account_sid = plan_.peer.account_sid;
  request.call_sid = plan_.peer.call_sid;
  request.from = plan_.from;
  request.to = plan_.to;
  request.call_status = call_status;
  return twilio::write_voice_request(request);
}

void WebhookCall::ask(const std::string& url, twilio::HttpMethod method, const std::string& call_status) {
  request(
      url, method, voice_form(call_status),
      [this, url](const HttpAnswer& answer) {
        const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(answer.took).count();
        say("webhook " + url + ": HTTP " + std::to_string(answer.status) + " in " + std::to_string(ms) + " ms");
        read(url, answer);
      },
      [this](CallProblem problem) { fail(std::move(problem)); });
}

void WebhookCall::read(const std::string& url, const HttpAnswer& answer) {
  if (answer.status < 200 || answer.status >= 300) {
    fail({kRetrievalFailed, url + ": HTTP " + std::to_string(answer.status),
          answer.status == 403 || answer.status == 401
              ? "The server refuses the request: name the auth token that it checks with by --auth-token-env, and "
                "compare "
                "the URL that it checks with this one."
              : "The webhook has to answer 200 with TwiML: look at the server's log and at the path."});
    return;
  }
  twilio::TwimlSource source;
  source.url = url;
  const std::string type(header_of(answer.headers, "content-type"));
  source.content_type = type;
  source.plain_websocket = true;
  const twilio::TwimlReading reading = twilio::read_twiml(answer.body, source);
  for (const twilio::Notice& notice : reading.notices) say(notice_text(notice));
  if (action_asked_) {  // the stream is over; what comes now would be another call's story
    for (const twilio::Verb& verb : reading.verbs) say("then " + verb_text(verb));
    if (reading.verbs.empty()) say("then nothing: Twilio hangs up");
    settle();
    return;
  }
  if (reading.failed) {
    const auto worst =
        std::find_if(reading.notices.begin(), reading.notices.end(),
                     [](const twilio::Notice& notice) { return notice.level == twilio::Level::kError; });
    const bool known = worst != reading.notices.end();
    fail({known ? worst->code : 12100, known ? worst->text : "the document cannot be read",
          "Twilio plays an application error and hangs up: correct the TwiML that " + url + " answers."});
    return;
  }
  follow(url, reading);
}

void WebhookCall::follow(const std::string& url, const twilio::TwimlReading& reading) {
  for (const twilio::Verb& verb : reading.verbs) {
    if (const auto* connect = std::get_if<twilio::Connect>(&verb)) return open(*connect);
    say(verb_text(verb) + " (told, not done)");
    if (const auto* redirect = std::get_if<twilio::Redirect>(&verb)) {
      if (++redirects_ > kMostRedirects) {
        return fail({0, "the TwiML redirects for ever", "Break the circle of <Redirect> at " + url + "."});
      }
      return ask(redirect->url, redirect->method, "in-progress");
    }
    const bool ends = std::holds_alternative<twilio::Hangup>(verb) || std::holds_alternative<twilio::Reject>(verb);
    if (ends) break;
  }
  fail({0, "the TwiML opens no stream", "Answer <Connect><Stream url=\"wss://...\"/></Connect>."});
}

void WebhookCall::open(const twilio::Connect& connect) {
  connect_ = connect;
  const twilio::Stream& stream = connect_.stream;
  StreamRequest request = plan_.stream;
  request.url = stream.url;
  auto target = stream_target(request);
  if (stream.error != 0 || !target) {
    const int code = stream.error != 0 ? stream.error : 31923;
    report(twilio::StreamEvent::kError, code);
    fail({code, "<Stream url=\"" + stream.written_url + "\">",
          "Correct the <Stream> that the webhook answers; the notices above say what is wrong with it."});
    return;
  }
  CallPlan plan{plan_.script, std::move(target->socket), plan_.peer};
  for (const auto& [name, value] : stream.parameters) plan.peer.custom_parameters.emplace_back(name, value);
  say("<Connect><Stream> to " + target->url);
  OutgoingCall::Events events;
  events.started = [weak = weak_from_this()] {
    if (auto self = weak.lock()) self->stream_started();
  };
  events.finished = [weak = weak_from_this()] {
    if (auto self = weak.lock()) self->stream_ended();
  };
  stream_ = std::make_shared<OutgoingCall>(loop_, std::move(plan), std::move(events));
  stream_->start();
}

void WebhookCall::stream_started() {
  report(twilio::StreamEvent::kStarted);
  const auto& breaks = plan_.script->scenario.line.protocol_error;
  if (!breaks) return;
  // Twilio tells of a protocol error at once, while the connection hangs half open.
  loop_.after(std::chrono::milliseconds(to_millis(*breaks) + 50), [weak = weak_from_this()] {
    const auto self = weak.lock();
    if (!self || self->finished_ || self->stream_->peer() == nullptr) return;
    const auto& warnings = self->stream_->peer()->far_end().warnings();
    const bool broken = std::any_of(warnings.begin(), warnings.end(),
                                    [](const PeerWarning& warning) { return warning.code == kProtocolError; });
    if (broken) self->report(twilio::StreamEvent::kError, kProtocolError);
  });
}

void WebhookCall::stream_ended() {
  if (stream_->problem()) {
    report(twilio::StreamEvent::kError, stream_->problem()->code);
  } else if (!error_reported_) {
    report(twilio::StreamEvent::kStopped);
  }
  ask_action();
}

/// <Connect> is over and the call goes on, unless the caller has hung up; `action` is asked in either case.
void WebhookCall::ask_action() {
  done_ = true;
  if (connect_.action.empty()) {
    settle();
    return;
  }
  action_asked_ = true;
  const LivePeer* peer = stream_->peer();
  const bool by_server = peer != nullptr && peer->end() && peer->end()->by_peer;
  ask(connect_.action, connect_.action_method, by_server ? "in-progress" : "completed");
}

void WebhookCall::report(twilio::StreamEvent event, int code) {
  if (event == twilio::StreamEvent::kError) error_reported_ = true;
  const twilio::Stream& stream = connect_.stream;
  if (stream.status_callback.empty()) return;
  twilio::StreamStatus status;
  status.account_sid = plan_.peer.account_sid;
  status.call_sid = plan_.peer.call_sid;
  status.stream_sid = plan_.peer.stream_sid;
  status.stream_name = stream.name;
  status.event = event;
  status.error_code = code;
  if (code != 0) status.error = twilio::stream_error_text(code);
  status.timestamp = now_text();
  const std::string name(twilio::name_of(event));
  request(
      stream.status_callback, stream.status_callback_method, twilio::write_stream_status(status),
      [this, name](const HttpAnswer& answer) {
        const bool good = answer.status < 400;
        say("status callback " + name + ": HTTP " + std::to_string(answer.status) +
            (good ? "" : " (warning " + std::to_string(kCallbackFailed) + ")"));
        settle();
      },
      [this, name](const CallProblem& problem) {
        say("status callback " + name + " failed: " + problem.text());
        settle();
      });
}

void WebhookCall::request(const std::string& url_text, twilio::HttpMethod method, const twilio::Form& form,
                          Answered answered, Failed failed) {
  auto url = twilio::parse_url(url_text);
  if (!url || url->websocket()) {
    failed({11100, url_text + " is no http or https URL", "Give an absolute URL."});
    return;
  }
  url->fragment.reset();
  HttpFetch fetch;
  const bool post = method == twilio::HttpMethod::kPost;
  if (!post) url->query = (url->query ? *url->query + "&" : std::string()) + twilio::write_form(form);
  fetch.secure = url->secure();
  fetch.host = without_brackets(url->host);
  fetch.port = url->effective_port();
  fetch.verify_certificate = plan_.stream.verify_certificate;
  fetch.ca_file = plan_.stream.ca_file;
  fetch.request.method = post ? "POST" : "GET";
  fetch.request.target = url->target();
  fetch.request.headers = {
      {"User-Agent", "TwilioProxy/1.1"}, {"Accept", "*/*"}, {"I-Twilio-Idempotency-Token", idempotency_token()}};
  if (post) {
    fetch.request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8");
    fetch.request.body = twilio::write_form(form);
  }
  if (!plan_.stream.auth_token.empty()) {
    fetch.request.headers.emplace_back("X-Twilio-Signature", twilio::sign(plan_.stream.auth_token, signed_url(*url),
                                                                          post ? form : twilio::Form{}));
  }
  for (const auto& header : plan_.stream.headers) fetch.request.headers.push_back(header);
  ++under_way_;
  fetch_http(
      loop_, std::move(fetch),
      [self = shared_from_this(), answered = std::move(answered)](HttpAnswer answer) {
        --self->under_way_;
        answered(std::move(answer));
      },
      [self = shared_from_this(), failed = std::move(failed), url_text](const ConnectFailure& failure) {
        --self->under_way_;
        failed(problem_of_request(failure, url_text));
      });
}

void WebhookCall::fail(CallProblem problem) {
  if (action_asked_) {
    say("action failed: " + problem.text());
  } else {
    problem_ = std::move(problem);
  }
  done_ = true;
  settle();
}

void WebhookCall::say(const std::string& line) const {
  if (events_.said) events_.said(line);
}

void WebhookCall::settle() {
  if (!done_ || under_way_ > 0 || finished_) return;
  finished_ = true;
  loop_.post([self = shared_from_this()] {
    if (self->events_.finished) self->events_.finished();
  });
}

}  // namespace parley
