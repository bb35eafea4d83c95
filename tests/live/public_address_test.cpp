#include "live/public_address.h"

#include <gtest/gtest.h>

namespace parley {
namespace {

PublicAddress made(std::string_view host, std::string_view proxies) {
  auto address = PublicAddress::make(host, proxies);
  EXPECT_TRUE(address.has_value()) << (address ? "" : address.error().text());
  return std::move(*address);
}

HttpRequest from(std::string remote, Headers headers) {
  HttpRequest request;
  request.remote_address = std::move(remote);
  request.headers = std::move(headers);
  return request;
}

const Headers kForwarded{{"Host", "inner:5000"},
                         {"X-Forwarded-For", "203.0.113.9, 10.1.2.3"},
                         {"X-Forwarded-Proto", "https"},
                         {"X-Forwarded-Host", "agent.example.com"}};

TEST(PublicAddress, BelievesForwardedHeadersOfNamedProxiesOnly) {
  const RequestOrigin trusted = made("", "10.0.0.0/8").origin_of(from("10.9.9.9", kForwarded));
  EXPECT_EQ(trusted.http_base(), "https://agent.example.com");
  EXPECT_EQ(trusted.socket_base(), "wss://agent.example.com");
  EXPECT_EQ(trusted.client, "203.0.113.9");
  const RequestOrigin stranger = made("", "10.0.0.0/8").origin_of(from("192.0.2.1", kForwarded));
  EXPECT_EQ(stranger.http_base(), "http://inner:5000");
  EXPECT_EQ(stranger.client, "192.0.2.1");
  EXPECT_TRUE(stranger.forwarded) << "it came through some proxy all the same";
}

TEST(PublicAddress, StopsAtTheFirstHopThatIsNotOurs) {
  Headers headers = kForwarded;
  headers[1].second = "127.0.0.1, 198.51.100.7, 10.1.2.3";
  EXPECT_EQ(made("", "10.0.0.0/8").origin_of(from("10.9.9.9", headers)).client, "198.51.100.7");
}

TEST(PublicAddress, IsWhatWasConfiguredWhateverRequestsSay) {
  const RequestOrigin origin =
      made("agent.example.com", "").origin_of(from("192.0.2.1", {{"Host", "evil.example"}}));
  EXPECT_EQ(origin.http_base(), "https://agent.example.com");
  EXPECT_EQ(made("https://agent.example.com/", "").origin_of(from("192.0.2.1", {})).host, "agent.example.com");
  EXPECT_EQ(made("http://localhost:5000", "").origin_of(from("127.0.0.1", {})).socket_base(),
            "ws://localhost:5000");
}

TEST(PublicAddress, TakesNoHostThatCouldBreakOutOfAUrl) {
  EXPECT_EQ(made("", "").origin_of(from("192.0.2.1", {{"Host", "a.example/x\"><Hangup/>"}})).host, "");
  EXPECT_FALSE(PublicAddress::make("agent.example.com/path", "").has_value());
}

TEST(PublicAddress, NamesTheProxyThatCannotBeRead) {
  const auto address = PublicAddress::make("", "10.0.0.0/8, nonsense");
  ASSERT_FALSE(address.has_value());
  EXPECT_NE(address.error().text().find("\"nonsense\""), std::string::npos) << address.error().text();
}

TEST(PublicAddress, KnowsAddressesInAllTheirClothes) {
  const PublicAddress address = made("", "10.0.0.0/8,2001:db8::/32 192.0.2.7");
  EXPECT_TRUE(address.trusts("10.255.0.1"));
  EXPECT_TRUE(address.trusts("::ffff:10.0.0.1"));
  EXPECT_TRUE(address.trusts("2001:db8::1"));
  EXPECT_TRUE(address.trusts("192.0.2.7"));
  EXPECT_FALSE(address.trusts("192.0.2.8"));
  EXPECT_FALSE(address.trusts("unknown"));
  EXPECT_TRUE(is_loopback("::ffff:127.0.0.1"));
  EXPECT_TRUE(is_loopback("::1"));
  EXPECT_FALSE(is_loopback("10.0.0.1"));
}

}  // namespace
}  // namespace parley
