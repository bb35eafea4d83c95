#include "speech/sphinx/call_decoding.h"

#include <algorithm>
#include <utility>

namespace parley {
namespace {

constexpr std::size_t kMostLiveSamples = std::size_t{200} * kFrameSamples;  // SPEC: 200 frames, the oldest go
constexpr int kTasksAtATime = 8;                                            // then it is another call's turn

}  // namespace

CallDecoding::CallDecoding(std::shared_ptr<SphinxDecoders> decoders, WorkerPool& workers,
                           std::function<void(ProviderEvent)> tell)
    : decoders_(std::move(decoders)), workers_(workers), tell_(std::move(tell)) {}

CallDecoding::~CallDecoding() {
  if (decoder_ != nullptr) decoders_->give_back(std::move(decoder_));
}

bool CallDecoding::add(DecodingTask task) {
  const std::lock_guard lock(mutex_);
  if (task.live) live_samples_ += task.mulaw.size();
  tasks_.push_back(std::move(task));
  while (live_samples_ > kMostLiveSamples) drop_oldest_live();
  if (at_work_) return true;
  at_work_ = workers_.run([self = shared_from_this()] { self->work(); });
  if (!at_work_) {
    tasks_.clear();
    live_samples_ = 0;
  }
  return at_work_;
}

void CallDecoding::drop_oldest_live() {
  const auto oldest =
      std::find_if(tasks_.begin(), tasks_.end(), [](const DecodingTask& task) { return task.live; });
  live_samples_ -= oldest->mulaw.size();
  samples_dropped_ += static_cast<std::int64_t>(oldest->mulaw.size());
  tasks_.erase(oldest);
}

void CallDecoding::abandon() {
  const std::lock_guard lock(mutex_);
  tasks_.clear();
  live_samples_ = 0;
  ++round_;
}

std::int64_t CallDecoding::frames_dropped() const {
  const std::lock_guard lock(mutex_);
  return samples_dropped_ / kFrameSamples;
}

bool CallDecoding::take(DecodingTask& task, std::uint64_t& round) {
  const std::lock_guard lock(mutex_);
  at_work_ = !tasks_.empty();
  if (!at_work_) return false;
  task = std::move(tasks_.front());
  tasks_.pop_front();
  if (task.live) live_samples_ -= task.mulaw.size();
  round = round_;
  return true;
}

void CallDecoding::work() {
  DecodingTask task;
  std::uint64_t round = 0;
  for (int done = 0; done < kTasksAtATime; ++done) {
    if (!take(task, round)) return;
    perform(task, round);
  }
  // Where the pool refuses, this worker goes on: it has been given to this call already.
  if (!workers_.run([self = shared_from_this()] { self->work(); })) {
    while (take(task, round)) perform(task, round);
  }
}

void CallDecoding::perform(DecodingTask& task, std::uint64_t round) {
  if (decoder_ == nullptr) {
    auto taken = decoders_->take();
    if (!taken.has_value()) return fail(taken.error().text(), round);
    decoder_ = std::move(*taken);
  }
  switch (task.kind) {
    case DecodingTask::Kind::kPrepare:
      return;
    case DecodingTask::Kind::kBegin:
      decoder_->begin();
      begin_ = task.begin;
      heard_ = 0;
      return;
    case DecodingTask::Kind::kHear:
      return hear(task, round);
    case DecodingTask::Kind::kFinish:
      return finish(task, round);
  }
}

/// Words are said again although they are the same: that they still are, so much later, may end the utterance.
void CallDecoding::hear(const DecodingTask& task, std::uint64_t round) {
  decoder_->hear(task.mulaw);
  heard_ += static_cast<std::int64_t>(task.mulaw.size());
  if (!task.live) return;
  std::string words = decoder_->words_so_far();
  if (words.empty()) return;
  say(Partial{{begin_, begin_ + heard_}, std::move(words)}, round);
}

void CallDecoding::finish(const DecodingTask& task, std::uint64_t round) {
  std::string words;
  if (!decoder_->end(words)) {
    decoder_.reset();
    return fail("pocketsphinx has failed to decode", round);
  }
  say(Final{task.range, std::move(words)}, round);
}

void CallDecoding::fail(const std::string& reason, std::uint64_t round) {
  say(RecognizerFailed{reason}, round);
  abandon();
}

void CallDecoding::say(ProviderEvent event, std::uint64_t round) {
  {
    const std::lock_guard lock(mutex_);
    if (round != round_) return;
  }
  tell_(std::move(event));
}

}  // namespace parley
