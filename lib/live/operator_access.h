// Who may see calls and counters: whoever sits on this machine, or has the token. A request that a proxy handed on
// does not count as local, or every proxy would open these pages to the world.
#pragma once

#include <string_view>

#include "live/http_message.h"
#include "live/public_address.h"

namespace parley {

enum class OperatorAccess { kGranted, kWrongToken, kNotLocal };

OperatorAccess operator_access(const HttpRequest& request, const RequestOrigin& origin, std::string_view ops_token);

/// The answer to whoever has no access.
HttpResponse access_refusal(OperatorAccess access);

}  // namespace parley
