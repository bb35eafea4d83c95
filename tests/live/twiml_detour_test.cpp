#include "live/twiml_detour.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parley {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

twilio::Url url(std::string_view text) {
  return *twilio::parse_url(text);
}

std::string document_with(const std::string& stream_url) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response><Connect><Stream url=\"" + stream_url +
         "\" track=\"inbound_track\"/></Connect></Response>\n";
}

class ADetour : public testing::Test {
 protected:
  TwimlDetour detour_{url("https://voice.example.com/webhook")};
  twilio::Url document_ = url("https://tap.example.org/webhook");
};

TEST_F(ADetour, LeadsTheTargetsOwnStreamsThroughTheSamePathHere) {
  const auto rewritten = detour_.rewrite(document_with("wss://voice.example.com/ws/a"), document_);
  EXPECT_EQ(rewritten.body, document_with("wss://tap.example.org/ws/a"));
  EXPECT_THAT(rewritten.rerouted, ElementsAre("wss://voice.example.com/ws/a"));
  EXPECT_EQ(detour_.destination("/ws/a")->text(), "wss://voice.example.com/ws/a");
}

TEST_F(ADetour, LeadsOtherHostsThroughAPathThatNamesThem) {
  const auto rewritten = detour_.rewrite(document_with("wss://media.example.net:8443/a/b"), document_);
  EXPECT_EQ(rewritten.body, document_with("wss://tap.example.org/_tap/wss/media.example.net:8443/a/b"));
  EXPECT_EQ(detour_.destination("/_tap/wss/media.example.net:8443/a/b")->text(),
            "wss://media.example.net:8443/a/b");
}

TEST_F(ADetour, LeadsNowhereThatNoTwimlHasNamed) {
  EXPECT_FALSE(detour_.destination("/_tap/ws/169.254.169.254/latest").has_value());
  EXPECT_FALSE(detour_.destination("/_tap/").has_value());
  EXPECT_FALSE(detour_.destination("/_tap/wss").has_value());
  detour_.rewrite(document_with("wss://media.example.net/a"), document_);
  EXPECT_FALSE(detour_.destination("/_tap/ws/media.example.net/a").has_value());
  EXPECT_FALSE(detour_.destination("/_tap/wss/media.example.net:22/a").has_value());
  EXPECT_TRUE(detour_.destination("/_tap/wss/media.example.net/other").has_value());
}

TEST_F(ADetour, LeavesRelativeStreamsAndThoseThatLeadHereAlready) {
  for (const std::string stream : {"/ws/a", "wss://tap.example.org/ws/a"}) {
    const auto rewritten = detour_.rewrite(document_with(stream), document_);
    EXPECT_EQ(rewritten.body, document_with(stream));
    EXPECT_THAT(rewritten.rerouted, IsEmpty());
    EXPECT_THAT(rewritten.left, IsEmpty());
  }
}

TEST_F(ADetour, ChangesNothingElse) {
  const std::string say = "<Response><Say>wss://voice.example.com/ws/a</Say></Response>";
  EXPECT_EQ(detour_.rewrite(say, document_).body, say);
  EXPECT_EQ(detour_.rewrite("no TwiML at all", document_).body, "no TwiML at all");
}

TEST_F(ADetour, TellsOfAStreamThatIsWrittenInAWayThatItCannotReplace) {
  const auto rewritten = detour_.rewrite(document_with("wss://voice.example.com/&#119;s"), document_);
  EXPECT_EQ(rewritten.body, document_with("wss://voice.example.com/&#119;s"));
  EXPECT_THAT(rewritten.left, ElementsAre("wss://voice.example.com/ws"));
}

TEST_F(ADetour, RemembersABoundedNumberOfHosts) {
  for (std::size_t i = 0; i < TwimlDetour::kMostHosts; ++i) {
    detour_.rewrite(document_with("wss://h" + std::to_string(i) + ".example.net/"), document_);
  }
  const auto rewritten = detour_.rewrite(document_with("wss://late.example.net/"), document_);
  EXPECT_THAT(rewritten.left, ElementsAre("wss://late.example.net/"));
}

}  // namespace
}  // namespace parley
