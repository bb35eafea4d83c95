#include "live/event_loop.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <optional>
#include <utility>

namespace parley {
namespace net = boost::asio;

using Executor = net::io_context::executor_type;
using Timer =
    net::basic_waitable_timer<std::chrono::steady_clock, net::wait_traits<std::chrono::steady_clock>, Executor>;

struct EventLoop::Impl {
  net::io_context context{1};
  WakeWheel wheel{std::chrono::steady_clock::now()};
  Timer timer{context.get_executor()};
  SteadyTime timer_at = SteadyTime::max();  // what the timer waits for
  bool turning = false;

  /// The timer is moved only to come earlier; when it comes too early it finds nothing to do and waits again.
  void schedule() {
    const SteadyTime due = wheel.next_due();
    if (turning || due >= timer_at) return;
    timer_at = due;
    timer.expires_at(due);
    timer.async_wait([this](const boost::system::error_code& error) {
      if (error) return;
      timer_at = SteadyTime::max();
      turning = true;
      wheel.turn(std::chrono::steady_clock::now());
      turning = false;
      schedule();
    });
  }
};

EventLoop::EventLoop() : impl_(std::make_unique<Impl>()) {}
EventLoop::~EventLoop() = default;

void EventLoop::run(bool keep_alive) {
  std::optional<net::executor_work_guard<Executor>> work;
  if (keep_alive) work.emplace(impl_->context.get_executor());
  impl_->context.run();
}

void EventLoop::stop() {
  impl_->context.stop();
}

void EventLoop::post(std::function<void()> work) {
  net::post(impl_->context, std::move(work));
}

void EventLoop::arm(Sleeper& sleeper, SteadyTime due) {
  impl_->wheel.arm(sleeper, due);
  impl_->schedule();
}

void EventLoop::after(std::chrono::milliseconds delay, std::function<void()> work) {
  auto timer = std::make_shared<Timer>(impl_->context.get_executor(), delay);
  timer->async_wait([timer, work = std::move(work)](const boost::system::error_code& error) {
    if (!error) work();
  });
}

net::io_context& EventLoop::context() {
  return impl_->context;
}

}  // namespace parley
