// The house protocol: everything that lives in time has these three doors beside its own verbs.
#pragma once

#include <concepts>

#include "core/base/time.h"

namespace parley {

/// `next_deadline` is kNever when idle; `handle_timeout` called early is harmless; `poll` returns an
/// optional output and must be drained after every call that may have produced one.
template <class M>
concept Machine = requires(M m, const M& c, Instant now) {
  { c.next_deadline() } -> std::same_as<Instant>;
  { m.handle_timeout(now) } -> std::same_as<void>;
  m.poll();
};

}  // namespace parley
