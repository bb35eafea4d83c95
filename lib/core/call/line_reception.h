// What a call that only tries the line does with what it receives: follows one stream, checks each frame as a real
// server would, and counts. ECHO and SINK are made of it; it sends nothing and has no notion of turns.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/fifo.h"
#include "core/base/ids.h"
#include "core/base/time.h"
#include "core/call/action.h"
#include "core/twilio/messages.h"

namespace parley {

class LineReception {
 public:
  /// True for a frame of the caller's on the running stream. What breaks the protocol is recorded in `out`.
  bool take(Instant now, const twilio::Inbound& message, Fifo<Action>& out);
  /// The connection is gone.
  void lost() { over_ = true; }

  const Sid& stream_sid() const { return stream_sid_; }
  bool over() const { return over_; }        // a `stop` came, or the connection is gone
  bool stopped() const { return stopped_; }  // a `stop` came
  std::int64_t received() const { return received_; }
  /// Frames over the level that counts as audible.
  std::int64_t audible() const { return audible_; }

 private:
  void start(Instant now, const twilio::Start& start, Fifo<Action>& out);
  bool media(Instant now, const twilio::Media& media, Fifo<Action>& out);
  static void violation(Instant now, std::string reason, Fifo<Action>& out);

  Sid stream_sid_;
  bool over_ = false;
  bool stopped_ = false;
  std::int64_t received_ = 0;
  std::int64_t audible_ = 0;
};

}  // namespace parley
