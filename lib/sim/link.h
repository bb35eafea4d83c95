// The line between Twilio and the agent: two directions, each first in, first out, nothing lost and nothing
// reordered, because it is TCP. What a bad network does to TCP is delay, jitter, stalls and bunching.
//
//   sent       1 2 3 | 4 5 6 7 | 8        a stall holds everything,
//   delivered    1 2 3 |         4567 8     then lets it go at once
//
// Not here: Twilio's own uneven sending (ArrivalJitter), a socket that is never read.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/fifo.h"
#include "core/base/machine.h"
#include "core/base/random.h"
#include "core/base/shared_text.h"
#include "core/base/time.h"

namespace parley {

enum class LinkDirection : std::uint8_t { kToAgent, kToCaller };

struct LinkStall {
  enum class Which : std::uint8_t { kBoth, kToAgent, kToCaller };
  Instant at;
  Duration length{};  // "for"
  Which direction = Which::kBoth;
};

/// Every `every`, beginning with the first of them, messages are held for `hold` and then delivered together.
struct LinkBursts {
  Duration every{};  // 0: none
  Duration hold{};
};

enum class JitterShape : std::uint8_t { kUniform, kNormal };

struct LinkConfig {
  Duration delay{};
  Duration jitter{};  // uniform: 0 to jitter more; normal: the deviation, its lower half folded up
  JitterShape jitter_shape = JitterShape::kUniform;
  std::vector<LinkStall> stalls{};
  LinkBursts bursts{};
  std::uint64_t seed = 1;
};

/// A message, or the end of the connection, that has come through.
struct Delivery {
  LinkDirection direction = LinkDirection::kToAgent;
  SharedText text;
  Instant at;          // when it came through
  Instant sent;        // when it went in
  bool close = false;  // the other end closed; nothing follows in this direction
  int close_code = 0;
};

class Link {
 public:
  /// A direction that holds this many messages takes no more: a sender over TCP would have to wait.
  static constexpr std::size_t kMaxInFlight = 100'000;

  explicit Link(LinkConfig config);

  /// False if the direction is closed or full; the text is lost then.
  bool send(Instant now, LinkDirection direction, SharedText text);
  /// The sender closes; the far end learns of it after all that was sent before.
  void close(Instant now, LinkDirection direction, int code = 1000);

  Instant next_deadline() const;
  void handle_timeout(Instant now);
  /// The next message that has come through by the last `now`; between directions in the order of their instants.
  std::optional<Delivery> poll();

  std::size_t in_flight(LinkDirection direction) const { return lane(direction).queue.size(); }

 private:
  struct Lane {
    Fifo<Delivery> queue;
    Random random{0};
    Instant last_at = kCallStart;
    bool closed = false;
  };

  Lane& lane(LinkDirection direction) { return lanes_[static_cast<std::size_t>(direction)]; }
  const Lane& lane(LinkDirection direction) const { return lanes_[static_cast<std::size_t>(direction)]; }
  Instant arrival(Instant now, LinkDirection direction);
  Instant after_stalls(Instant at, LinkDirection direction) const;
  Instant after_bursts(Instant at) const;

  LinkConfig config_;
  Instant now_ = kCallStart;
  std::array<Lane, 2> lanes_;
};

static_assert(Machine<Link>);

}  // namespace parley
