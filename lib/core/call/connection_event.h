// What the transport says about itself.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

namespace parley {

struct Opened {
  bool operator==(const Opened&) const = default;
};
/// The kernel (or the simulator's link) has taken this many more of the messages that were sent, in order.
struct Wrote {
  std::int32_t messages = 1;
  bool operator==(const Wrote&) const = default;
};
struct Closed {
  std::string reason;
  bool operator==(const Closed&) const = default;
};
/// No new calls; this one finishes within its time and then says farewell.
struct Draining {
  bool operator==(const Draining&) const = default;
};

using ConnectionEvent = std::variant<Opened, Wrote, Closed, Draining>;

}  // namespace parley
