// A live call on a terminal: what happens scrolls by as lines, and below stand two level meters, who has the floor,
// what the far end holds and the marks that are out, drawn anew in place. Where output is no terminal there are
// only lines.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/account/account_builder.h"
#include "live/outgoing_call.h"
#include "report/call_narrator.h"
#include "terminal_output.h"

namespace parley {

class LiveView {
 public:
  explicit LiveView(const TerminalOutput& terminal) : terminal_(terminal) {}

  /// Shows what is new; about ten times a second.
  void update(const OutgoingCall& call);
  /// Takes the meters off the screen; what scrolled by stays.
  void finish(const OutgoingCall& call);
  /// Lines of others, above the meters.
  void print(const std::vector<std::string>& lines);

 private:
  void hear(const OutgoingCall& call);
  std::string meters(const CallAccount& account, Instant now) const;
  void erase();

  TerminalOutput terminal_;
  std::unique_ptr<AccountBuilder> builder_;
  CallNarrator narrator_;
  std::size_t next_event_ = 0;
  int updates_ = 0;
  int drawn_ = 0;  // lines that stand below
};

}  // namespace parley
