#include "live/wake_wheel.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace parley {
namespace {

// Stands in a sleeper that has been taken out of its slot and is about to be woken.
constexpr std::int64_t kWaking = -2;

constexpr std::size_t slot_of(std::int64_t tick) {
  return static_cast<std::size_t>(tick) % WakeWheel::kSlots;
}

}  // namespace

Sleeper::~Sleeper() {
  if (wheel_ != nullptr) wheel_->disarm(*this);
}

WakeWheel::~WakeWheel() {
  const auto let_go = [](Sleeper* sleeper) {
    while (sleeper != nullptr) {
      sleeper->wheel_ = nullptr;
      sleeper = std::exchange(sleeper->next_, nullptr);
    }
  };
  for (Sleeper* first : slots_) let_go(first);
  let_go(waking_);
}

std::int64_t WakeWheel::tick_of(SteadyTime time) const {
  if (time <= began_) return 0;
  const auto since = std::chrono::ceil<std::chrono::microseconds>(time - began_);
  return (since + kSlot - std::chrono::microseconds(1)) / kSlot;  // the end of its slot: never early
}

void WakeWheel::arm(Sleeper& sleeper, SteadyTime due) {
  disarm(sleeper);
  if (due == SteadyTime::max()) return;
  sleeper.wheel_ = this;
  sleeper.tick_ = std::max(tick_of(due), turned_ + 1);
  link(sleeper);
}

void WakeWheel::disarm(Sleeper& sleeper) {
  if (sleeper.wheel_ == nullptr) return;
  unlink(sleeper);
  sleeper.wheel_ = nullptr;
}

void WakeWheel::link(Sleeper& sleeper) {
  const std::size_t slot = slot_of(sleeper.tick_);
  sleeper.previous_ = nullptr;
  sleeper.next_ = slots_[slot];
  if (sleeper.next_ != nullptr) sleeper.next_->previous_ = &sleeper;
  slots_[slot] = &sleeper;
  used_[slot / 64] |= std::uint64_t{1} << (slot % 64);
  ++armed_;
}

void WakeWheel::unlink(Sleeper& sleeper) {
  if (sleeper.next_ != nullptr) sleeper.next_->previous_ = sleeper.previous_;
  if (sleeper.previous_ != nullptr) {
    sleeper.previous_->next_ = sleeper.next_;
  } else if (sleeper.tick_ == kWaking) {
    waking_ = sleeper.next_;
  } else {
    const std::size_t slot = slot_of(sleeper.tick_);
    slots_[slot] = sleeper.next_;
    if (sleeper.next_ == nullptr) used_[slot / 64] &= ~(std::uint64_t{1} << (slot % 64));
  }
  sleeper.previous_ = sleeper.next_ = nullptr;
  --armed_;
}

SteadyTime WakeWheel::next_due() const {
  const std::size_t from = slot_of(turned_ + 1);
  for (std::size_t looked = 0; looked < kSlots;) {
    const std::size_t slot = (from + looked) % kSlots;
    const std::uint64_t ahead = used_[slot / 64] >> (slot % 64);
    if (ahead != 0) {
      const auto further = static_cast<std::int64_t>(looked) + std::countr_zero(ahead);
      return began_ + kSlot * (turned_ + 1 + further);
    }
    looked += 64 - slot % 64;
  }
  return SteadyTime::max();
}

void WakeWheel::turn(SteadyTime now) {
  if (now < began_) return;
  const std::int64_t current = std::chrono::floor<std::chrono::microseconds>(now - began_) / kSlot;
  const std::int64_t first = std::max(turned_ + 1, current - static_cast<std::int64_t>(kSlots) + 1);
  turned_ = std::max(turned_, current);
  for (std::int64_t tick = first; tick <= current; ++tick) collect(slot_of(tick), current);
  while (waking_ != nullptr) {
    Sleeper& sleeper = *waking_;
    disarm(sleeper);
    sleeper.on_wake(now);
  }
}

/// Moves what is due in one slot to those that are being woken; the rest has rounds to go.
void WakeWheel::collect(std::size_t slot, std::int64_t current) {
  for (Sleeper* sleeper = slots_[slot]; sleeper != nullptr;) {
    Sleeper* const next = sleeper->next_;
    if (sleeper->tick_ <= current) {
      unlink(*sleeper);
      sleeper->tick_ = kWaking;
      sleeper->next_ = waking_;
      if (waking_ != nullptr) waking_->previous_ = sleeper;
      waking_ = sleeper;
      ++armed_;
    }
    sleeper = next;
  }
}

}  // namespace parley
