#include "live/call_problem.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "live/stream_target.h"

namespace parley {
namespace {

using testing::HasSubstr;
using Step = ConnectFailure::Step;

ConnectFailure failure(Step step, std::string what, int status = 0, bool timed_out = false) {
  ConnectFailure failed;
  failed.step = step;
  failed.what = std::move(what);
  failed.status = status;
  failed.timed_out = timed_out;
  return failed;
}

TEST(CallProblem, HasTwiliosCodeForEachStep) {
  const struct {
    ConnectFailure failed;
    int code;
  } rows[] = {
      {failure(Step::kName, "Host not found"), 31904},           {failure(Step::kTcp, "Connection refused"), 31902},
      {failure(Step::kTcp, "No route to host"), 31904},          {failure(Step::kTcp, "", 0, true), 31901},
      {failure(Step::kTls, "certificate verify failed"), 31910}, {failure(Step::kHandshake, "", 404), 31920},
      {failure(Step::kHandshake, "", 0, true), 31901},           {failure(Step::kHandshake, "End of file"), 31903},
      {failure(Step::kHandshake, "bad version"), 31920},
  };
  for (const auto& row : rows) {
    const CallProblem problem = problem_of(row.failed, {});
    EXPECT_EQ(problem.code, row.code) << problem.text();
    EXPECT_FALSE(problem.cure.empty()) << problem.text();
    EXPECT_FALSE(title_of(row.code).empty());
  }
}

TEST(CallProblem, TellsAPageFromARedirectAndARefusal) {
  ConnectFailure page = failure(Step::kHandshake, "", 200);
  page.headers = {{"Content-Type", "text/html; charset=utf-8"}};
  EXPECT_THAT(problem_of(page, {}).cure, HasSubstr("page"));
  ConnectFailure redirect = failure(Step::kHandshake, "", 301);
  redirect.headers = {{"Location", "wss://elsewhere.example/"}};
  EXPECT_THAT(problem_of(redirect, {}).cure, HasSubstr("wss://elsewhere.example/"));
  EXPECT_THAT(problem_of(failure(Step::kHandshake, "", 403), {}).cure, HasSubstr("Origin"));
}

TEST(CallProblem, IsAnAnswerWithAnExtensionThatWasNotOffered) {
  EXPECT_FALSE(problem_of_answer({{"Upgrade", "websocket"}}));
  const auto problem = problem_of_answer({{"Sec-WebSocket-Extensions", "permessage-deflate"}});
  ASSERT_TRUE(problem);
  EXPECT_EQ(problem->code, 31920);
}

TEST(StreamTarget, DropsTheQueryAsTwilioDoes) {
  StreamRequest request;
  request.url = "wss://agent.example/media?token=x#y";
  const auto target = stream_target(request);
  ASSERT_TRUE(target.has_value());
  EXPECT_EQ(target->url, "wss://agent.example/media");
  EXPECT_EQ(target->dropped_query, "token=x");
  EXPECT_EQ(target->socket.path, "/media");
  EXPECT_EQ(target->socket.port, 443);
  EXPECT_TRUE(target->socket.secure);
}

TEST(StreamTarget, SignsWithATrailingSlashIfAsked) {
  StreamRequest request;
  request.url = "wss://mycompany.com/media";
  request.auth_token = "12345";
  EXPECT_EQ(stream_target(request)->socket.headers.back().second, "okykUWKkAOgQseVjzERZh4soLeU=");
  request.sign_trailing_slash = true;
  EXPECT_EQ(stream_target(request)->socket.headers.back().second, "m6zCRgAmr39sY5bRHH3mG0yRr1o=");
}

TEST(StreamTarget, IsAnErrorForWhatIsNoStream) {
  for (const char* url : {"http://agent.example/", "agent.example", "", "ftp://agent.example/"}) {
    StreamRequest request;
    request.url = url;
    EXPECT_FALSE(stream_target(request).has_value()) << url;
  }
}

}  // namespace
}  // namespace parley
