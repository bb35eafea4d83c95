#include "live/admission.h"

namespace parley {

Admission::Place::~Place() {
  if (admission_ == nullptr) return;
  const std::lock_guard lock(admission_->mutex_);
  --admission_->live_;
}

bool Admission::reserve(std::string_view call_sid, SteadyTime now) {
  const std::lock_guard lock(mutex_);
  lapse(now);
  if (closed_) return false;
  const auto found = reserved_.find(call_sid);
  if (found != reserved_.end()) {
    found->second = now + lapse_;
    return true;
  }
  if (live_ + reserved_.size() >= most_) return false;
  reserved_.emplace(call_sid, now + lapse_);
  return true;
}

std::optional<Admission::Place> Admission::begin(std::string_view call_sid, SteadyTime now) {
  const std::lock_guard lock(mutex_);
  lapse(now);
  const auto found = reserved_.find(call_sid);
  if (found != reserved_.end()) {
    reserved_.erase(found);  // promised before the door was closed, so it holds
  } else if (closed_ || live_ + reserved_.size() >= most_) {
    return std::nullopt;
  }
  ++live_;
  return Place(*this);
}

bool Admission::has_room(SteadyTime now) {
  const std::lock_guard lock(mutex_);
  lapse(now);
  return !closed_ && live_ + reserved_.size() < most_;
}

void Admission::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
}

bool Admission::closed() const {
  const std::lock_guard lock(mutex_);
  return closed_;
}

std::size_t Admission::live() const {
  const std::lock_guard lock(mutex_);
  return live_;
}

std::size_t Admission::reserved(SteadyTime now) {
  const std::lock_guard lock(mutex_);
  lapse(now);
  return reserved_.size();
}

void Admission::lapse(SteadyTime now) {
  std::erase_if(reserved_, [now](const auto& reservation) { return reservation.second <= now; });
}

}  // namespace parley
