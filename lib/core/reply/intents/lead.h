// What a caller has left behind for somebody to call him back: an event for whoever keeps such things.
#pragma once

#include <string>

namespace parley {

struct Lead {
  std::string name;
  std::string number;  // digits
  std::string note;    // what else was asked for, "day: monday, treatment: cleaning"
  bool operator==(const Lead&) const = default;
};

}  // namespace parley
