#include "core/twilio/signature.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace parley::twilio {
namespace {

constexpr std::string_view kToken = "12345";
constexpr std::string_view kPlain = "https://mycompany.com/myapp.php?foo=1&bar=2";
constexpr std::string_view kHash = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620";
constexpr std::string_view kBody = R"({"property": "value", "boolean": true})";

Form call_parameters() {
  return {{"CallSid", "CA1234567890ABCDE"},
          {"Caller", "+14158675309"},
          {"Digits", "1234"},
          {"From", "+14158675309"},
          {"To", "+18005551212"}};
}

bool verifies(std::string_view url, std::string_view signature, const Form& parameters = {}) {
  return valid(kToken, signature, url_variants(url), parameters);
}

// The vectors that the validators of Twilio's own libraries are tested with.
TEST(Signature, AgreesWithTwiliosValidatorsOnForms) {
  const struct {
    std::string_view url;
    std::string_view signature;
  } cases[] = {
      {kPlain, "RSOYDt4T1cUTdK1PDd93/VVr8B8="},
      {"https://mycompany.com:1234/myapp.php?foo=1&bar=2", "RSOYDt4T1cUTdK1PDd93/VVr8B8="},
      {kPlain, "kvajT1Ptam85bY51eRf/AJRuM3w="},
      {"http://mycompany.com/myapp.php?foo=1&bar=2", "0ZXoZLH/DfblKGATFgpif+LLRf4="},
      {"http://mycompany.com:1234/myapp.php?foo=1&bar=2", "Zmvh+3yNM1Phv2jhDCwEM3q5ebU="},
      {"https://user:pass@mycompany.com/myapp.php?foo=1&bar=2", "CukzLTc1tT5dXEDIHm/tKBanW10="},
      {"https://user@mycompany.com/myapp.php?foo=1&bar=2", "2YRLlVAflCqxaNicjMpJcSTgzSs="},
      {"https://user:pass@mycompany.com:443/myapp.php?foo=1&bar=2", "ZQFR1PTIZXF2MXB8ZnKCvnnA+rI="},
      {"https://mycompany.com/myapp.php?foo=1&bar=2&Body=It's+amazing", "TfZzewPq8wqrGlMfyAud8+/IvJ0="},
  };
  for (const auto& [url, signature] : cases) {
    EXPECT_TRUE(verifies(url, signature, call_parameters())) << url << " " << signature;
  }
}

TEST(Signature, CountsRepeatedValuesOnceAndSorted) {
  Form bindings{{"MessagingBinding.Address", "+1325xxxxxxx"}, {"MessagingBinding.Address", "+1415xxxxxxx"}};
  EXPECT_TRUE(verifies(kPlain, "83O6e2vORAoJHUNzJjDWN1jz+BA=", bindings));
  std::swap(bindings[0], bindings[1]);
  EXPECT_TRUE(verifies(kPlain, "83O6e2vORAoJHUNzJjDWN1jz+BA=", bindings));
  EXPECT_TRUE(verifies(
      kPlain, "IK+Dwps556ElfBT0I3Rgjkr1wJU=",
      {{"Sid", "CA123"}, {"SidAccount", "AC123"}, {"Digits", "5678"}, {"Digits", "1234"}, {"Digits", "1234"}}));
}

TEST(Signature, AgreesWithTwiliosValidatorsOnOtherBodies) {
  const std::string empty_hash = body_sha256("{}");
  EXPECT_EQ(empty_hash, "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
  EXPECT_EQ(body_sha256(kBody), kHash);
  EXPECT_EQ(body_sha256(R"({"CallSid":"CA1234567890ABCDE","Caller":"+12349013030"})"),
            "5ccde7145dfb8f56479710896586cb9d5911809d83afbe34627818790db0aec9");
  const std::string with_hash = std::string(kPlain) + "&bodySHA256=" + std::string(kHash);
  const struct {
    std::string url;
    std::string_view body;
    std::string_view signature;
  } cases[] = {
      {with_hash, kBody, "a9nBmqA0ju/hNViExpshrM61xv4="},
      {"https://mycompany.com/myapp.php?bodySHA256=" + std::string(kHash), kBody, "y77kIzt2vzLz71DgmJGsen2scGs="},
      {std::string(kPlain) + "&bodySHA256=" + empty_hash, "{}", "Ldidvp12m26NI7eqEvxnEpkd9Hc="},
  };
  for (const auto& [url, body, signature] : cases) {
    EXPECT_TRUE(valid_body(kToken, signature, url_variants(url), body)) << url;
    EXPECT_FALSE(valid_body(kToken, signature, url_variants(url), "{ }")) << url;
    EXPECT_FALSE(valid_body("12346", signature, url_variants(url), body)) << url;
  }
  EXPECT_FALSE(valid_body(kToken, sign(kToken, kPlain), url_variants(kPlain), kBody)) << "without a hash";
  EXPECT_FALSE(valid_body(kToken, sign(kToken, kPlain), {}, kBody)) << "without a URL";
}

TEST(Signature, OfAnUpgradeIsThatOfTheStreamsUrl) {
  const struct {
    std::string_view url;
    std::string_view signature;
  } cases[] = {
      {"wss://mycompany.com/media", "okykUWKkAOgQseVjzERZh4soLeU="},
      {"wss://mycompany.com/media/", "m6zCRgAmr39sY5bRHH3mG0yRr1o="},
      {"wss://mycompany.com", "7t6/F4R0RdYpNmVtKUaHgrT2sns="},
      {"wss://mycompany.com/", "mYiF8d/XAbCcA+tc7fet8c0hJG8="},
      {"wss://mycompany.com:443/media", "y/eZxfvMeXBmejSJYHDm4y/cRMk="},
  };
  for (const auto& [url, signature] : cases) EXPECT_EQ(sign(kToken, url), signature) << url;
}

TEST(Signature, OfAnUpgradeMayHaveASlashMoreOrLessAndAPort) {
  for (const std::string_view signed_url :
       {"wss://h/media", "wss://h/media/", "wss://h:443/media", "wss://h:80/media", "wss://h:443/media/"}) {
    EXPECT_TRUE(verifies("wss://h/media", sign(kToken, signed_url))) << signed_url;
  }
  EXPECT_TRUE(verifies("wss://h/", sign(kToken, "wss://h"))) << "a server sees a slash even if there was none";
  EXPECT_TRUE(verifies("wss://h:8443/media", sign(kToken, "wss://h/media")));
  EXPECT_FALSE(verifies("wss://h/media", sign(kToken, "https://h/media")))
      << "the scheme is part of what is signed";
  EXPECT_FALSE(verifies("wss://h/media", sign(kToken, "wss://h/other")));
}

TEST(Signature, FailsForAnythingElse) {
  const std::vector<std::string> urls = url_variants(kPlain);
  const std::string right = sign(kToken, kPlain, call_parameters());
  ASSERT_TRUE(valid(kToken, right, urls, call_parameters()));
  Form changed = call_parameters();
  changed[2].value = "1235";
  Form more = call_parameters();
  more.push_back({"Extra", ""});
  EXPECT_FALSE(valid(kToken, right, urls, changed));
  EXPECT_FALSE(valid(kToken, right, urls, more));
  EXPECT_FALSE(valid("12346", right, urls, call_parameters()));
  EXPECT_FALSE(valid(kToken, "", urls, call_parameters()));
  EXPECT_FALSE(valid(kToken, right + "=", urls, call_parameters()));
  EXPECT_FALSE(valid(kToken, right.substr(1), urls, call_parameters()));
  EXPECT_FALSE(valid(kToken, right, {}, call_parameters()));
}

TEST(Signature, NeverVerifiesWithoutAToken) {
  EXPECT_FALSE(valid("", sign("", kPlain), url_variants(kPlain)));
}

TEST(Signature, SortsNamesByTheirBytes) {
  EXPECT_EQ(sign(kToken, "u", {{"b", "1"}, {"B", "2"}, {"a", "3"}}), sign(kToken, "uB2a3b1"));
}

TEST(UrlVariants, AreFewDistinctAndTheUrlItselfFirst) {
  for (const std::string_view url : {"", "/path", "https://u:p@h:1/p/?a=It's+b#f", "wss://u:p@h:8443/p#f",
                                     "wss://[::1]:5000/x", "https://h?'"}) {
    std::vector<std::string> variants = url_variants(url);
    ASSERT_FALSE(variants.empty());
    EXPECT_EQ(variants.front(), url);
    EXPECT_LE(variants.size(), 25U) << url;
    std::sort(variants.begin(), variants.end());
    EXPECT_EQ(std::unique(variants.begin(), variants.end()), variants.end()) << url;
  }
}

TEST(UrlVariants, DoNotTakeAnAddressForAPort) {
  const std::vector<std::string> variants = url_variants("wss://[::1]/x");
  for (const std::string& variant : variants) EXPECT_EQ(variant.rfind("wss://[::1]", 0), 0U) << variant;
}

TEST(UrlVariants, DropCredentialsAndPortTogether) {
  const std::vector<std::string> variants = url_variants("https://u:p@h:8443/x?y");
  EXPECT_NE(std::find(variants.begin(), variants.end(), "https://h/x?y"), variants.end());
}

TEST(UrlVariants, EncodeTheQueryAsNodeUsedTo) {
  const std::vector<std::string> variants = url_variants("https://h/x?b=It's+a&e");
  EXPECT_NE(std::find(variants.begin(), variants.end(), "https://h/x?b=It%27s+a&e"), variants.end());
  EXPECT_NE(std::find(variants.begin(), variants.end(), "https://h/x?b=It's%20a&e="), variants.end());
}

}  // namespace
}  // namespace parley::twilio
