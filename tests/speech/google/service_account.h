// A service account of a test's own: its key is made when the test asks for it, and its tokens are verified with
// the public half, as Google would.
#pragma once

#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/json.h"
#include "core/twilio/base64.h"

namespace parley::speech_test {

inline std::string url_base64_decoded(std::string part) {
  while (part.size() % 4 != 0) part += '=';
  for (char& byte : part) byte = byte == '-' ? '+' : byte == '_' ? '/' : byte;
  std::string out(twilio::base64_decoded_size(part).value_or(0), '\0');
  EXPECT_TRUE(twilio::base64_decode(part, reinterpret_cast<std::uint8_t*>(out.data())));
  return out;
}

/// A JSON Web Token in its three parts, decoded.
struct WebToken {
  explicit WebToken(const std::string& text) {
    const std::size_t first = text.find('.');
    const std::size_t second = text.rfind('.');
    EXPECT_LT(first, second) << text;
    if (first >= second) return;
    signed_part = text.substr(0, second);
    head = url_base64_decoded(text.substr(0, first));
    claims = url_base64_decoded(text.substr(first + 1, second - first - 1));
    signature = url_base64_decoded(text.substr(second + 1));
  }
  std::string claim(std::string_view name) const {
    const auto parsed = json::parse(claims, "claims");
    const json::Value* value = parsed ? parsed->find(name) : nullptr;
    return value == nullptr || value->as_string() == nullptr ? std::string() : *value->as_string();
  }
  std::string signed_part, head, claims, signature;
};

class ServiceAccount {
 public:
  static constexpr std::string_view kEmail = "phone@project.iam.gserviceaccount.com";

  explicit ServiceAccount(EVP_PKEY* key = EVP_RSA_gen(2048)) : key_(key, &EVP_PKEY_free) {
    const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), &BIO_free);
    PEM_write_bio_PrivateKey(out.get(), key_.get(), nullptr, nullptr, 0, nullptr, nullptr);
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(out.get(), &bytes);
    private_key_.assign(bytes, static_cast<std::size_t>(size));
  }

  /// With line breaks, as PEM has it.
  const std::string& private_key() const { return private_key_; }
  /// What Google's console gives to download, as far as it is read.
  std::string file() const {
    std::string text;
    json::Writer(text)
        .begin_object()
        .member("type", "service_account")
        .member("project_id", "project")
        .member("private_key_id", "id1")
        .member("private_key", std::string_view(private_key_))
        .member("client_email", kEmail)
        .member("client_id", "1234567890")
        .end_object();
    return text;
  }
  bool signed_this(const WebToken& token) const {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    const auto bytes = [](const std::string& of) { return reinterpret_cast<const unsigned char*>(of.data()); };
    return EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1 &&
           EVP_DigestVerify(context.get(), bytes(token.signature), token.signature.size(), bytes(token.signed_part),
                            token.signed_part.size()) == 1;
  }

 private:
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_;
  std::string private_key_;
};

}  // namespace parley::speech_test
