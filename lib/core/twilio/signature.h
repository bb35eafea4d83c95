// X-Twilio-Signature: which text Twilio signs and whether a signature is that of a request. Twilio's own back ends
// do not agree on the URL (port, credentials, trailing slash, escapes), so a URL is judged in all its variants.
// It knows no HTTP: whoever received the request says which URL Twilio must have called, and what came with it.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/twilio/form.h"

namespace parley::twilio {

/// Base64 of HMAC-SHA1 over the URL and, sorted by name, each parameter's name and value. The values of a repeated
/// name count once each, sorted. Parameters are those of a form body, decoded; those of the query stay in the URL.
std::string sign(std::string_view auth_token, std::string_view url, const Form& parameters = {});

/// The texts that Twilio may have signed for this URL, the URL itself first and none twice; at most 25. Any text
/// has variants, if only itself.
std::vector<std::string> url_variants(std::string_view url);

/// Whether `signature` is that of one of `urls`. The time it takes tells nothing of where it is wrong. An empty
/// token signs nothing: everybody knows it.
bool valid(std::string_view auth_token, std::string_view signature, std::span<const std::string> urls,
           const Form& parameters = {});

/// The same for a body that is no form (JSON): the query's bodySHA256 must be that of the body and the URL be
/// signed.
bool valid_body(std::string_view auth_token, std::string_view signature, std::span<const std::string> urls,
                std::string_view body);

/// SHA-256 in lower-case hexadecimal digits, as in bodySHA256.
std::string body_sha256(std::string_view body);

}  // namespace parley::twilio
