#include "live/operator_access.h"

#include <openssl/crypto.h>

#include <string>

namespace parley {
namespace {

/// In a time that tells nothing of where they differ.
bool same(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

/// A page from elsewhere may make a browser on this machine ask us under a name of its own; such a name is never an
/// address and never "localhost".
bool names_this_machine(std::string_view host) {
  if (host.empty()) return true;
  if (host.front() == '[') return is_loopback(host.substr(0, host.find(']') + 1));
  const std::string_view name = host.substr(0, host.rfind(':'));
  return name == "localhost" || is_loopback(name);
}

}  // namespace

OperatorAccess operator_access(const HttpRequest& request, const RequestOrigin& origin,
                               std::string_view ops_token) {
  constexpr std::string_view kBearer = "Bearer ";
  const std::string_view given = request.header("Authorization");
  if (!ops_token.empty() && given.substr(0, kBearer.size()) == kBearer) {
    return same(given.substr(kBearer.size()), ops_token) ? OperatorAccess::kGranted : OperatorAccess::kWrongToken;
  }
  const bool local =
      is_loopback(request.remote_address) && !origin.forwarded && names_this_machine(request.header("Host"));
  if (local) return OperatorAccess::kGranted;
  return ops_token.empty() ? OperatorAccess::kNotLocal : OperatorAccess::kWrongToken;
}

HttpResponse access_refusal(OperatorAccess access) {
  if (access == OperatorAccess::kWrongToken) {
    return {401,
            "text/plain; charset=utf-8",
            "This needs the header \"Authorization: Bearer OPS_TOKEN\".\n",
            {{"WWW-Authenticate", "Bearer"}}};
  }
  return {
      403, "text/plain; charset=utf-8", "This is for operators: ask from this machine, or set OPS_TOKEN.\n", {}};
}

}  // namespace parley
