// What a call wants done. Its driver drains these after every call into it and carries them out in order.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "core/base/time.h"
#include "core/reply/provider_event.h"
#include "core/trace/call_event.h"
#include "core/twilio/messages.h"

namespace parley {

struct Send {
  twilio::Outbound message;
  Instant deadline = kNever;  // when a media frame was due; kNever for what is sent as it arises
};
struct Ask {
  ProviderRequest request;
};
struct Record {
  trace::CallEvent event;
};
struct CloseCall {
  std::string reason;
};

using Action = std::variant<Send, Ask, Record, CloseCall>;

}  // namespace parley
