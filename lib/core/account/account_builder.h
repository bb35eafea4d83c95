// One incremental pass from trace to account. Feed events in order; ask at any time, so that rules run on a live
// call as on a finished one. Keeps facts, not the trace.
#pragma once

#include <string>

#include "core/account/agent_playout.h"
#include "core/account/call_account.h"
#include "core/account/caller_hearing.h"
#include "core/account/level_track.h"
#include "core/account/mark_ledger.h"
#include "core/account/payload_evidence.h"
#include "core/account/protocol_ledger.h"
#include "core/account/returned_audio.h"

namespace parley {

class AccountBuilder {
 public:
  explicit AccountBuilder(const trace::TraceHeader& header);
  // The parts hold references to each other.
  AccountBuilder(const AccountBuilder&) = delete;
  AccountBuilder& operator=(const AccountBuilder&) = delete;

  void add(const trace::CallEvent& event, EventIndex index);
  /// The account of all events so far.
  CallAccount so_far() const;

 private:
  void message(const trace::Message& message, EventIndex index);
  void to_agent(std::string_view text, EventIndex index);
  void from_agent(std::string_view text, EventIndex index);
  bool goes_astray(const twilio::SendMedia& media, EventIndex index);
  void audio_of_agent(const twilio::SendMedia& media, EventIndex index);
  void connection(const trace::Connection& connection, EventIndex index);
  void violation(const trace::Violation& violation, EventIndex index);
  void end(EndingKind kind, EventIndex index);

  CallAccount facts_;  // what needs no further telling
  Instant now_ = kCallStart;
  bool connected_ = false;
  bool opened_ = false;  // the trace tells of the connection itself
  bool started_ = false;
  bool stream_named_ = false;  // by `start`; recordings may have lost it
  LevelTrack levels_;
  MarkLedger marks_;
  ProtocolLedger protocol_;
  AgentPlayout playout_;
  CallerHearing hearing_;
  PayloadEvidence payloads_;
  ReturnedAudio returned_;
  TooEarly too_early_;
};

/// The account of a whole trace.
CallAccount account_of(const trace::CallTrace& trace);

}  // namespace parley
