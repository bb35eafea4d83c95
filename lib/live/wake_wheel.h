// All deadlines of one thread's calls on one timer. A timer a call costs several times what the call itself costs
// (docs/performance.md); here a call that re-arms itself moves between two lists.
//
// Slots of 250 microseconds: what is due within one is woken together, late by at most a slot and never early.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

#include "live/live_clock.h"

namespace parley {

class WakeWheel;

/// Something that wants to be woken. It may be destroyed at any time; it is then woken no more.
class Sleeper {
 public:
  Sleeper() = default;
  Sleeper(const Sleeper&) = delete;
  Sleeper& operator=(const Sleeper&) = delete;
  virtual ~Sleeper();
  virtual void on_wake(SteadyTime now) = 0;

 private:
  friend class WakeWheel;
  WakeWheel* wheel_ = nullptr;  // where it is armed
  Sleeper* previous_ = nullptr;
  Sleeper* next_ = nullptr;
  std::int64_t tick_ = 0;
};

class WakeWheel {
 public:
  static constexpr std::chrono::microseconds kSlot{250};
  static constexpr std::size_t kSlots = 1024;  // a quarter of a second; what is later goes round more than once

  explicit WakeWheel(SteadyTime now) : began_(now) {}
  WakeWheel(const WakeWheel&) = delete;
  WakeWheel& operator=(const WakeWheel&) = delete;
  ~WakeWheel();

  /// Wakes it at `due` or at most a slot later; replaces what was armed before. SteadyTime::max() disarms.
  void arm(Sleeper& sleeper, SteadyTime due);
  void disarm(Sleeper& sleeper);

  /// When `turn` is to be called next; SteadyTime::max() when nothing is armed. Early by whole rounds for what lies
  /// further off than one.
  SteadyTime next_due() const;
  /// Wakes all that is due by now.
  void turn(SteadyTime now);

  std::size_t armed() const { return armed_; }

 private:
  std::int64_t tick_of(SteadyTime time) const;
  void link(Sleeper& sleeper);
  void unlink(Sleeper& sleeper);
  void collect(std::size_t slot, std::int64_t current);

  SteadyTime began_;
  std::int64_t turned_ = -1;  // ticks up to this one have been woken
  std::array<Sleeper*, kSlots> slots_{};
  std::array<std::uint64_t, kSlots / 64> used_{};  // one bit a slot that is not empty
  Sleeper* waking_ = nullptr;                      // those taken out of a slot and not yet woken, as a list
  std::size_t armed_ = 0;
};

}  // namespace parley
