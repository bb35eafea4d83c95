// What the agent sent that Twilio warns of: one entry for each kind of breach, told by the first, with how often it
// came. It also knows which messages Twilio would not act on, so that an account does not play what nobody heard.
//
// Not here: the wording of findings, and what a breach does to the call. That is the rule's.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/account/call_account.h"
#include "core/base/ids.h"
#include "core/twilio/messages.h"

namespace parley {

class ProtocolLedger {
 public:
  /// The connection is there, so that what comes before `start` comes too early. A trace that begins later says
  /// nothing about that.
  void opened() { awaits_start_ = !started_; }
  /// The stream has this id from now on.
  void started(const Sid& stream);
  /// A text of the agent's and what the codec made of it. False if Twilio would ignore it.
  bool take(Instant at, std::string_view text, const twilio::ParsedOutbound& parsed, EventIndex event);
  /// Twilio said so itself, or its stand-in did, since no text shows it.
  void told(Instant at, BreachKind kind, int code, std::string reason, EventIndex event);

  const std::vector<Breach>& breaches() const { return breaches_; }

 private:
  Breach& note(Instant at, BreachKind kind, int code, std::string reason, EventIndex event);
  void refuse(Instant at, BreachKind kind, std::string reason, std::string_view text, EventIndex event);

  Sid stream_;
  bool started_ = false;
  bool awaits_start_ = false;
  std::vector<Breach> breaches_;
};

}  // namespace parley
