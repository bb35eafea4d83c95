// Whether a request came from Twilio: which URLs it may have called to reach us, and whether it signed one of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "live/http_message.h"
#include "live/public_address.h"

namespace parley {

/// Every URL, in all of Twilio's ways of writing it, under which this request may have been signed.
std::vector<std::string> signable_urls(const HttpRequest& request, const RequestOrigin& origin, bool socket);

/// True when there is no token to check with. `socket`: the request asks for a WebSocket.
bool signed_by_twilio(std::string_view auth_token, const HttpRequest& request, const RequestOrigin& origin,
                      bool socket);

}  // namespace parley
