// One thread's loop: its sockets, its wheel, and what other threads post to it. A call lives and dies on the loop
// that accepted it, so nothing in a call is locked.
#pragma once

#include <functional>
#include <memory>

#include "live/live_clock.h"
#include "live/wake_wheel.h"

namespace boost::asio {
class io_context;
}

namespace parley {

class EventLoop {
 public:
  EventLoop();
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  /// Runs until `stop`, or until nothing is left to do where `keep_alive` is false.
  void run(bool keep_alive = true);
  /// From any thread.
  void stop();
  void post(std::function<void()> work);

  /// Arms the wheel and, where needed, the timer behind it. On the loop's thread.
  void arm(Sleeper& sleeper, SteadyTime due);
  /// Calls back once after `delay` unless the loop is gone by then; for what is rare (retries, grace periods).
  void after(std::chrono::milliseconds delay, std::function<void()> work);

  boost::asio::io_context& context();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace parley
