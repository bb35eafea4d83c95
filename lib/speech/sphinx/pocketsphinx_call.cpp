#include "speech/sphinx/pocketsphinx_call.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstdlib>
#include <span>
#include <utility>

#include "live/event_loop.h"

namespace parley {
namespace {

// The longest segment with its pre-roll, twice: it may be asked for when the next has begun.
constexpr std::size_t kKeptSamples = std::size_t{12} * kSampleRate;
// Where a segment is finished that began this close to what is being decoded, it is that one.
constexpr std::int64_t kSameSegment = duration_to_samples(millis(100));
constexpr MediaTime kAllThatCame{INT64_MAX};

}  // namespace

PocketsphinxCall::PocketsphinxCall(ProviderSeat seat, std::shared_ptr<SphinxDecoders> decoders,
                                   std::shared_ptr<WorkerPool> workers)
    : seat_(std::move(seat)), workers_(std::move(workers)), audio_(kKeptSamples), post_(seat_.loop) {
  decoding_ = std::make_shared<CallDecoding>(std::move(decoders), *workers_,
                                             [this, sender = post_.sender()](ProviderEvent event) {
                                               // The post of a call that is gone is never run, so that `this` is
                                               // used while it lives only.
                                               sender.post([this, event = std::move(event)] { seat_.say(event); });
                                             });
}

PocketsphinxCall::~PocketsphinxCall() {
  decoding_->abandon();
  const std::int64_t lost = decoding_->frames_dropped();
  if (lost > 0) spdlog::warn("pocketsphinx was too slow for a call and left out {} frames of it", lost);
}

void PocketsphinxCall::open() {
  decoding_->abandon();
  audio_.clear();
  segment_.reset();
  add({.kind = DecodingTask::Kind::kPrepare});
}

void PocketsphinxCall::hear(const RecognizerAudio& audio) {
  audio_.add(audio.begin, audio.mulaw);
  if (segment_) give(kAllThatCame, true);
}

void PocketsphinxCall::segment_begins(MediaTime begin) {
  begin_decoding(begin, kAllThatCame);
}

void PocketsphinxCall::finish(const FinishSegment& segment) {
  const MediaTime begin = segment.range.begin;
  const bool ours = segment_ && std::abs(*segment_ - begin) <= kSameSegment;
  // Another may have begun since, while it was not yet certain that this one was over.
  const std::optional<MediaTime> next = segment_ && !ours && *segment_ > begin ? segment_ : std::nullopt;
  if (!ours) begin_decoding(begin, segment.range.end);
  if (segment_) add({.kind = DecodingTask::Kind::kFinish, .range = segment.range});
  segment_.reset();
  if (next) begin_decoding(*next, kAllThatCame);
}

void PocketsphinxCall::close() {
  segment_.reset();
}

void PocketsphinxCall::begin_decoding(MediaTime begin, MediaTime end) {
  segment_ = begin;
  given_ = begin;
  add({.kind = DecodingTask::Kind::kBegin, .begin = begin});
  if (segment_) give(end, false);
}

void PocketsphinxCall::give(MediaTime end, bool live) {
  const std::span<const std::uint8_t> more = audio_.between(given_, end);
  if (more.empty()) return;
  given_ = std::min(end, audio_.end());
  add({.kind = DecodingTask::Kind::kHear, .mulaw = {more.begin(), more.end()}, .live = live});
}

void PocketsphinxCall::add(DecodingTask task) {
  if (decoding_->add(std::move(task)) || !segment_) return;
  segment_.reset();
  post_.sender().post([this] { seat_.say(RecognizerFailed{"too much waits for pocketsphinx's workers"}); });
}

}  // namespace parley
