// Threads for what would hold up a loop: decoding and synthesis of the embedded engines. Jobs begin in the order in
// which they came; a queue that is full refuses.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace parley {

class WorkerPool {
 public:
  explicit WorkerPool(std::size_t threads, std::size_t most_waiting = 256);
  /// Lets the jobs that run come to their end; those that wait are dropped.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  /// From any thread. False: too many wait already, and the job was not taken.
  [[nodiscard]] bool run(std::function<void()> job);
  std::size_t waiting() const;

 private:
  void work();

  const std::size_t most_waiting_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> jobs_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;  // last: they use all of the above
};

}  // namespace parley
