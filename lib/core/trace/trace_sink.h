// Where events go: memory, a file, a live judge.
#pragma once

#include <utility>

#include "core/trace/call_trace.h"

namespace parley::trace {

class TraceSink {
 public:
  virtual ~TraceSink() = default;
  virtual void record(CallEvent&& event) = 0;
};

/// Keeps a whole call in memory.
class MemorySink final : public TraceSink {
 public:
  explicit MemorySink(CallTrace& trace) : trace_(trace) {}
  void record(CallEvent&& event) override { trace_.events.push_back(std::move(event)); }

 private:
  CallTrace& trace_;
};

}  // namespace parley::trace
