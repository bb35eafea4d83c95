#include "speech/google/google_token.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "core/base/json.h"
#include "core/twilio/base64.h"

namespace parley {
namespace {

constexpr std::chrono::hours kValidFor{1};
constexpr std::chrono::minutes kMargin{5};

/// Base64 as URLs take it (RFC 4648 section 5), without padding.
std::string url_base64(std::string_view bytes) {
  std::string out;
  twilio::base64_encode({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}, out);
  std::replace(out.begin(), out.end(), '+', '-');
  std::replace(out.begin(), out.end(), '/', '_');
  while (out.ends_with('=')) out.pop_back();
  return out;
}

std::string text_member(const json::Value& object, std::string_view name) {
  const json::Value* value = object.find(name);
  const std::string* text = value == nullptr ? nullptr : value->as_string();
  return text == nullptr ? std::string() : *text;
}

EVP_PKEY* read_key(const std::string& pem) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> from(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())),
                                                       &BIO_free);
  // A key that wants a pass phrase is none of a service account's; without a callback OpenSSL would ask a terminal.
  const auto no_phrase = [](char*, int, int, void*) { return 0; };
  return PEM_read_bio_PrivateKey(from.get(), nullptr, no_phrase, nullptr);
}

}  // namespace

Result<std::shared_ptr<const GoogleToken>> GoogleToken::read(std::string_view file, std::string_view place,
                                                             std::string audience) {
  const auto parsed = json::parse(file, place);
  if (!parsed) return make_error("is no JSON file of a service account", std::string(place));
  std::shared_ptr<GoogleToken> token(new GoogleToken);
  token->account_ = text_member(*parsed, "client_email");
  token->key_id_ = text_member(*parsed, "private_key_id");
  token->audience_ = std::move(audience);
  token->key_ = read_key(text_member(*parsed, "private_key"));
  if (token->account_.empty() || token->key_ == nullptr || EVP_PKEY_get_base_id(token->key_) != EVP_PKEY_RSA) {
    return make_error("holds no client_email with an RSA private_key, as a service account's key file does",
                      std::string(place));
  }
  return std::shared_ptr<const GoogleToken>(std::move(token));
}

GoogleToken::~GoogleToken() {
  EVP_PKEY_free(key_);
}

std::string GoogleToken::at(WallTime now) const {
  const std::lock_guard lock(mutex_);
  if (made_.empty() || now + kMargin > lapses_) {
    made_ = sign(now);
    lapses_ = now + kValidFor;
  }
  return made_;
}

std::string GoogleToken::sign(WallTime now) const {
  const std::int64_t begins = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
  std::string head;
  json::Writer(head)
      .begin_object()
      .member("alg", "RS256")
      .member("typ", "JWT")
      .member("kid", std::string_view(key_id_))
      .end_object();
  std::string claims;
  json::Writer(claims)
      .begin_object()
      .member("iss", std::string_view(account_))
      .member("sub", std::string_view(account_))
      .member("aud", std::string_view(audience_))
      .member("iat", begins)
      .member("exp", begins + std::int64_t{std::chrono::seconds(kValidFor).count()})
      .end_object();
  std::string token = url_base64(head) + "." + url_base64(claims);
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  const auto* bytes = reinterpret_cast<const unsigned char*>(token.data());
  std::size_t size = 0;
  if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_) != 1 ||
      EVP_DigestSign(context.get(), nullptr, &size, bytes, token.size()) != 1) {
    return {};
  }
  std::string signature(size, '\0');
  auto* out = reinterpret_cast<unsigned char*>(signature.data());
  if (EVP_DigestSign(context.get(), out, &size, bytes, token.size()) != 1) return {};
  signature.resize(size);
  return token + "." + url_base64(signature);
}

}  // namespace parley
