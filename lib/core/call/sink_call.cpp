#include "core/call/sink_call.h"

#include <variant>

namespace parley {

void SinkCall::handle(Instant now, const twilio::Inbound& message) {
  reception_.take(now, message, actions_);
  sum_up(now);
}

void SinkCall::handle(Instant now, const ConnectionEvent& event) {
  if (std::holds_alternative<Closed>(event)) reception_.lost();
  sum_up(now);
}

void SinkCall::sum_up(Instant now) {
  if (summed_up_ || !reception_.over()) return;
  summed_up_ = true;
  actions_.push(
      Record{{now, trace::CallSummary{reception_.received(), 0, reception_.stopped(), 0}, trace::kNotAnInput}});
}

}  // namespace parley
