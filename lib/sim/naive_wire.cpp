#include "sim/naive_wire.h"

#include <algorithm>

#include "core/twilio/codec.h"

namespace parley {

std::string NaiveWire::text_of(const twilio::Outbound& message) const {
  std::string text;
  twilio::write(message, text);
  switch (fault_) {
    case NaiveFault::kSnakeCaseStreamSid: {
      constexpr std::string_view kKey = "streamSid";
      text.replace(text.find(kKey), kKey.size(), "stream_sid");
      break;
    }
    case NaiveFault::kInvalidJson:
      std::replace(text.begin(), text.end(), '"', '\'');
      break;
    case NaiveFault::kExtraField:
      text.insert(1, "\"sequenceNumber\":\"1\",");
      break;
    default:
      break;
  }
  return text;
}

}  // namespace parley
