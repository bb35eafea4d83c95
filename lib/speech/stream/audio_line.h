// The caller's audio on its way into one recogniser stream: a bounded queue, and the memory of where each sample of
// the stream lay in the call, for the stream counts from its own beginning and leaves out what the line left out.
// It sends nothing and knows no time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>

#include "core/base/time.h"
#include "core/reply/provider_event.h"

namespace parley {

class AudioLine {
 public:
  /// What may wait: 200 frames. Until the queue was first taken down to this, 700: after a failure ten seconds come
  /// again at once, and more while the connection is made.
  static constexpr std::size_t kMostWaiting = 200 * static_cast<std::size_t>(kFrameSamples);
  static constexpr std::size_t kMostAtFirst = 700 * static_cast<std::size_t>(kFrameSamples);

  /// Queues; when too much waits the oldest is dropped and counted.
  void push(const RecognizerAudio& audio);
  /// The next piece to go, at most so long; empty when none waits. It counts as sent.
  std::string take(std::size_t most);
  /// Silence of our own making went into the stream: it takes no time of the call.
  void sent_silence(std::int64_t samples);

  /// Until this is said, what was sent is kept, so that another stream can be given it again. No more is kept than
  /// may wait; what exceeds that cannot be given again.
  void proven();
  /// A new stream begins: all that was sent waits again. False: it was not kept whole.
  [[nodiscard]] bool rewind();

  /// Where a sample of the stream lay in the call: as the beginning of a range, and as its end.
  MediaTime begin_at(std::int64_t sample) const;
  MediaTime end_at(std::int64_t sample) const;

  bool empty() const { return waiting_ == 0; }
  std::size_t waiting() const { return waiting_; }
  std::int64_t given() const { return given_; }      // samples, all that was pushed
  std::int64_t taken() const { return taken_; }      // samples of the call that went into the stream
  std::int64_t dropped() const { return dropped_; }  // samples
  std::int64_t position() const { return sent_; }    // of the stream, silence of ours included

 private:
  struct Piece {
    MediaTime begin;
    std::string bytes;
    std::size_t used = 0;
  };
  struct Run {  // from this sample of the stream on, time of the call goes on from here
    std::int64_t sent = 0;
    MediaTime media;
    bool silence = false;
  };

  void drop_oldest();
  void remember(MediaTime begin, bool silence);
  MediaTime within(const Run& run, std::int64_t sample) const;

  static constexpr std::size_t kMostRuns = 256;

  std::deque<Piece> queue_;
  std::deque<Run> runs_;
  std::deque<Piece> kept_;
  std::size_t kept_bytes_ = 0;
  bool keeps_ = true;
  bool lost_kept_ = false;
  std::size_t waiting_ = 0;
  std::size_t most_waiting_ = kMostAtFirst;
  std::int64_t given_ = 0;
  std::int64_t taken_ = 0;
  std::int64_t dropped_ = 0;
  std::int64_t sent_ = 0;
};

}  // namespace parley
