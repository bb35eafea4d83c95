// What one call has decoded by the workers: its tasks one after another, never two at once, on whichever worker is
// free. Which audio belongs to which segment is the recogniser's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/base/time.h"
#include "core/reply/provider_event.h"
#include "speech/sphinx/sphinx_decoders.h"
#include "speech/worker_pool.h"

namespace parley {

struct DecodingTask {
  enum class Kind : std::uint8_t { kPrepare, kBegin, kHear, kFinish };
  Kind kind = Kind::kPrepare;
  MediaTime begin{};                // of the segment
  std::vector<std::uint8_t> mulaw;  // of kHear
  bool live = false;                // of kHear: as it came, and so the first to go where too much waits
  MediaRange range{};               // of kFinish
};

class CallDecoding : public std::enable_shared_from_this<CallDecoding> {
 public:
  /// `tell` is called on workers. The pool outlives all calls of `add`.
  CallDecoding(std::shared_ptr<SphinxDecoders> decoders, WorkerPool& workers,
               std::function<void(ProviderEvent)> tell);
  ~CallDecoding();
  CallDecoding(const CallDecoding&) = delete;
  CallDecoding& operator=(const CallDecoding&) = delete;

  /// False where the workers have too much to do: all that waited for this call is dropped then.
  bool add(DecodingTask task);
  /// Drops what waits, and says nothing of what is being done.
  void abandon();
  std::int64_t frames_dropped() const;

 private:
  bool take(DecodingTask& task, std::uint64_t& round);
  void work();
  void perform(DecodingTask& task, std::uint64_t round);
  void hear(const DecodingTask& task, std::uint64_t round);
  void finish(const DecodingTask& task, std::uint64_t round);
  void fail(const std::string& reason, std::uint64_t round);
  void say(ProviderEvent event, std::uint64_t round);
  void drop_oldest_live();

  const std::shared_ptr<SphinxDecoders> decoders_;
  WorkerPool& workers_;
  const std::function<void(ProviderEvent)> tell_;

  mutable std::mutex mutex_;
  std::deque<DecodingTask> tasks_;
  std::size_t live_samples_ = 0;  // that wait
  std::int64_t samples_dropped_ = 0;
  std::uint64_t round_ = 0;  // of abandoning
  bool at_work_ = false;     // or about to be

  // Of the worker that has the call; handed on by the mutex.
  std::unique_ptr<SphinxDecoder> decoder_;
  MediaTime begin_{};
  std::int64_t heard_ = 0;  // samples of this utterance
};

}  // namespace parley
