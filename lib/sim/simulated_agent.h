// What the simulator needs of an agent: the doors of a machine, with texts in and out. Agents are an open set.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "core/base/shared_text.h"
#include "core/base/time.h"

namespace parley {

struct AgentText {
  SharedText text;
};
struct AgentCloses {
  std::string reason;
};
using AgentOutput = std::variant<AgentText, AgentCloses>;

class SimulatedAgent {
 public:
  virtual ~SimulatedAgent() = default;
  virtual void opened(Instant now) = 0;
  virtual void receive(Instant now, SharedText text) = 0;
  virtual void closed(Instant now) = 0;
  virtual void handle_timeout(Instant now) = 0;
  virtual Instant next_deadline() const = 0;
  virtual std::optional<AgentOutput> poll() = 0;
};

}  // namespace parley
