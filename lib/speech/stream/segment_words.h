// Which final words a recogniser owes a call. A service says its finals when it likes and in ranges of its own; the
// call wants one for each segment that it finished, an empty one where nothing was spoken. This is the account of
// it, in the call's media time. It cuts no ranges at words and keeps no texts.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <vector>

#include "core/base/time.h"
#include "core/reply/provider_event.h"

namespace parley {

class SegmentWords {
 public:
  void begins(MediaTime begin);
  void finish(const MediaRange& range);
  /// The segment that was finished last goes on in another: it was cut in mid speech for its length.
  bool goes_on() const;

  /// Narrows the range of a result, which may begin long before anybody spoke.
  MediaRange narrowed(MediaRange heard) const;
  /// A final was said.
  void said(const MediaRange& range);
  /// All audio up to here has had its finals, beyond doubt: the empty ones that are still owed for segments that
  /// end in it. Said too early they would take the place of words to come.
  std::vector<Final> settle(MediaTime until);

  bool owes() const { return !owed_.empty(); }
  /// After a failure: the call asks again for what it has not got.
  void forget();

 private:
  static constexpr std::size_t kMost = 64;  // segments and beginnings that are remembered
  // Words may end 300 ms before the voice does, and a segment has 200 ms of silence behind that.
  static constexpr std::int64_t kSlack = 4000;

  std::deque<MediaTime> begins_;
  std::deque<MediaRange> owed_;
  MediaRange last_finished_{};
  MediaTime said_until_{};
};

}  // namespace parley
