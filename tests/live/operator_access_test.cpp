#include "live/operator_access.h"

#include <gtest/gtest.h>

namespace parley {
namespace {

OperatorAccess access(std::string remote, Headers headers, std::string_view token) {
  HttpRequest request;
  request.remote_address = std::move(remote);
  request.headers = std::move(headers);
  const auto address = PublicAddress::make("", "127.0.0.1");
  return operator_access(request, address->origin_of(request), token);
}

TEST(OperatorAccess, IsForWhoeverSitsOnThisMachine) {
  EXPECT_EQ(access("127.0.0.1", {{"Host", "127.0.0.1:5000"}}, ""), OperatorAccess::kGranted);
  EXPECT_EQ(access("::1", {{"Host", "localhost:5000"}}, ""), OperatorAccess::kGranted);
  EXPECT_EQ(access("::1", {{"Host", "[::1]:5000"}}, ""), OperatorAccess::kGranted);
  EXPECT_EQ(access("192.0.2.1", {{"Host", "127.0.0.1:5000"}}, ""), OperatorAccess::kNotLocal);
}

TEST(OperatorAccess, IsNotForWhoeverComesThroughAProxyOnThisMachine) {
  for (const char* name :
       {"X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded", "X-Real-IP", "Via"}) {
    EXPECT_EQ(access("127.0.0.1", {{"Host", "localhost"}, {name, "127.0.0.1"}}, ""), OperatorAccess::kNotLocal)
        << name;
  }
}

TEST(OperatorAccess, IsNotForAPageThatRebindsItsNameToThisMachine) {
  EXPECT_EQ(access("127.0.0.1", {{"Host", "evil.example:5000"}}, ""), OperatorAccess::kNotLocal);
}

TEST(OperatorAccess, IsForWhoeverHasTheToken) {
  const std::string token = "0123456789abcdef";
  EXPECT_EQ(access("192.0.2.1", {{"Authorization", "Bearer " + token}}, token), OperatorAccess::kGranted);
  EXPECT_EQ(access("192.0.2.1", {{"Authorization", "Bearer " + token + "0"}}, token), OperatorAccess::kWrongToken);
  EXPECT_EQ(access("127.0.0.1", {{"Authorization", "Bearer wrong"}}, token), OperatorAccess::kWrongToken);
  EXPECT_EQ(access("192.0.2.1", {}, token), OperatorAccess::kWrongToken);
  EXPECT_EQ(access("192.0.2.1", {{"Authorization", "Bearer "}}, ""), OperatorAccess::kNotLocal)
      << "no token is no open door";
}

}  // namespace
}  // namespace parley
