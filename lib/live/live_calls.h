// The calls of a server, each owned until its connection has ended. Added and removed on the call's own loop; the
// lock is for the list alone and no frame ever meets it.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>

#include "live/live_call.h"

namespace parley {

class LiveCalls {
 public:
  LiveCalls() = default;
  LiveCalls(const LiveCalls&) = delete;
  LiveCalls& operator=(const LiveCalls&) = delete;

  /// Makes the call and starts it. On the loop of the socket.
  void add(EventLoop& loop, std::shared_ptr<WebSocket> socket, AgentMaker maker, LiveCallEvents events,
           LiveCallLimits limits = {});
  /// Does something to every call, each on its own loop; a call that has ended by then is left out.
  void each(const std::function<void(LiveCall&)>& act);
  std::size_t size() const;
  /// Drops all that are left. Only when no loop runs any more.
  void clear();

 private:
  struct Entry {
    EventLoop* loop = nullptr;
    std::unique_ptr<LiveCall> call;
  };

  LiveCall* find(const LiveCall* call);
  void remove(const LiveCall* call);

  mutable std::mutex mutex_;
  std::map<const LiveCall*, Entry> calls_;
};

}  // namespace parley
