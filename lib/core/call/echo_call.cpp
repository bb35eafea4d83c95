#include "core/call/echo_call.h"

#include "core/base/overloaded.h"

namespace parley {

void EchoCall::handle(Instant now, const twilio::Inbound& message) {
  if (reception_.take(now, message, actions_)) {
    ++sent_;
    actions_.push(
        Send{twilio::SendMedia{reception_.stream_sid(), std::get<twilio::Media>(message).payload}, kNever});
  }
  sum_up(now);
}

void EchoCall::handle(Instant now, const ConnectionEvent& event) {
  std::visit(overloaded{
                 [](const Opened&) {},
                 [&](const Wrote& wrote) { written_ += wrote.messages; },
                 [&](const Closed&) {
                   reception_.lost();
                   lost_ = true;
                 },
                 [](const Draining&) {},
             },
             event);
  sum_up(now);
}

void EchoCall::sum_up(Instant now) {
  if (summed_up_ || !reception_.over() || (written_ < sent_ && !lost_)) return;
  summed_up_ = true;
  actions_.push(Record{
      {now, trace::CallSummary{reception_.received(), written_, reception_.stopped(), 0}, trace::kNotAnInput}});
}

}  // namespace parley
