// One incremental pass from trace to account. Feed events in order; ask at any time, so that rules run on a live
// call as on a finished one. Keeps facts, not the trace.
#pragma once

#include "core/account/agent_playout.h"
#include "core/account/call_account.h"
#include "core/account/caller_hearing.h"
#include "core/account/level_track.h"
#include "core/account/mark_ledger.h"
#include "core/account/protocol_ledger.h"

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
  void to_agent(const std::string& text, EventIndex index);
  void from_agent(const std::string& text, EventIndex index);
  void connection(const trace::Connection& connection, EventIndex index);
  void violation(const trace::Violation& violation, EventIndex index);
  void end(EndingKind kind, EventIndex index);

  CallAccount facts_;  // what needs no further telling
  Instant now_ = kCallStart;
  bool started_ = false;
  LevelTrack levels_;
  MarkLedger marks_;
  ProtocolLedger protocol_;
  AgentPlayout playout_;
  CallerHearing hearing_;
};

/// The account of a whole trace.
CallAccount account_of(const trace::CallTrace& trace);

}  // namespace parley
