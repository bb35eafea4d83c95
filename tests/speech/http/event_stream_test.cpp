#include "speech/http/event_stream.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace parley {
namespace {

std::vector<std::string> read(std::string_view text, std::size_t step) {
  std::vector<std::string> out;
  EventStream stream;
  const auto take = [&out](const ServerSentEvent& event) { out.push_back(event.name + "|" + event.data); };
  for (; !text.empty(); text.remove_prefix(std::min(step, text.size()))) stream.push(text.substr(0, step), take);
  stream.finish(take);
  return out;
}

TEST(AnEventStream, IsReadInAnyFormAndInAnyPieces) {
  struct Case {
    std::string_view text;
    std::vector<std::string> events;
  };
  const std::vector<Case> cases{
      {"data: a\n\ndata: b\n\n", {"|a", "|b"}},
      {"data:a\r\n\r\ndata:b\r\n\r\n", {"|a", "|b"}},
      {"data: a\r\rdata: b\r\r", {"|a", "|b"}},
      {": a comment\n\n:\ndata: a\n\n", {"|a"}},
      {"event: x\ndata: a\nid: 7\nretry: 3\n\ndata: b\n\n", {"x|a", "|b"}},
      {"data: a\ndata: b\ndata\n\n", {"|a\nb\n"}},
      {"data:  two spaces\n\n", {"| two spaces"}},
      {"\xEF\xBB\xBF"
       "data: a\n\n",
       {"|a"}},
      {"event: nothing\n\n\n\n", {}},
      {"data: without an end", {"|without an end"}},
      {"data: a\n\ndata: half\n", {"|a", "|half"}},
      {"data\n\n", {"|"}},
      {"dat: x\nDATA: y\n\n", {}},
      {"", {}},
  };
  for (const Case& one : cases) {
    for (const std::size_t step : {1U, 2U, 3U, 1000U}) EXPECT_EQ(read(one.text, step), one.events) << one.text;
  }
}

TEST(AnEventStream, EndsWhereALineOrAnEventIsTooLong) {
  const auto ignore = [](const ServerSentEvent&) { FAIL(); };
  EventStream line;
  EXPECT_FALSE(line.push("data: " + std::string(EventStream::kMostBytes, 'x'), ignore));
  EXPECT_FALSE(line.push("\n\n", ignore));
  line.finish(ignore);
  EventStream event;
  const std::string part = "data: " + std::string(EventStream::kMostBytes / 2, 'x') + "\n";
  EXPECT_TRUE(event.push(part, ignore));
  EXPECT_FALSE(event.push(part + part, ignore));
  EXPECT_TRUE(event.too_long());
}

}  // namespace
}  // namespace parley
