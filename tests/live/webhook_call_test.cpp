#include "live/webhook_call.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/twilio/form.h"
#include "core/twilio/signature.h"
#include "tests/live/stream_service.h"

namespace parley {
namespace {

using testing::Contains;
using testing::HasSubstr;

constexpr const char* kToken = "12345";

class AWebhookCall : public testing::Test {
 protected:
  /// Phones the webhook, whose TwiML is this, and runs the loop until nothing is under way.
  std::shared_ptr<WebhookCall> phone(const std::string& twiml, int status = 200,
                                     const std::string& then = "<Response><Hangup/></Response>") {
    server_.answer_requests([twiml, status, then](const HttpRequest& request) {
      if (request.path() == "/voice") return HttpResponse{status, "text/xml", twiml, {}};
      if (request.path() == "/action") return HttpResponse{200, "text/xml", then, {}};
      return HttpResponse{204, "text/plain", "", {}};
    });
    WebhookPlan plan;
    plan.url = server_.http_url("/voice");
    plan.from = "+15005550006";
    plan.to = "+15005550009";
    plan.stream.auth_token = kToken;
    draw_identifiers(plan.peer);
    auto script = std::make_shared<CallScript>();
    script->scenario.line.delay = {};
    CallerStep end;
    end.act = HangUp{};
    script->scenario.caller = {end};
    plan.script = std::move(script);
    WebhookCall::Events events;
    events.said = [this](const std::string& line) { said_.push_back(line); };
    events.finished = [this] { loop_.stop(); };
    auto call = std::make_shared<WebhookCall>(loop_, std::move(plan), std::move(events));
    loop_.post([call] { call->start(); });
    loop_.after(std::chrono::seconds(20), [this] {
      ADD_FAILURE() << "the call does not end";
      loop_.stop();
    });
    loop_.run();
    return call;
  }

  std::string connect_to_stream() const {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response><Connect action=\"/action\"><Stream url=\"" +
           server_.url() + "\" statusCallback=\"" + server_.http_url("/status") +
           "\"><Parameter name=\"room\" value=\"7\"/></Stream></Connect></Response>";
  }

  std::vector<twilio::Form> forms_to(const std::string& path) {
    std::vector<twilio::Form> forms;
    for (const HttpRequest& request : server_.requests()) {
      if (request.path() == path) forms.push_back(*twilio::parse_form(request.body));
    }
    return forms;
  }

  EventLoop loop_;
  StreamServer server_;
  std::vector<std::string> said_;
};

std::string field(const twilio::Form& form, std::string_view name) {
  const std::string* value = twilio::find_field(form, name);
  return value == nullptr ? std::string() : *value;
}

TEST_F(AWebhookCall, OpensTheStreamThatTheTwimlNamesWithItsParameters) {
  const auto call = phone(connect_to_stream());
  EXPECT_FALSE(call->problem()) << call->problem()->text();
  ASSERT_GT(server_.texts().size(), 1U);
  EXPECT_THAT(server_.texts()[1], HasSubstr("\"customParameters\":{\"room\":\"7\"}"));
}

TEST_F(AWebhookCall, SignsItsRequests) {
  phone(connect_to_stream());
  const auto requests = server_.requests();
  ASSERT_FALSE(requests.empty());
  for (const HttpRequest& request : requests) {
    const std::vector<std::string> urls{server_.http_url(request.target)};
    EXPECT_TRUE(
        twilio::valid(kToken, request.header("x-twilio-signature"), urls, *twilio::parse_form(request.body)))
        << request.target;
  }
}

TEST_F(AWebhookCall, ReportsThatTheStreamStartedAndStopped) {
  phone(connect_to_stream());
  std::vector<std::string> events;
  for (const twilio::Form& form : forms_to("/status")) events.push_back(field(form, "StreamEvent"));
  EXPECT_THAT(events, testing::UnorderedElementsAre("stream-started", "stream-stopped"));
}

TEST_F(AWebhookCall, AsksTheActionOnceTheStreamHasEnded) {
  phone(connect_to_stream());
  const auto forms = forms_to("/action");
  ASSERT_EQ(forms.size(), 1U);
  EXPECT_EQ(field(forms[0], "CallStatus"), "completed");  // the caller hung up
  EXPECT_THAT(said_, Contains("then <Hangup>"));
}

TEST_F(AWebhookCall, TellsToWhomItIsTransferred) {
  phone(connect_to_stream(), 200, "<Response><Dial>+14155550100</Dial></Response>");
  EXPECT_THAT(said_, Contains("then <Dial> +14155550100"));
}

TEST_F(AWebhookCall, ReportsAStreamThatCouldNotBeOpened) {
  server_.refuse_upgrades(500);
  const auto call = phone(connect_to_stream());
  ASSERT_TRUE(call->problem());
  EXPECT_EQ(call->problem()->code, 31920);
  const auto forms = forms_to("/status");
  ASSERT_EQ(forms.size(), 1U);
  EXPECT_EQ(field(forms[0], "StreamEvent"), "stream-error");
}

TEST_F(AWebhookCall, IsNoCallWhereTheTwimlOpensNoStream) {
  const auto call = phone("<Response><Say>Hello</Say></Response>");
  ASSERT_TRUE(call->problem());
  EXPECT_THAT(call->problem()->what, HasSubstr("opens no stream"));
  EXPECT_EQ(call->stream(), nullptr);
}

TEST_F(AWebhookCall, IsNoCallWhereTheWebhookFails) {
  const auto call = phone("oops", 500);
  ASSERT_TRUE(call->problem());
  EXPECT_EQ(call->problem()->code, 11200);
}

TEST_F(AWebhookCall, IsNoCallWhereTheDocumentCannotBeRead) {
  const auto call = phone("<Response><Connect>");
  ASSERT_TRUE(call->problem());
  EXPECT_EQ(call->problem()->code, 12100);
}

}  // namespace
}  // namespace parley
