// A loop on a thread of its own and somebody who hears what a driver says, for the tests of drivers. Every wait has
// a deadline; none waits for time to pass.
#pragma once

#include <gtest/gtest.h>

#include <condition_variable>
#include <functional>
#include <future>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/check.h"
#include "core/reply/provider_event.h"
#include "live/event_loop.h"
#include "speech/provider.h"

namespace parley::speech_test {

class LoopThread {
 public:
  LoopThread() : thread_([this] { loop_.run(); }) {}
  ~LoopThread() {
    loop_.stop();
    thread_.join();
  }
  LoopThread(const LoopThread&) = delete;
  LoopThread& operator=(const LoopThread&) = delete;

  EventLoop& loop() { return loop_; }
  /// On the loop's thread, waited for.
  void run(const std::function<void()>& work) {
    std::promise<void> done;
    loop_.post([&] {
      work();
      done.set_value();
    });
    // Without it nothing that follows makes sense: it refers to what is here.
    PARLEY_CHECK(done.get_future().wait_for(std::chrono::seconds(120)) == std::future_status::ready);
  }

 private:
  EventLoop loop_;
  std::thread thread_;
};

/// What was said, in order.
class Said {
 public:
  std::function<void(ProviderEvent)> listener() {
    return [this](ProviderEvent event) {
      const std::lock_guard lock(mutex_);
      events_.push_back(std::move(event));
      changed_.notify_all();
    };
  }
  std::vector<ProviderEvent> events() {
    const std::lock_guard lock(mutex_);
    return events_;
  }
  void clear() {
    const std::lock_guard lock(mutex_);
    events_.clear();
  }
  bool wait(const std::function<bool(const std::vector<ProviderEvent>&)>& holds) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(20), [&] { return holds(events_); });
  }
  /// Until so many ends have been said: a done, a final, a failure.
  bool wait_for_ends(std::size_t count) {
    return wait([count](const auto& events) { return ends(events) >= count; });
  }
  static bool is_end(const ProviderEvent& event) {
    if (const auto* text = std::get_if<ReplyText>(&event)) return text->done;
    if (const auto* audio = std::get_if<SpeechAudio>(&event)) return audio->done;
    return std::get_if<Partial>(&event) == nullptr;
  }
  static std::size_t ends(const std::vector<ProviderEvent>& events) {
    std::size_t count = 0;
    for (const ProviderEvent& event : events) count += is_end(event) ? 1U : 0U;
    return count;
  }
  /// Why it failed; empty if it has not.
  static std::string failure(const std::vector<ProviderEvent>& events) {
    for (const ProviderEvent& event : events) {
      if (const auto* failed = std::get_if<ReplyFailed>(&event)) return failed->reason;
      if (const auto* failed = std::get_if<SpeechFailed>(&event)) return failed->reason;
      if (const auto* failed = std::get_if<RecognizerFailed>(&event)) return failed->reason;
    }
    return {};
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<ProviderEvent> events_;
};

/// A check's line, waited for.
inline ProviderCheck checked(LoopThread& thread, const std::function<void(EventLoop&, ToldCheck)>& check) {
  auto told = std::make_shared<std::promise<ProviderCheck>>();
  auto future = told->get_future();
  thread.run([&] { check(thread.loop(), [told](ProviderCheck line) { told->set_value(std::move(line)); }); });
  EXPECT_EQ(future.wait_for(std::chrono::seconds(25)), std::future_status::ready);
  return future.get();
}

}  // namespace parley::speech_test
