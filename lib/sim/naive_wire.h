// How the naive agent writes its messages: as Twilio wants them or, with a fault of the wire, as people write them
// at first. Values in, texts out.
#pragma once

#include <string>
#include <string_view>

#include "core/twilio/messages.h"
#include "sim/naive_faults.h"

namespace parley {

class NaiveWire {
 public:
  explicit NaiveWire(NaiveFault fault) : fault_(fault) {}

  void started(const twilio::Start& start) {
    stream_ = fault_ == NaiveFault::kWrongStreamSid ? Sid(start.call_sid) : start.stream_sid;
  }
  /// What it takes for the stream's id.
  const Sid& stream() const { return stream_; }
  std::string text_of(const twilio::Outbound& message) const;

 private:
  NaiveFault fault_;
  Sid stream_;
};

}  // namespace parley
