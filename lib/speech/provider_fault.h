// What a provider's refusal or silence is called in one sentence for an operator, with the cure where there is one.
// Never the key, nor any part of it that an answer may quote, and never a whole body.
#pragma once

#include <string>
#include <string_view>

#include "speech/http/http_stream.h"

namespace parley {

/// Of whom sentences speak.
struct ProviderName {
  std::string name;    // "openai"
  std::string secret;  // the key; empty: none was given
  std::string cure;    // where the key comes from: "OPENAI_API_KEY"
};

struct ProviderFault {
  std::string reason;
  bool may_retry = true;  // asking for the same again can succeed
};

/// It answered with a status other than 2xx; `body` may be anything.
ProviderFault fault_of_status(const ProviderName& who, int status, std::string_view body);
/// No answer came, or not all of it.
ProviderFault fault_of_trouble(const ProviderName& who, const HttpTrouble& trouble);
/// What a JSON body says went wrong, fit to be shown; nothing if it says nothing.
std::string fault_text(const ProviderName& who, std::string_view body);
/// At most 160 bytes of a text from outside on one line, without the secret.
std::string shown(const ProviderName& who, std::string_view text);

}  // namespace parley
