#include "speech/openai/chat_answer.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace parley {
namespace {

const Headers kEvents{{"content-type", "text/event-stream; charset=utf-8"}};

std::string delta(const std::string& content) {
  return R"(data: {"choices":[{"index":0,"delta":{"content":")" + content + "\"}}]}\n\n";
}

struct Read {
  std::string text;
  std::string problem;
  std::vector<ToolCall> calls;
};
Read read(std::string_view body, std::size_t step, const Headers& headers = kEvents) {
  ChatAnswer answer(headers);
  Read out;
  for (; !body.empty(); body.remove_prefix(std::min(step, body.size())))
    out.text += answer.push(body.substr(0, step));
  out.text += answer.finish();
  out.problem = answer.problem();
  out.calls = answer.calls();
  return out;
}

TEST(AChatAnswer, IsTheTextOfItsEventsInAnyPieces) {
  const std::string body =
      ": OPENROUTER PROCESSING\n\ndata: "
      "{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\r\n\r\n" +
      delta("We are ") + delta("open.") +
      "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
      "data: {\"choices\":[],\"usage\":{\"total_tokens\":7}}\n\ndata: [DONE]\n\ndata: "
      "{\"choices\":[{\"delta\":{\"content\":\"late\"}}]}\n\n";
  for (const std::size_t step : {1U, 3U, 50U, 10'000U}) {
    const Read out = read(body, step);
    EXPECT_EQ(out.text, "We are open.");
    EXPECT_EQ(out.problem, "");
  }
}

TEST(AChatAnswer, NeedsNoLastWord) {
  EXPECT_EQ(read(delta("Yes."), 9).text, "Yes.");
  EXPECT_EQ(read(delta("Yes."), 9).problem, "");
  const Read empty = read("data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n", 9);
  EXPECT_EQ(empty.text + empty.problem, "");
}

TEST(AChatAnswer, MayComeInOnePiece) {
  const Headers json{{"Content-Type", "application/json"}};
  EXPECT_EQ(
      read(R"({"choices":[{"message":{"role":"assistant","content":"Hello."},"finish_reason":"stop"}]})", 10, json)
          .text,
      "Hello.");
  EXPECT_EQ(read("oops", 10, json).problem, "wrote something that is no JSON");
}

TEST(AChatAnswer, SaysWhatWentWrong) {
  EXPECT_EQ(read("", 1).problem, "ended without an answer");
  EXPECT_EQ(read("data: {x\n\n", 1).problem, "wrote something that is no JSON");
  EXPECT_EQ(read(R"(data: {"error":{"message":"out of memory"}})"
                 "\n\n",
                 5)
                .problem,
            "failed in the middle of its answer: out of memory");
  EXPECT_EQ(read(delta("Hel") + "data: {\"error\":\"gone\"}\n\n", 5).text, "Hel");
  EXPECT_EQ(read("data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"content_filter\"}]}\n\n", 5).problem,
            "refused to answer: its filter did");
  EXPECT_EQ(read("<html>", 5, {{"Content-Type", "text/html"}}).problem, "gave a web page; is its address right?");
  EXPECT_EQ(read("data: 7\n\ndata: []\n\ndata: {\"choices\":7}\n\ndata: {\"choices\":[3]}\n\n", 5).problem,
            "ended without an answer");
}

TEST(AChatAnswer, CollectsCallsOfToolsFromTheirPieces) {
  const auto piece = [](const std::string& call) {
    return "data: {\"choices\":[{\"delta\":{\"tool_calls\":[" + call + "]}}]}\n\n";
  };
  const Read out = read(piece(R"({"index":0,"id":"a","function":{"name":"price","arguments":""}})") +
                            piece(R"({"index":0,"function":{"arguments":"{\"item\":"}})") +
                            piece(R"({"index":1,"id":"b","function":{"name":"hang_up","arguments":"{}"}})") +
                            piece(R"({"index":0,"function":{"arguments":"\"tea\"}"}})") + "data: [DONE]\n\n",
                        7);
  ASSERT_EQ(out.calls.size(), 2U);
  EXPECT_EQ(out.calls[0].id, "a");
  EXPECT_EQ(out.calls[0].name, "price");
  EXPECT_EQ(out.calls[0].arguments, R"({"item":"tea"})");
  EXPECT_EQ(out.calls[1].name, "hang_up");
  EXPECT_EQ(out.problem, "");
  const Read unnumbered =
      read(piece(R"({"function":{"name":"x","arguments":{"a":1}}},{"function":{"name":"y"}})"), 7);
  ASSERT_EQ(unnumbered.calls.size(), 2U);
  EXPECT_EQ(unnumbered.calls[0].arguments, R"({"a":1})");
  EXPECT_EQ(unnumbered.calls[1].name, "y");
}

TEST(AChatAnswer, TakesNoMoreThanItsBounds) {
  std::string many;
  for (int i = 0; i < 9; ++i) {
    many += "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":" + std::to_string(i) +
            ",\"function\":{\"name\":\"x\"}}]}}]}\n\n";
  }
  EXPECT_EQ(read(many, 1000).problem, "asks for too many tools at once");
  const std::string endless =
      "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"" +
      std::string(20'000, 'x') + "\"}}]}}]}\n\n";
  EXPECT_EQ(read(endless, 1000).problem, "asks for a tool with more than is taken");
  std::string text;
  for (int i = 0; i < 70; ++i) text += delta(std::string(1024, 'x'));
  EXPECT_EQ(read(text, 1000).text.size(), ChatAnswer::kMostText);
  EXPECT_EQ(read("data: " + std::string(EventStream::kMostBytes, 'x'), 5000).problem,
            "wrote an event that is too long");
}

TEST(Thoughts, AreLeftOutAtTheBeginningOnly) {
  struct Case {
    std::string text, spoken;
  };
  const std::vector<Case> cases{{"<think>hm, </thin no</think>\n\nHello.", "Hello."},
                                {"\n<think></think>Hi <think>x</think>", "Hi <think>x</think>"},
                                {"<thing> is", "<thing> is"},
                                {" Hello", " Hello"},
                                {"<thi", "<thi"},
                                {"<think>never ends", ""},
                                {"", ""}};
  for (const Case& one : cases) {
    for (const std::size_t step : {1U, 2U, 5U, 100U}) {
      ThoughtFilter filter;
      std::string spoken;
      std::string_view left = one.text;
      for (; !left.empty(); left.remove_prefix(std::min(step, left.size())))
        spoken += filter.push(left.substr(0, step));
      EXPECT_EQ(spoken + filter.finish(), one.spoken) << one.text;
    }
  }
}

}  // namespace
}  // namespace parley
