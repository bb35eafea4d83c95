#include "speech/call_post.h"

#include <mutex>
#include <utility>

#include "live/event_loop.h"

namespace parley {

struct CallPost::Sender::State {
  explicit State(EventLoop& on) : loop(&on) {}

  std::mutex mutex;
  EventLoop* loop;  // null once the call is gone; the loop itself may go after that
};

CallPost::CallPost(EventLoop& loop) {
  sender_.state_ = std::make_shared<Sender::State>(loop);
}

CallPost::~CallPost() {
  const std::lock_guard lock(sender_.state_->mutex);
  sender_.state_->loop = nullptr;
}

bool CallPost::Sender::post(std::function<void()> work) const {
  const std::lock_guard lock(state_->mutex);
  if (state_->loop == nullptr) return false;
  state_->loop->post([state = state_, work = std::move(work)] {
    // The call goes on this very thread, so it is not gone between here and the work.
    bool open = false;
    {
      const std::lock_guard inner(state->mutex);
      open = state->loop != nullptr;
    }
    if (open) work();
  });
  return true;
}

bool CallPost::Sender::open() const {
  const std::lock_guard lock(state_->mutex);
  return state_->loop != nullptr;
}

}  // namespace parley
