// What one JSON object of a recording holds: Twilio's messages, bare or in wrappers of any depth (an object, an
// array or a string inside an object), with the time and the direction that the wrappers tell. Verbatim where the
// message is whole; what it lacks is named, for whoever knows the rest of the call to fill in.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/trace/call_event.h"
#include "core/twilio/messages.h"
#include "import/object_finder.h"
#include "import/recorded_time.h"

namespace parley {

struct RecordedMessage {
  trace::Direction direction = trace::Direction::kToAgent;
  std::string event;
  std::string text;
  Sid stream_sid;        // empty where the message has none
  std::string call_sid;  // of `start`
  std::optional<RecordedTime> time;
  std::optional<std::int64_t> timestamp_ms;  // of media to the agent
  bool outbound_track = false;
  /// Media of either direction that is not whole: `text` is empty and these hold what was there.
  bool rebuild = false;
  bool had_track = true;
  std::vector<std::uint8_t> payload;
};

/// The messages in it, in order; none in an object that is something else. An error, whose place is the object's,
/// is a payload that is no base64.
Result<std::vector<RecordedMessage>> messages_in(const FoundObject& object, const std::string& name);

}  // namespace parley
