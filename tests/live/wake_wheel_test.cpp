#include "live/wake_wheel.h"

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <vector>

namespace parley {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

const SteadyTime kBegin = SteadyTime{} + std::chrono::hours(5);

/// Notes the instants at which it was woken, and may do something then.
class Probe final : public Sleeper {
 public:
  void on_wake(SteadyTime now) override {
    woken.push_back(now);
    if (then) then();
  }
  std::vector<SteadyTime> woken;
  std::function<void()> then;
};

TEST(WakeWheel, HasNothingDueWhileNothingIsArmed) {
  const WakeWheel wheel(kBegin);
  EXPECT_EQ(wheel.next_due(), SteadyTime::max());
}

TEST(WakeWheel, WakesNeverEarlyAndAtMostASlotLate) {
  for (const int us : {1, 249, 250, 251, 12'345, 255'999, 256'000, 700'001}) {
    WakeWheel wheel(kBegin);
    Probe probe;
    const SteadyTime due = kBegin + microseconds(us);
    wheel.arm(probe, due);
    wheel.turn(due - microseconds(1));
    EXPECT_TRUE(probe.woken.empty()) << us;
    wheel.turn(due + WakeWheel::kSlot);
    EXPECT_EQ(probe.woken.size(), 1U) << us;
    EXPECT_EQ(wheel.armed(), 0U);
  }
}

TEST(WakeWheel, ComesToEveryDeadlineWhenItIsTurnedAtTheInstantsItNames) {
  WakeWheel wheel(kBegin);
  std::vector<std::unique_ptr<Probe>> probes;
  for (int i = 0; i < 500; ++i) {
    probes.push_back(std::make_unique<Probe>());
    wheel.arm(*probes.back(), kBegin + microseconds(i * 3'777));
  }
  int turns = 0;
  for (SteadyTime now = wheel.next_due(); now != SteadyTime::max() && turns < 5'000; now = wheel.next_due()) {
    wheel.turn(now);
    ++turns;
  }
  for (int i = 0; i < 500; ++i) {
    const SteadyTime due = kBegin + microseconds(i * 3'777);
    ASSERT_EQ(probes[static_cast<std::size_t>(i)]->woken.size(), 1U) << i;
    EXPECT_GE(probes[static_cast<std::size_t>(i)]->woken.front(), due);
    EXPECT_LE(probes[static_cast<std::size_t>(i)]->woken.front(), due + WakeWheel::kSlot);
  }
}

TEST(WakeWheel, ReplacesAnEarlierDeadline) {
  WakeWheel wheel(kBegin);
  Probe probe;
  wheel.arm(probe, kBegin + milliseconds(5));
  wheel.arm(probe, kBegin + milliseconds(50));
  wheel.turn(kBegin + milliseconds(40));
  EXPECT_TRUE(probe.woken.empty());
  wheel.arm(probe, SteadyTime::max());
  wheel.turn(kBegin + milliseconds(90));
  EXPECT_TRUE(probe.woken.empty());
  EXPECT_EQ(wheel.next_due(), SteadyTime::max());
}

TEST(WakeWheel, WakesAnOverdueDeadlineAtTheNextTurn) {
  WakeWheel wheel(kBegin);
  wheel.turn(kBegin + milliseconds(100));
  Probe probe;
  wheel.arm(probe, kBegin + milliseconds(1));
  EXPECT_LE(wheel.next_due(), kBegin + milliseconds(101));
  wheel.turn(wheel.next_due());
  EXPECT_EQ(probe.woken.size(), 1U);
}

TEST(WakeWheel, DoesNotSpinOnOneThatArmsItselfForThePast) {
  WakeWheel wheel(kBegin);
  Probe probe;
  probe.then = [&] { wheel.arm(probe, kBegin); };
  wheel.arm(probe, kBegin);
  wheel.turn(kBegin + milliseconds(10));
  EXPECT_EQ(probe.woken.size(), 1U);
}

TEST(WakeWheel, LetsOneThatIsWokenDisarmAndDestroyAnotherOfTheSameSlot) {
  WakeWheel wheel(kBegin);
  Probe first;
  auto second = std::make_unique<Probe>();
  Probe third;
  const auto drop = [&] { second.reset(); };
  first.then = drop;
  third.then = drop;
  for (Probe* probe : {&first, second.get(), &third}) wheel.arm(*probe, kBegin + milliseconds(1));
  wheel.turn(kBegin + milliseconds(2));
  EXPECT_EQ(first.woken.size(), 1U);
  EXPECT_EQ(third.woken.size(), 1U);
  EXPECT_EQ(wheel.armed(), 0U);
}

TEST(WakeWheel, WakesOnceAfterALongPauseInWhichItWasNotTurned) {
  WakeWheel wheel(kBegin);
  Probe near;
  Probe far;
  wheel.arm(near, kBegin + milliseconds(1));
  wheel.arm(far, kBegin + std::chrono::seconds(20));
  wheel.turn(kBegin + std::chrono::seconds(10));
  EXPECT_EQ(near.woken.size(), 1U);
  EXPECT_TRUE(far.woken.empty());
  wheel.turn(kBegin + std::chrono::seconds(21));
  EXPECT_EQ(far.woken.size(), 1U);
}

TEST(WakeWheel, MayGoBeforeItsSleepers) {
  Probe probe;
  {
    WakeWheel wheel(kBegin);
    wheel.arm(probe, kBegin + milliseconds(1));
  }
  EXPECT_TRUE(probe.woken.empty());
}

}  // namespace
}  // namespace parley
