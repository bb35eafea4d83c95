// Every mark sent, when playout reached it and when it came back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/account/call_account.h"

namespace parley {

class MarkLedger {
 public:
  void sent(Instant at, std::string name, EventIndex event);
  /// Playout reached the oldest mark that it had not reached yet: they are reached in the order of sending.
  void reached(Instant at, bool cleared);
  /// A mark of this name came back; the oldest of that name that is still out is meant.
  void returned(Instant at, std::string_view name, EventIndex event);

  const std::vector<MarkEntry>& entries() const { return entries_; }
  std::int64_t unmatched() const { return unmatched_; }

 private:
  std::vector<MarkEntry> entries_;
  std::size_t next_reached_ = 0;
  std::size_t first_out_ = 0;  // all before it have returned
  std::int64_t unmatched_ = 0;
};

}  // namespace parley
