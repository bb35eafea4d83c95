// How many calls are taken. A webhook that answers with a stream reserves a place, since Twilio's connection comes
// a moment later; a place that nobody takes lapses. Shared by all loops, so it is locked; it is asked twice a call.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "live/live_clock.h"

namespace parley {

class Admission {
 public:
  /// A call's place, given back when this goes. The admission outlives it.
  class Place {
   public:
    Place(Place&& other) noexcept : admission_(std::exchange(other.admission_, nullptr)) {}
    Place& operator=(Place&&) = delete;
    ~Place();

   private:
    friend class Admission;
    explicit Place(Admission& admission) : admission_(&admission) {}
    Admission* admission_;
  };

  Admission(std::size_t most_calls, std::chrono::milliseconds lapse) : most_(most_calls), lapse_(lapse) {}

  /// Keeps a place for this call, anew if it has one. False when there is none.
  bool reserve(std::string_view call_sid, SteadyTime now);
  /// The call begins, in its reserved place or in a free one; nothing when there is neither.
  std::optional<Place> begin(std::string_view call_sid, SteadyTime now);
  /// Someone without a reservation could begin.
  bool has_room(SteadyTime now);
  /// No place is given any more; those taken stay.
  void close();
  bool closed() const;

  std::size_t live() const;
  std::size_t reserved(SteadyTime now);

 private:
  void lapse(SteadyTime now);  // with the lock held

  const std::size_t most_;
  const std::chrono::milliseconds lapse_;
  mutable std::mutex mutex_;
  std::map<std::string, SteadyTime, std::less<>> reserved_;  // until when; never more than there are places
  std::size_t live_ = 0;
  bool closed_ = false;
};

}  // namespace parley
