#include "core/twilio/url.h"

#include <gtest/gtest.h>

namespace parley::twilio {
namespace {

Url read(std::string_view text) {
  const Result<Url> url = parse_url(text);
  EXPECT_TRUE(url.has_value()) << text << ": " << (url.has_value() ? "" : url.error().text());
  return url.has_value() ? *url : Url{};
}

TEST(Url, IsDividedIntoItsParts) {
  const Url url = read("WSS://User:p%40ss@Example.COM:8443/a/b?x=1&y#frag");
  EXPECT_EQ(url.scheme, "wss");
  EXPECT_EQ(url.user_info, "User:p%40ss");
  EXPECT_EQ(url.host, "example.com");
  EXPECT_EQ(url.port, 8443);
  EXPECT_EQ(url.path, "/a/b");
  EXPECT_EQ(url.query, "x=1&y");
  EXPECT_EQ(url.fragment, "frag");
  EXPECT_EQ(url.target(), "/a/b?x=1&y");
  EXPECT_EQ(url.text(), "wss://User:p%40ss@example.com:8443/a/b?x=1&y#frag");
}

TEST(Url, KnowsThePortOfItsScheme) {
  const struct {
    std::string_view text;
    int port;
    bool secure;
    bool websocket;
  } cases[] = {
      {"ws://h", 80, false, true},
      {"wss://h", 443, true, true},
      {"http://h", 80, false, false},
      {"https://h", 443, true, false},
      {"https://h:80", 80, true, false},
      {"ws://h:", 80, false, true},
      {"ws://[::1]:5000/", 5000, false, true},
      {"ws://h:00080", 80, false, true},
  };
  for (const auto& [text, port, secure, websocket] : cases) {
    const Url url = read(text);
    EXPECT_EQ(url.effective_port(), port) << text;
    EXPECT_EQ(url.secure(), secure) << text;
    EXPECT_EQ(url.websocket(), websocket) << text;
  }
}

TEST(Url, AsksForTheRootWhenThereIsNoPath) {
  EXPECT_EQ(read("wss://h").target(), "/");
  EXPECT_EQ(read("wss://h?x").target(), "/?x");
}

TEST(Url, KeepsTheBracketsOfAnAddress) {
  EXPECT_EQ(read("ws://[2001:DB8::1]/x").host, "[2001:db8::1]");
}

TEST(Url, RefusesWhatIsNone) {
  for (const std::string_view text :
       {"", "h", "/path", "//h/path", "wss:/h", "wss://", "wss:///path", "wss://:80/", "ftp://h/", "wss://h/a b",
        "wss://h:65536/", "wss://h:0/", "wss://h:99999999999999999999/", "wss://h:x/", "wss://h/%zz", "wss://[::1",
        "wss://h/\xC3\xA9", "wss://h/<x>", "wss://h/{x}"}) {
    const Result<Url> url = parse_url(text);
    ASSERT_FALSE(url.has_value()) << text;
    EXPECT_FALSE(url.error().message.empty()) << text;
  }
  EXPECT_FALSE(parse_url("wss://h/" + std::string(kMaxUrlBytes, 'a')).has_value());
}

TEST(Url, ShowsTheTextThatIsNoneAndNotMore) {
  EXPECT_EQ(parse_url("ftp://h/").error().text(), "\"ftp://h/\": the scheme is none of ws, wss, http and https");
  EXPECT_LT(parse_url(std::string(1000, '<')).error().text().size(), 200U);
}

TEST(RelativeReferences, AreResolvedAsRfc3986Says) {
  const Url base = read("https://h:8443/a/b/c?q#f");
  const struct {
    std::string_view reference;
    std::string_view resolved;
  } cases[] = {
      {"", "https://h:8443/a/b/c?q"},           {"d", "https://h:8443/a/b/d"},
      {"./d", "https://h:8443/a/b/d"},          {"../d", "https://h:8443/a/d"},
      {"../../../../d", "https://h:8443/d"},    {"/d", "https://h:8443/d"},
      {"?x", "https://h:8443/a/b/c?x"},         {"#g", "https://h:8443/a/b/c?q#g"},
      {"//other/d", "https://other/d"},         {"wss://other/d", "wss://other/d"},
      {"d/./e/../f", "https://h:8443/a/b/d/f"},
  };
  for (const auto& [reference, resolved] : cases) {
    const Result<Url> url = resolve_url(base, reference);
    ASSERT_TRUE(url.has_value()) << reference;
    EXPECT_EQ(url->text(), resolved) << reference;
  }
}

TEST(RelativeReferences, StartAtTheRootOfABareHost) {
  EXPECT_EQ(resolve_url(read("https://h"), "d")->text(), "https://h/d");
}

TEST(RelativeReferences, MayNotLeadElsewhereThanTheWeb) {
  const Url base = read("https://h/");
  for (const std::string_view reference : {"mailto:x", "javascript:x", "a b", "http://", "ws:x"}) {
    EXPECT_FALSE(resolve_url(base, reference).has_value()) << reference;
  }
}

}  // namespace
}  // namespace parley::twilio
