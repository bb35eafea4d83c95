#include "speech/worker_pool.h"

#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <memory>
#include <thread>
#include <vector>

namespace parley {
namespace {

TEST(AWorkerPool, BeginsJobsInTheirOrder) {
  std::vector<int> order;
  std::promise<void> done;
  WorkerPool pool(1);
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(pool.run([&order, i] { order.push_back(i); }));
  ASSERT_TRUE(pool.run([&done] { done.set_value(); }));
  ASSERT_EQ(done.get_future().wait_for(std::chrono::seconds(20)), std::future_status::ready);
  EXPECT_EQ(order, (std::vector<int>{0, 1, 2}));
}

TEST(AWorkerPool, RefusesWhenTooManyWait) {
  std::promise<void> release;
  std::promise<void> running;
  const std::shared_future<void> released = release.get_future().share();
  WorkerPool pool(1, 2);
  ASSERT_TRUE(pool.run([&running, released] {
    running.set_value();
    released.wait();
  }));
  running.get_future().wait();
  EXPECT_TRUE(pool.run([] {}));
  EXPECT_TRUE(pool.run([] {}));
  EXPECT_FALSE(pool.run([] {}));
  EXPECT_EQ(pool.waiting(), 2U);
  release.set_value();
}

TEST(AWorkerPool, DropsWhatWaitsWhenItGoes) {
  std::promise<void> release;
  std::promise<void> running;
  const std::shared_future<void> released = release.get_future().share();
  bool ran = false;
  auto pool = std::make_unique<WorkerPool>(1);
  const WorkerPool* raw = pool.get();
  ASSERT_TRUE(pool->run([&running, released] {
    running.set_value();
    released.wait();
  }));
  ASSERT_TRUE(pool->run([&ran] { ran = true; }));
  running.get_future().wait();
  std::thread end([&pool] { pool.reset(); });
  // Waiting jobs are dropped before the running one is waited for; only then it may come to its end.
  while (raw->waiting() > 0) std::this_thread::yield();
  release.set_value();
  end.join();
  EXPECT_FALSE(ran);
}

}  // namespace
}  // namespace parley
