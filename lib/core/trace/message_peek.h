// Looks into a message's text for what a trace needs to know of it: which event it is, and where the payload
// stands. It reads both directions and any key order, judges nothing and decodes nothing; the codec does that.
#pragma once

#include <string_view>

namespace parley::trace {

struct MessagePeek {
  std::string_view event;    // as written between its quotes; empty if the text is no message
  std::string_view payload;  // of `media`, base64 as it stands; views point into the text
};

MessagePeek peek(std::string_view text);

/// Only the event: cheaper, because it mostly stands first.
std::string_view peek_event(std::string_view text);

inline bool is_media(std::string_view text) {
  return peek_event(text) == "media";
}

}  // namespace parley::trace
