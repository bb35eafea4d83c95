// The connections of one loop that wait for their next request. It lives and dies with the loop. Bounded: what does
// not fit is closed, and so is what has waited for too long.
#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <memory>

#include "speech/http/http_wire.h"

namespace parley {

class HttpPool {
 public:
  static constexpr std::size_t kMostKept = 64;         // on one loop
  static constexpr std::size_t kMostForOne = 8;        // to one target
  static constexpr std::chrono::seconds kKeptFor{50};  // servers and balancers drop at 60 and more

  HttpPool();
  ~HttpPool();
  HttpPool(const HttpPool&) = delete;
  HttpPool& operator=(const HttpPool&) = delete;

  static HttpPool& of(EventLoop& loop);

  /// One that stands, nobody's now; null if none is kept.
  std::shared_ptr<HttpWire> take(const WireTarget& target);
  void give(EventLoop& loop, const WireTarget& target, std::shared_ptr<HttpWire> wire);
  /// Opens one beside those that are kept, unless there is one already.
  void warm(EventLoop& loop, const WireTarget& target);

  std::size_t size() const { return kept_.size(); }
  /// The loop goes.
  void clear();

 private:
  class Kept;
  void forget(const Kept& gone);
  std::size_t count(const WireTarget& target) const;

  std::list<std::unique_ptr<Kept>> kept_;  // the longest kept first
};

}  // namespace parley
