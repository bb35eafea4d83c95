#include "live/live_calls.h"

#include <utility>
#include <vector>

namespace parley {

void LiveCalls::add(EventLoop& loop, std::shared_ptr<WebSocket> socket, AgentMaker maker, LiveCallEvents events,
                    LiveCallLimits limits) {
  // The call says that it has ended from within its own function, so it is taken away afterwards.
  const auto self = std::make_shared<const LiveCall*>(nullptr);
  auto ended = std::move(events.ended);
  events.ended = [this, &loop, self, ended = std::move(ended)](const SocketEnd& end) {
    if (ended) ended(end);
    loop.post([this, self] { remove(*self); });
  };
  auto call = std::make_unique<LiveCall>(loop, std::move(socket), std::move(maker), std::move(events), limits);
  LiveCall& started = *call;
  *self = call.get();
  {
    const std::lock_guard lock(mutex_);
    calls_.emplace(&started, Entry{&loop, std::move(call)});
  }
  started.start();
}

void LiveCalls::each(const std::function<void(LiveCall&)>& act) {
  const std::lock_guard lock(mutex_);
  for (const auto& [call, entry] : calls_) {
    entry.loop->post([this, call = call, act] {
      if (LiveCall* live = find(call)) act(*live);
    });
  }
}

std::size_t LiveCalls::size() const {
  const std::lock_guard lock(mutex_);
  return calls_.size();
}

void LiveCalls::clear() {
  std::map<const LiveCall*, Entry> gone;  // outlives the lock, under which nothing of a call is to run
  const std::lock_guard lock(mutex_);
  gone.swap(calls_);
}

LiveCall* LiveCalls::find(const LiveCall* call) {
  const std::lock_guard lock(mutex_);
  const auto found = calls_.find(call);
  return found == calls_.end() ? nullptr : found->second.call.get();
}

void LiveCalls::remove(const LiveCall* call) {
  Entry gone;
  const std::lock_guard lock(mutex_);
  const auto found = calls_.find(call);
  if (found == calls_.end()) return;
  gone = std::move(found->second);
  calls_.erase(found);
}

}  // namespace parley
