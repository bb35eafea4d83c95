// Where a provider's HTTP interface is: an address from settings, taken apart once when a server starts.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "speech/http/http_wire.h"

namespace parley {

struct ServiceAddress {
  WireTarget to;
  std::string target;  // path and query of the request line
};

/// `place` is a whole address, or a path that continues `base`. The error's place is `key`.
Result<ServiceAddress> service_address(std::string_view base, std::string_view place, std::string_view key);

/// Everything but letters, digits and -._~ as %XX, for a part of a path or of a query.
std::string url_part(std::string_view text);

}  // namespace parley
