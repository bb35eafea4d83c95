// ECHO and SINK as agents: their calls with texts in and out and a record of every input, as TracedCall is for
// `Call`. Neither asks providers for anything.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/fifo.h"
#include "core/call/echo_call.h"
#include "core/call/sink_call.h"
#include "core/trace/trace_sink.h"
#include "sim/agent.h"

namespace parley {

/// Whether frames go into the record, or only what frames them: without a trace there is no use for them.
enum class FrameRecord : std::uint8_t { kWhole, kNone };

template <class LineCall>
class LineAgent final : public Agent {
 public:
  /// The sink outlives the agent.
  explicit LineAgent(trace::TraceSink& sink, FrameRecord frames = FrameRecord::kWhole)
      : sink_(sink), frames_(frames) {}

  void opened(Instant now) override;
  void receive(Instant now, SharedText text) override;
  void wrote(Instant now) override;
  void closed(Instant now, std::string reason) override;
  void draining(Instant now) override;
  void handle_timeout(Instant now) override;
  Instant next_deadline() const override { return call_.next_deadline(); }
  std::optional<AgentOutput> poll() override;

 private:
  void input(Instant now, trace::What what);

  LineCall call_;
  trace::TraceSink& sink_;
  FrameRecord frames_;
  std::int64_t next_input_ = 0;
  Fifo<SharedText> unwritten_;
  std::string text_;  // of a message while it is written
  TextArena texts_;
};

using EchoAgent = LineAgent<EchoCall>;
using SinkAgent = LineAgent<SinkCall>;

extern template class LineAgent<EchoCall>;
extern template class LineAgent<SinkCall>;

}  // namespace parley
