// A call that begins where a real one does: Twilio asks the voice webhook what to do, reads its TwiML, opens the
// stream that <Connect> names, reports the stream's status, and when the stream has ended asks `action` how the
// call goes on. Every request is signed. Nothing but the stream is played: other verbs are told, not done.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/twilio/twiml.h"
#include "core/twilio/webhook.h"
#include "live/http_client.h"
#include "live/outgoing_call.h"
#include "live/stream_target.h"

namespace parley {

struct WebhookPlan {
  std::string url;  // http:// or https://
  std::string from;
  std::string to;
  StreamRequest stream;  // all but its URL, which the TwiML gives
  PeerConfig peer;       // with its identifiers drawn
  std::shared_ptr<const CallScript> script;
};

class WebhookCall : public std::enable_shared_from_this<WebhookCall> {
 public:
  struct Events {
    std::function<void(const std::string&)> said;  // one line for each step and each notice
    std::function<void()> finished;                // once; nothing is under way any more
  };

  WebhookCall(EventLoop& loop, WebhookPlan plan, Events events);

  /// On the loop's thread. Whoever holds the call holds it until it is finished.
  void start();
  void hang_up();

  /// The stream, once the TwiML has named one.
  const std::shared_ptr<OutgoingCall>& stream() const { return stream_; }
  /// Why no stream came about.
  const std::optional<CallProblem>& problem() const;

 private:
  using Answered = std::function<void(HttpAnswer)>;
  using Failed = std::function<void(CallProblem)>;

  void ask(const std::string& url, twilio::HttpMethod method, const std::string& call_status);
  void read(const std::string& url, const HttpAnswer& answer);
  void follow(const std::string& url, const twilio::TwimlReading& reading);
  void open(const twilio::Connect& connect);
  void stream_started();
  void stream_ended();
  void ask_action();
  void report(twilio::StreamEvent event, int code = 0);
  void request(const std::string& url, twilio::HttpMethod method, const twilio::Form& form, Answered answered,
               Failed failed);
  twilio::Form voice_form(const std::string& call_status) const;
  void fail(CallProblem problem);
  void say(const std::string& line) const;
  void settle();

  EventLoop& loop_;
  WebhookPlan plan_;
  Events events_;
  std::shared_ptr<OutgoingCall> stream_;
  twilio::Connect connect_;
  std::optional<CallProblem> problem_;
  int redirects_ = 0;
  int under_way_ = 0;  // requests without an answer
  bool error_reported_ = false;
  bool action_asked_ = false;
  bool done_ = false;  // as soon as nothing is under way, it is finished
  bool finished_ = false;
};

}  // namespace parley
