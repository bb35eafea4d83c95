// What follows once a reply has been heard: nothing, as a rule; the end of the call, or its transfer to a person.
// The reply asks for it; the call closes its stream, and whoever answers Twilio's webhook dials.
#pragma once

#include <string>
#include <string_view>

#include "core/reply/provider_event.h"

namespace parley {

struct ReplyEnding {
  AfterReply then = AfterReply::kNothing;
  std::string transfer_to;  // with kTransfer
  explicit operator bool() const { return then != AfterReply::kNothing; }
  bool operator==(const ReplyEnding&) const = default;
};

/// A telephone number with or without "+", or a SIP address. A model may write anything.
bool is_dialable(std::string_view address);

}  // namespace parley
