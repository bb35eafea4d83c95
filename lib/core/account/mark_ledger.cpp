#include "core/account/mark_ledger.h"

#include <utility>

namespace parley {

void MarkLedger::sent(Instant at, std::string name, EventIndex event) {
  MarkEntry entry;
  entry.name = std::move(name);
  entry.sent = at;
  entry.sent_event = event;
  entries_.push_back(std::move(entry));
}

void MarkLedger::reached(Instant at, bool cleared) {
  if (next_reached_ == entries_.size()) return;
  entries_[next_reached_].reached = at;
  entries_[next_reached_].cleared = cleared;
  ++next_reached_;
}

void MarkLedger::returned(Instant at, std::string_view name, EventIndex event) {
  for (std::size_t i = first_out_; i < entries_.size(); ++i) {
    MarkEntry& entry = entries_[i];
    if (entry.has_returned() || entry.name != name) continue;
    entry.returned = at;
    entry.returned_event = event;
    while (first_out_ < entries_.size() && entries_[first_out_].has_returned()) ++first_out_;
    return;
  }
  ++unmatched_;
}

}  // namespace parley
