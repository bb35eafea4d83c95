// One call as the embedded recogniser hears it: which of the caller's audio the workers decode, and when. Nothing
// is decoded while nobody speaks.
#pragma once

#include <memory>
#include <optional>

#include "speech/call_post.h"
#include "speech/provider.h"
#include "speech/sphinx/call_decoding.h"
#include "speech/sphinx/kept_audio.h"

namespace parley {

class PocketsphinxCall final : public Recognizer {
 public:
  PocketsphinxCall(ProviderSeat seat, std::shared_ptr<SphinxDecoders> decoders,
                   std::shared_ptr<WorkerPool> workers);
  ~PocketsphinxCall() override;
  PocketsphinxCall(const PocketsphinxCall&) = delete;
  PocketsphinxCall& operator=(const PocketsphinxCall&) = delete;

  void open() override;
  void hear(const RecognizerAudio& audio) override;
  void segment_begins(MediaTime begin) override;
  /// A segment whose beginning was not announced is decoded now, from what is kept.
  void finish(const FinishSegment& segment) override;
  void close() override;
  std::int64_t frames_dropped() const override { return decoding_->frames_dropped(); }

 private:
  void begin_decoding(MediaTime begin, MediaTime end);
  void give(MediaTime end, bool live);
  void add(DecodingTask task);

  const ProviderSeat seat_;
  const std::shared_ptr<WorkerPool> workers_;
  KeptAudio audio_;
  std::optional<MediaTime> segment_;  // that is being decoded
  MediaTime given_{};                 // the end of what the workers have of it
  std::shared_ptr<CallDecoding> decoding_;
  CallPost post_;  // last: when it has gone nothing is said any more
};

}  // namespace parley
