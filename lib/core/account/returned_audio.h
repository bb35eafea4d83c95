// Whether the agent sends the caller's own audio back to him: blocks of 20 ms that he said and that come again,
// byte for byte. Quiet ones do not count, for silence resembles silence.
//
// Not here: an echo that was made louder or quieter on its way.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "core/account/call_account.h"

namespace parley {

class ReturnedAudio {
 public:
  void caller(Instant at, std::span<const std::uint8_t> payload);
  void agent(Instant at, std::span<const std::uint8_t> payload, EventIndex event);

  const ReturnedTally& tally() const { return tally_; }

 private:
  static constexpr std::size_t kMemory = 512;  // blocks of the caller's voice: ten seconds of it
  struct Said {
    std::uint64_t hash = 0;
    Instant at;
  };

  std::optional<Instant> said_at(std::uint64_t hash) const;

  std::array<Said, kMemory> said_{};
  std::size_t next_ = 0;
  std::size_t count_ = 0;
  ReturnedTally tally_;
};

}  // namespace parley
