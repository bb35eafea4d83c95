#include "speech/openai/openai_replier.h"

#include <gtest/gtest.h>

#include <atomic>

#include <memory>
#include <string>

#include "core/base/json.h"
#include "files/text_file.h"
#include "speech/openai/openai_service.h"
#include "tests/speech/driver_rig.h"
#include "tests/speech/http/fake_http.h"
#include "tests/speech/wire_fixture.h"

namespace parley {
namespace {

using namespace speech_test;  // NOLINT: a test's own words

constexpr std::string_view kKey = "sk-test-0123456789abcdef";

AgentProfile bakery() {
  AgentProfile profile;
  profile.prompt = "You answer for a bakery.";
  return profile;
}

/// A replier against a fake, and what it said.
class Talk {
 public:
  explicit Talk(const FakeHttp& server, std::vector<std::pair<std::string, std::string>> more = {}) {
    ProviderParts parts;
    EXPECT_EQ(parts.values.set(kOpenaiSettings[0], server.url("/v1")), "");
    EXPECT_EQ(parts.values.set(kOpenaiSettings[1], kKey), "");
    for (const auto& [key, value] : more) set(parts.values, key, value);
    auto made = make_openai_replier(parts);
    EXPECT_TRUE(made.has_value()) << (made ? "" : made.error().text());
    provider = *made;
    thread.run([this] { replier = provider->replier({thread.loop(), said.listener()}, bakery()); });
  }
  ~Talk() {
    thread.run([this] { replier.reset(); });
  }
  static void set(ProviderValues& values, const std::string& key, const std::string& value) {
    for (const ProviderSetting& setting : kOpenaiReplierSettings) {
      if (setting.key == key) {
        EXPECT_EQ(values.set(setting, value), "");
      }
    }
    for (const ProviderSetting& setting : kOpenaiSettings) {
      if (setting.key == key) {
        EXPECT_EQ(values.set(setting, value), "");
      }
    }
  }
  void ask(int turn = 1) {
    Conversation conversation;
    conversation.agent_says(TurnId{0}, "Hello.");
    conversation.caller_said(TurnId{turn}, "When are you open?");
    thread.run([&] { replier->ask({TurnId{turn}, "When are you open?"}, conversation); });
  }
  /// Asks and waits for the end; then all that was said.
  std::vector<ProviderEvent> outcome() {
    said.clear();
    ask();
    EXPECT_TRUE(said.wait_for_ends(1));
    thread.run([] {});
    const auto events = said.events();
    EXPECT_EQ(Said::ends(events), 1U);
    EXPECT_EQ(Said::failure(events).find(kKey), std::string::npos);
    return events;
  }

  LoopThread thread;
  Said said;
  std::shared_ptr<const ReplyProvider> provider;
  std::unique_ptr<Replier> replier;
};

std::string text_of(const std::vector<ProviderEvent>& events) {
  std::string out;
  for (const ProviderEvent& event : events) {
    if (const auto* text = std::get_if<ReplyText>(&event)) out += text->text;
  }
  return out;
}
ReplyText last_text(const std::vector<ProviderEvent>& events) {
  const auto* text = events.empty() ? nullptr : std::get_if<ReplyText>(&events.back());
  return text == nullptr ? ReplyText{} : *text;
}
FakeAnswer events_of(const std::string& fixture) {
  return chunked_answer("text/event-stream", {wire_fixture(fixture)});
}

TEST(AnOpenaiReplier, AsksAsTheInterfaceHasItAndHandsOnTheAnswer) {
  FakeHttp server([](const SeenRequest&) { return events_of("openai/chat.answer.sse"); });
  Talk talk(server, {{"openai.hang_up", "false"}});
  EXPECT_EQ(text_of(talk.outcome()), "We open at seven. Anything else?");
  const SeenRequest seen = server.requests().at(0);
  EXPECT_EQ(seen.method + " " + seen.target, "POST /v1/chat/completions");
  EXPECT_EQ(seen.body, wire_fixture("openai/chat.request.json"));
  EXPECT_EQ(seen.headers.at("authorization"), "Bearer " + std::string(kKey));
  EXPECT_EQ(seen.headers.at("content-type"), "application/json");
}

TEST(AnOpenaiReplier, UsesOneConnectionForAllTurns) {
  FakeHttp server([](const SeenRequest&) { return events_of("openai/chat.answer.sse"); });
  Talk talk(server);
  ASSERT_TRUE(server.wait_for_connections(1));  // warm before anything was asked
  for (int i = 0; i < 3; ++i) {
    talk.outcome();
    // The end of the answer's form comes behind the end of the reply.
    talk.thread.run([] {});
  }
  EXPECT_EQ(server.requests().size(), 3U);
  EXPECT_LE(server.connections(), 3);
}

TEST(AnOpenaiReplier, SaysThatTheCallIsToEnd) {
  FakeHttp server([](const SeenRequest&) { return events_of("openai/hang_up.answer.sse"); });
  Talk talk(server);
  const ReplyText last = last_text(talk.outcome());
  EXPECT_EQ(last.text, "Goodbye.");
  EXPECT_EQ(last.then, AfterReply::kHangUp);
  EXPECT_NE(server.requests().at(0).body.find("\"hang_up\""), std::string::npos);
}

TEST(AnOpenaiReplier, TransfersOnlyToTheNumberThatWasSet) {
  FakeHttp server([](const SeenRequest&) {
    return chunked_answer(
        "text/event-stream",
        {R"(data: {"choices":[{"delta":{"content":"One moment.","tool_calls":[{"index":0,"id":"a",)"
         R"("function":{"name":"transfer_call","arguments":"{\"to\":\"+19005550000\"}"}}]}}]})"
         "\n\ndata: [DONE]\n\n"});
  });
  Talk talk(server, {{"openai.transfer_to", "+15551234567"}});
  const ReplyText last = last_text(talk.outcome());
  EXPECT_EQ(last.then, AfterReply::kTransfer);
  EXPECT_EQ(last.transfer_to, "+15551234567");
  EXPECT_EQ(last.text, "One moment.");
}

std::string tool_file(const FakeHttp& tools) {
  const std::string path = testing::TempDir() + "/openai_replier_tools_" + std::to_string(tools.port()) + ".json";
  const std::string text = R"([{"name":"price_of","description":"The price of an item.","url":")" +
                           tools.url("/price") +
                           R"(","parameters":{"type":"object","properties":{"item":{"type":"string"}}}}])";
  EXPECT_TRUE(write_text_file(path, text).has_value());
  return path;
}

TEST(AnOpenaiReplier, AsksAToolAndGoesOnWithWhatItSays) {
  FakeHttp tools([](const SeenRequest&) { return whole_answer(200, "application/json", R"({"price":"3.20"})"); });
  FakeHttp server([](const SeenRequest& request) {
    return events_of(request.number == 0 ? "openai/tool.answer.sse" : "openai/chat.answer.sse");
  });
  Talk talk(server, {{"openai.tool_file", tool_file(tools)}, {"openai.tool_token", "tool-secret"}});
  EXPECT_EQ(text_of(talk.outcome()), "We open at seven. Anything else?");
  ASSERT_EQ(tools.requests().size(), 1U);
  EXPECT_EQ(tools.requests()[0].body, R"({"item":"rye bread"})");
  EXPECT_EQ(tools.requests()[0].headers.at("authorization"), "Bearer tool-secret");
  const std::string second = server.requests().at(1).body;
  EXPECT_NE(second.find(R"({"role":"tool","content":"{\"price\":\"3.20\"}","tool_call_id":"call_1"})"),
            std::string::npos)
      << second;
}

TEST(AnOpenaiReplier, TellsTheModelWhereAToolFailsAndDoesNotGoOnForEver) {
  FakeHttp tools([](const SeenRequest& request) {
    return request.number == 0 ? FakeAnswer{{}, FakeAnswer::Then::kClose} : whole_answer(500, "text/plain", "oops");
  });
  FakeHttp server([](const SeenRequest&) { return events_of("openai/tool.answer.sse"); });
  Talk talk(server, {{"openai.tool_file", tool_file(tools)}});
  EXPECT_EQ(Said::failure(talk.outcome()), "openai (127.0.0.1) asks for tools without end");
  EXPECT_EQ(server.requests().size(), 4U);
  EXPECT_EQ(tools.requests().size(), 3U);
  EXPECT_NE(server.requests().at(1).body.find("The tool failed: price_of closed without an answer"),
            std::string::npos);
  EXPECT_EQ(server.requests().at(3).body.find("\"tools\""), std::string::npos);
}

TEST(AnOpenaiReplier, TellsTheModelThatThereIsNoSuchTool) {
  FakeHttp server([](const SeenRequest& request) {
    return events_of(request.number == 0 ? "openai/tool.answer.sse" : "openai/chat.answer.sse");
  });
  Talk talk(server);
  EXPECT_EQ(text_of(talk.outcome()), "We open at seven. Anything else?");
  EXPECT_NE(server.requests().at(1).body.find("There is no such tool."), std::string::npos);
}

TEST(AnOpenaiReplier, FailsWithASentenceForEveryRefusal) {
  FakeHttp server([](const SeenRequest& request) {
    constexpr std::array<int, 3> kStatus{401, 429, 500};
    const int status = kStatus[static_cast<std::size_t>(request.number)];
    return whole_answer(status, "application/json",
                        wire_fixture("openai/error_" + std::to_string(status) + ".json"));
  });
  Talk talk(server);
  const std::vector<std::pair<std::string, bool>> expected{
      {"openai (127.0.0.1) refused the key (HTTP 401); see OPENAI_API_KEY", false},
      {"openai (127.0.0.1) is asked too often (HTTP 429): Rate limit reached for gpt-4o-mini. Please try again in "
       "20s.",
       true},
      {"openai (127.0.0.1) failed (HTTP 500): The server had an error while processing your request.", true}};
  for (const auto& [reason, may_retry] : expected) {
    const auto events = talk.outcome();
    const auto* failed = std::get_if<ReplyFailed>(&events.back());
    ASSERT_NE(failed, nullptr);
    EXPECT_EQ(failed->reason, reason);
    EXPECT_EQ(failed->may_retry, may_retry);
  }
}

TEST(AnOpenaiReplier, NeverShowsAnEchoOfItsKey) {
  FakeHttp server([](const SeenRequest& request) {
    const std::string echo = "you sent " + request.headers.at("authorization") + " and that is wrong";
    return request.number == 0 ? whole_answer(400, "application/json", R"({"error":{"message":")" + echo + "\"}}")
                               : chunked_answer("text/event-stream", {"data: {\"error\":\"" + echo + "\"}\n\n"});
  });
  Talk talk(server);
  for (int i = 0; i < 2; ++i) {
    const std::string failure = Said::failure(talk.outcome());
    EXPECT_NE(failure.find("you sent Bearer *** and"), std::string::npos) << failure;
  }
}

TEST(AnOpenaiReplier, EndsOnceWhereverItsAnswerIsCut) {
  const FakeAnswer good = events_of("openai/chat.answer.sse");
  const std::size_t size = size_of(good);
  for (const auto then : {FakeAnswer::Then::kClose, FakeAnswer::Then::kReset}) {
    // A request may be seen twice: its connection was kept, and the reset overtook the first byte.
    std::atomic<std::size_t> cut = 0;
    FakeHttp server([&](const SeenRequest&) { return first_bytes(good, cut.load(), then); });
    Talk talk(server);
    for (std::size_t bytes = 0; bytes < size; bytes += 7) {
      cut = bytes;
      const auto events = talk.outcome();
      const bool done = last_text(events).done;
      EXPECT_EQ(done, Said::failure(events).empty()) << bytes;
      EXPECT_TRUE(!done || text_of(events) == "We open at seven. Anything else?") << bytes;
    }
  }
}

TEST(AnOpenaiReplier, EndsOnceWhereverItsAnswerHangs) {
  const FakeAnswer good = events_of("openai/chat.answer.sse");
  FakeHttp server([&](const SeenRequest& request) {
    return first_bytes(good, static_cast<std::size_t>(request.number) * 150, FakeAnswer::Then::kHang);
  });
  Talk talk(server, {{"openai.timeout_ms", "100"}});
  const auto events =
      talk.outcome();  // nothing at all; later pieces have a deadline of their own (http_stream_test)
  EXPECT_NE(Said::failure(events).find("did not answer: nothing came for"), std::string::npos)
      << Said::failure(events);
}

TEST(AnOpenaiReplier, TakesGarbageAndAnswersWithoutEndForFailures) {
  const std::vector<std::string> bodies{"data: {\"choices\":\n\n", "<html></html>",
                                        "data: " + std::string(2'000'000, 'x'), "", std::string(1000, '\0')};
  FakeHttp server([&bodies](const SeenRequest& request) {
    return whole_answer(200, "text/event-stream", bodies[static_cast<std::size_t>(request.number)]);
  });
  Talk talk(server);
  for (std::size_t i = 0; i < bodies.size(); ++i) EXPECT_NE(Said::failure(talk.outcome()), "") << i;
}

TEST(AnOpenaiReplier, SaysNothingOfATurnThatWasCancelled) {
  FakeHttp server([](const SeenRequest& request) {
    FakeAnswer answer = events_of("openai/chat.answer.sse");
    return request.number == 0 ? first_bytes(answer, 300, FakeAnswer::Then::kHang) : answer;
  });
  Talk talk(server);
  talk.ask(1);
  ASSERT_TRUE(server.wait_for_requests(1));
  talk.thread.run([&] { talk.replier->cancel(TurnId{7}); });  // not this one
  talk.thread.run([&] { talk.replier->cancel(TurnId{1}); });
  ASSERT_TRUE(server.wait_for_closed(1));
  talk.said.clear();
  talk.ask(2);
  ASSERT_TRUE(talk.said.wait_for_ends(1));
  for (const ProviderEvent& event : talk.said.events()) {
    const auto* text = std::get_if<ReplyText>(&event);
    ASSERT_NE(text, nullptr);
    EXPECT_EQ(text->turn, TurnId{2});
  }
}

TEST(AnOpenaiReplier, ChecksKeyAndModel) {
  FakeHttp server([](const SeenRequest& request) {
    return request.number == 0 ? events_of("openai/chat.answer.sse")
                               : whole_answer(401, "application/json", wire_fixture("openai/error_401.json"));
  });
  Talk talk(server);
  const auto check = [&](EventLoop& loop, ToldCheck told) {
    talk.provider->check(loop, bakery(), std::move(told));
  };
  const ProviderCheck good = checked(talk.thread, check);
  EXPECT_TRUE(good.good);
  EXPECT_TRUE(good.what.starts_with("openai (127.0.0.1): the model gpt-4o-mini wrote its first word after "))
      << good.what;
  const ProviderCheck bad = checked(talk.thread, check);
  EXPECT_FALSE(bad.good);
  EXPECT_EQ(bad.what, "openai (127.0.0.1) refused the key (HTTP 401); see OPENAI_API_KEY");
}

TEST(OpenaiSettings, AreRefusedWithTheirKey) {
  struct Case {
    std::string key, value, error;
  };
  const std::vector<Case> cases{
      {"openai.temperature", "hot", "openai.temperature: must be from 0 to 2"},
      {"openai.token_field", "tokens", "openai.token_field: must be max_tokens or max_completion_tokens"},
      {"openai.chat_path", "wss://h/x", "openai.chat_path: must begin with http:// or https://"},
      {"openai.tool_file", "/nonexistent", "/nonexistent: "},
      {"openai.transfer_to", "x", "openai.transfer_to: must be a number"}};
  for (const Case& one : cases) {
    ProviderParts parts;
    Talk::set(parts.values, one.key, one.value);
    const auto made = make_openai_replier(parts);
    ASSERT_FALSE(made.has_value()) << one.key;
    EXPECT_TRUE(made.error().text().starts_with(one.error)) << made.error().text();
  }
}

}  // namespace
}  // namespace parley
