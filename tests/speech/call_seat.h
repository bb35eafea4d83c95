// A call's seat for tests of drivers that use threads or sockets: a loop on a thread of its own, a recogniser on
// it, and what it says, which can be awaited. Every wait has a deadline, and a test that runs into it fails.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "live/event_loop.h"
#include "speech/provider.h"

namespace parley {

class CallSeat {
 public:
  CallSeat() : thread_([this] { loop_.run(); }) {}
  CallSeat(const CallSeat&) = delete;
  CallSeat& operator=(const CallSeat&) = delete;
  ~CallSeat() {
    hang_up();
    loop_.stop();
    thread_.join();
  }

  void begin(const RecognizerProvider& provider, const AgentProfile& profile) {
    on_loop([&] {
      ProviderSeat seat{loop_, [this](ProviderEvent event) { heard(std::move(event)); }};
      recognizer_ = provider.recognizer(std::move(seat), profile);
      recognizer_->open();
    });
  }
  void hear(std::int64_t begin, std::string mulaw) {
    on_loop([&] {
      if (recognizer_) {
        recognizer_->hear({MediaTime{begin}, std::vector<std::uint8_t>(mulaw.begin(), mulaw.end())});
      }
    });
  }
  void finish(std::int64_t begin, std::int64_t end) {
    on_loop([&] { recognizer_->finish({TurnId{1}, 0, {MediaTime{begin}, MediaTime{end}}}); });
  }
  std::int64_t frames_dropped() {
    std::int64_t frames = 0;
    on_loop([&] { frames = recognizer_->frames_dropped(); });
    return frames;
  }
  /// On the loop's thread only.
  Recognizer& recognizer() { return *recognizer_; }
  void open() {
    on_loop([&] { recognizer_->open(); });
  }
  void close() {
    on_loop([&] { recognizer_->close(); });
  }
  /// Closes, opens and gives audio in one breath, as a call does that changes streams.
  void change_over(std::int64_t begin, const std::string& mulaw) {
    on_loop([&] {
      recognizer_->close();
      recognizer_->open();
      recognizer_->hear({MediaTime{begin}, std::vector<std::uint8_t>(mulaw.begin(), mulaw.end())});
    });
  }
  void hang_up() {
    on_loop([&] { recognizer_.reset(); });
  }
  ProviderCheck check(const RecognizerProvider& provider, const AgentProfile& profile) {
    std::promise<ProviderCheck> told;
    on_loop([&] {
      provider.check(loop_, profile, [&told](ProviderCheck check) { told.set_value(std::move(check)); });
    });
    auto answer = told.get_future();
    if (answer.wait_for(std::chrono::seconds(20)) != std::future_status::ready) return {false, "told nothing"};
    return answer.get();
  }
  void on_loop(const std::function<void()>& work) {
    std::promise<void> done;
    loop_.post([&] {
      work();
      done.set_value();
    });
    done.get_future().wait();
  }

  bool wait_for_finals(std::size_t count) {
    return wait_until([this, count] { return finals_.size() >= count; });
  }
  bool wait_for_partials(std::size_t count) {
    return wait_until([this, count] { return partials_.size() >= count; });
  }
  bool wait_for_failures(std::size_t count) {
    return wait_until([this, count] { return failures_.size() >= count; });
  }
  std::vector<Final> finals() { return locked(finals_); }
  std::vector<Partial> partials() { return locked(partials_); }
  std::vector<std::string> failures() { return locked(failures_); }

 private:
  void heard(ProviderEvent event) {
    const std::lock_guard lock(mutex_);
    if (auto* partial = std::get_if<Partial>(&event)) partials_.push_back(std::move(*partial));
    if (auto* final_words = std::get_if<Final>(&event)) finals_.push_back(std::move(*final_words));
    if (auto* failed = std::get_if<RecognizerFailed>(&event)) failures_.push_back(std::move(failed->reason));
    changed_.notify_all();
  }
  bool wait_until(const std::function<bool()>& holds) {
    std::unique_lock lock(mutex_);
    const bool in_time = changed_.wait_for(lock, std::chrono::seconds(20), holds);
    EXPECT_TRUE(in_time) << "waited in vain";
    return in_time;
  }
  template <class T>
  T locked(const T& value) {
    const std::lock_guard lock(mutex_);
    return value;
  }

  EventLoop loop_;
  std::unique_ptr<Recognizer> recognizer_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Partial> partials_;
  std::vector<Final> finals_;
  std::vector<std::string> failures_;
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace parley
