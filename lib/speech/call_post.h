// Brings what a worker has made back to the loop of a call. The call may be gone by then: whoever holds the other
// end says so, and what comes later is dropped.
#pragma once

#include <functional>
#include <memory>

namespace parley {

class EventLoop;

class CallPost {
 public:
  explicit CallPost(EventLoop& loop);
  /// Closes: nothing that was posted runs after this. On the loop's thread, or when no loop runs any more.
  ~CallPost();
  CallPost(const CallPost&) = delete;
  CallPost& operator=(const CallPost&) = delete;

  /// What workers hold: small, copied freely, used on any thread, valid after the call.
  class Sender {
   public:
    /// Runs `work` on the loop's thread, unless the call is gone. False: it is gone already, and more work for it
    /// is in vain.
    bool post(std::function<void()> work) const;
    bool open() const;

   private:
    friend class CallPost;
    struct State;
    std::shared_ptr<State> state_;
  };
  const Sender& sender() const { return sender_; }

 private:
  Sender sender_;
};

}  // namespace parley
