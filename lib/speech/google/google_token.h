// A service account's signature in place of an API key: a JSON Web Token that Google's interfaces take as a bearer
// token, made here and without asking anyone (RFC 7519, RS256). Made anew before it lapses.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "core/base/result.h"

struct evp_pkey_st;

namespace parley {

class GoogleToken {
 public:
  using WallTime = std::chrono::system_clock::time_point;

  /// `file` is the text of a service account's key file, `place` its path for errors; `audience` is the service's
  /// address with a slash at its end. The key itself is never in an error.
  static Result<std::shared_ptr<const GoogleToken>> read(std::string_view file, std::string_view place,
                                                         std::string audience);
  ~GoogleToken();
  GoogleToken(const GoogleToken&) = delete;
  GoogleToken& operator=(const GoogleToken&) = delete;

  /// Valid for at least five minutes from now. From any thread. Empty where signing failed.
  std::string at(WallTime now) const;
  const std::string& account() const { return account_; }

 private:
  GoogleToken() = default;
  std::string sign(WallTime now) const;

  std::string account_;
  std::string key_id_;
  std::string audience_;
  evp_pkey_st* key_ = nullptr;
  mutable std::mutex mutex_;
  mutable std::string made_;
  mutable WallTime lapses_{};
};

}  // namespace parley
