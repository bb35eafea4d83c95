// What a voice webhook answers: status, time, TwiML, signature, status callback.
#include <algorithm>
#include <chrono>
#include <random>

#include "core/twilio/signature.h"
#include "live/examination.h"

namespace parley {
namespace {

constexpr std::chrono::seconds kSlowAnswer{1};
constexpr int kMostRedirects = 10;
// Base64 of twenty zero bytes: a signature in form, and nobody's.
constexpr std::string_view kWrongSignature = "AAAAAAAAAAAAAAAAAAAAAAAAAAA=";

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/// As Twilio's back end signs voice requests: without credentials, and for https without the port.
std::string signed_url(twilio::Url url) {
  url.user_info.clear();
  url.fragment.reset();
  if (url.secure()) url.port.reset();
  return url.text();
}

std::string idempotency_token() {
  std::random_device device;
  std::string token;
  for (int i = 0; i < 32; ++i) {
    if (i == 8 || i == 12 || i == 16 || i == 20) token += '-';
    token += "0123456789abcdef"[device() % 16];
  }
  return token;
}

std::string refusal_cure(bool signed_here) {
  return signed_here
             ? "The server refuses the right signature: it checks with another token, or over another URL "
               "than the one that is called; behind a proxy it has to know its public host."
             : "The server refuses the request: name the auth token that it checks with by --auth-token-env.";
}

}  // namespace

twilio::Form Examination::voice_form() const {
  twilio::VoiceRequest request;
  request.account_sid = plan_.peer.account_sid;
  request.call_sid = plan_.peer.call_sid;
  request.from = plan_.from;
  request.to = plan_.to;
  return twilio::write_voice_request(request);
}

Outcome<HttpAnswer> Examination::post(const twilio::Url& url, const twilio::Form& form, twilio::HttpMethod method,
                                      Signed signature) {
  HttpFetch fetch;
  const bool is_post = method == twilio::HttpMethod::kPost;
  twilio::Url called = url;
  called.fragment.reset();
  if (!is_post) called.query = (url.query ? *url.query + "&" : std::string()) + twilio::write_form(form);
  fetch.secure = called.secure();
  fetch.host = without_brackets(called.host);
  fetch.port = called.effective_port();
  // The certificate has been judged already; what is behind it is worth seeing all the same.
  fetch.verify_certificate = false;
  fetch.request.method = is_post ? "POST" : "GET";
  fetch.request.target = called.target();
  fetch.request.headers = {
      {"User-Agent", "TwilioProxy/1.1"}, {"Accept", "*/*"}, {"I-Twilio-Idempotency-Token", idempotency_token()}};
  if (is_post) {
    fetch.request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8");
    fetch.request.body = twilio::write_form(form);
  }
  if (signature == Signed::kWrong) {
    fetch.request.headers.emplace_back("X-Twilio-Signature", kWrongSignature);
  } else if (signature == Signed::kRight) {
    fetch.request.headers.emplace_back(
        "X-Twilio-Signature",
        twilio::sign(plan_.stream.auth_token, signed_url(called), is_post ? form : twilio::Form{}));
  }
  for (const auto& header : plan_.stream.headers) fetch.request.headers.push_back(header);
  return wait_for<Outcome<HttpAnswer>>([&](auto done) {
    fetch_http(
        loop_, std::move(fetch),
        [done](HttpAnswer answer) {
          done({std::move(answer), std::nullopt});
        },
        [done](ConnectFailure failure) {
          done({std::nullopt, std::move(failure)});
        });
  });
}

std::optional<twilio::Connect> Examination::examine_webhook(const twilio::Url& url) {
  const Signed how = plan_.stream.auth_token.empty() ? Signed::kNot : Signed::kRight;
  if (how == Signed::kRight) examine_wrong_signature(url);
  twilio::Url called = url;
  auto method = twilio::HttpMethod::kPost;
  Outcome<HttpAnswer> outcome = post(called, voice_form(), method, how);
  int redirects = 0;
  while (outcome.value && is_redirect(outcome.value->status)) {
    auto next = twilio::resolve_url(called, header_of(outcome.value->headers, "location"));
    if (!next || next->websocket() || ++redirects > kMostRedirects) {
      fail("webhook.redirect", "webhook: redirected " + std::to_string(redirects) + " times and no answer", 11215,
           cure_for(11215));
      return std::nullopt;
    }
    // As browsers do, all but 307 and 308 are asked for anew without the form's body.
    if (outcome.value->status < 307) method = twilio::HttpMethod::kGet;
    called = *next;
    outcome = post(called, voice_form(), method, how);
  }
  if (redirects > 0) {
    warn("webhook.redirect", "webhook: redirected " + std::to_string(redirects) + " times, to " + called.text(), 0,
         "Configure that URL: each redirect costs the caller time, and some turn POST into GET.");
  }
  if (outcome.failure) {
    const int code = outcome.failure->timed_out ? 11200 : 11206;
    fail("webhook", "webhook: " + outcome.failure->what, code, cure_for(code));
    return std::nullopt;
  }
  if (!examine_answer(*outcome.value)) return std::nullopt;
  return examine_twiml(called, *outcome.value);
}

/// Status and time.
bool Examination::examine_answer(const HttpAnswer& answer) {
  const std::string what = "webhook: HTTP " + std::to_string(answer.status);
  const bool has_token = !plan_.stream.auth_token.empty();
  if (answer.status < 200 || answer.status >= 300) {
    const bool refused = answer.status == 401 || answer.status == 403;
    fail("webhook", what, 11200, refused ? refusal_cure(has_token) : cure_for(11200));
    return false;
  }
  if (answer.took > kSlowAnswer) {
    add({"webhook", CheckResult::kWarned, what + ", slowly", answer.took, 0,
         "Answer the TwiML at once and do the work afterwards: the caller hears silence so long, and after 15 s "
         "Twilio gives up (11200)."});
  } else {
    pass("webhook", what, answer.took);
  }
  if (has_token) {
    pass("webhook.signature", "webhook: takes the right signature");
  } else {
    warn("webhook.signature", "webhook: took a request without signature", 0,
         "Check X-Twilio-Signature, or anybody can start calls; --auth-token-env NAME tests it.");
  }
  return true;
}

void Examination::examine_wrong_signature(const twilio::Url& url) {
  const auto outcome = post(url, voice_form(), twilio::HttpMethod::kPost, Signed::kWrong);
  if (!outcome.value) return;  // said when it is asked for in earnest
  const int status = outcome.value->status;
  if (status == 403 || status == 401) {
    pass("webhook.forgery", "webhook: refuses a wrong signature with " + std::to_string(status));
  } else if (status >= 200 && status < 300) {
    warn("webhook.forgery", "webhook: took a wrong signature: it is not checked", 0,
         "Check X-Twilio-Signature on every webhook and answer 403: anybody can call it.");
  } else {
    warn("webhook.forgery", "webhook: answers a wrong signature with " + std::to_string(status), 0,
         "Answer 403 to a wrong signature, so that the reason can be seen.");
  }
}

std::optional<twilio::Connect> Examination::examine_twiml(const twilio::Url& url, const HttpAnswer& answer) {
  const std::string place = url.text();
  const std::string type(header_of(answer.headers, "content-type"));
  twilio::TwimlSource source{place};
  source.content_type = type;
  source.plain_websocket = local_;
  const twilio::TwimlReading reading = twilio::read_twiml(answer.body, source);
  bool clean = true;
  for (const twilio::Notice& notice : reading.notices) {
    clean = false;
    const std::string line = notice.line > 0 ? " (line " + std::to_string(notice.line) + ")" : "";
    if (notice.level == twilio::Level::kError) {
      fail("twiml", "TwiML" + line + ": " + notice.text, notice.code, cure_for(notice.code));
    } else {
      warn("twiml", "TwiML" + line + ": " + notice.text, notice.code, cure_for(notice.code));
    }
  }
  if (clean) {
    pass("twiml", "TwiML: " + std::to_string(answer.body.size()) + " bytes of " +
                      (type.empty() ? "no type" : type) + ", nothing that Twilio would remark on");
  }
  if (reading.failed) return std::nullopt;
  auto connect = find_stream(reading);
  if (connect && !connect->stream.status_callback.empty()) {
    examine_status_callback(connect->stream, twilio::StreamEvent::kStarted);
  }
  return connect;
}

std::optional<twilio::Connect> Examination::find_stream(const twilio::TwimlReading& reading) {
  bool started = false;
  for (const twilio::Verb& verb : reading.verbs) {
    started = started || std::holds_alternative<twilio::StartStream>(verb);
    const auto* connect = std::get_if<twilio::Connect>(&verb);
    if (connect == nullptr) continue;
    if (connect->stream.error != 0) {
      fail("stream.url", "<Stream url=\"" + connect->stream.written_url + "\"> cannot start", connect->stream.error,
           cure_for(connect->stream.error));
      return std::nullopt;
    }
    pass("twiml.stream", "TwiML: <Connect><Stream> to " + connect->stream.url);
    return *connect;
  }
  if (started) {
    fail("twiml.stream", "TwiML: only <Start><Stream>, of which Twilio plays nothing back", 0,
         "Use <Connect><Stream> for an agent that speaks.");
  } else {
    fail("twiml.stream", "TwiML: no <Connect><Stream>", 0,
         "Answer <Response><Connect><Stream url=\"wss://...\"/></Connect></Response>; if the server is full, try "
         "again later.");
  }
  return std::nullopt;
}

void Examination::examine_status_callback(const twilio::Stream& stream, twilio::StreamEvent event) {
  const auto url = twilio::parse_url(stream.status_callback);
  const std::string what = "status callback " + std::string(twilio::name_of(event));
  if (!url || url->websocket()) {
    warn("status_callback", what + ": \"" + stream.status_callback + "\" is no URL", 11100, cure_for(11100));
    return;
  }
  twilio::StreamStatus status;
  status.account_sid = plan_.peer.account_sid;
  status.call_sid = plan_.peer.call_sid;
  status.stream_sid = plan_.peer.stream_sid;
  status.stream_name = stream.name;
  status.event = event;
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto ns = std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
  status.timestamp = twilio::timestamp_text(ns / 1'000'000'000, static_cast<std::int32_t>(ns % 1'000'000'000));
  const Signed how = plan_.stream.auth_token.empty() ? Signed::kNot : Signed::kRight;
  const auto outcome = post(*url, twilio::write_stream_status(status), stream.status_callback_method, how);
  if (!outcome.value) {
    warn("status_callback", what + ": " + outcome.failure->what, 15003, cure_for(15003));
  } else if (outcome.value->status < 200 || outcome.value->status >= 300) {
    warn("status_callback", what + ": HTTP " + std::to_string(outcome.value->status), 15003, cure_for(15003));
  } else {
    pass("status_callback", what + ": HTTP " + std::to_string(outcome.value->status), outcome.value->took);
  }
}

}  // namespace parley
