#include "core/call/caller_ear.h"

#include <utility>
#include <variant>

#include "core/base/check.h"
#include "core/vad/make_vad.h"

namespace parley {

CallerEar::CallerEar(const CallConfig& config)
    : detector_(make_vad(config.detector)),
      floor_(config.vad),
      segmenter_(config.vad),
      gate_(config.barge_in.min, config.vad.release) {
  PARLEY_CHECK(detector_ != nullptr);
}

CallerEar::Heard CallerEar::hear(Instant begin, const PcmFrame& frame, int level, bool counts) {
  return judge(begin, detector_->process(frame, level, floor_.voice_threshold()), level, counts);
}

CallerEar::Heard CallerEar::hear_missing(Instant begin) {
  return judge(begin, 0, 0, true);
}

CallerEar::Heard CallerEar::judge(Instant begin, SpeechProbability probability, int level, bool counts) {
  const bool voiced = probability > kSpeechCut;
  Heard heard;
  heard.level = level;
  heard.threshold = floor_.voice_threshold();
  const auto speech = segmenter_.add(begin, probability, level);
  heard.insists = gate_.add(begin, voiced && level > floor_.barge_in_threshold());
  floor_.add(level, voiced, counts);
  if (floor_.calibrated()) heard.calibrated = !std::exchange(calibration_said_, true);
  if (floor_.threshold_low()) heard.threshold_low = !std::exchange(threshold_low_said_, true);
  const bool started = speech && std::holds_alternative<SpeechStarted>(*speech);
  fall_.add(level, started, segmenter_.speaking() && voiced);

  if (segmenter_.speaking() && voiced) {
    steadiness_.add(level);
  } else if (!segmenter_.speaking()) {
    steadiness_.reset();
  }
  if (steadiness_.steady()) {
    line_is_noise();
    heard.steady_noise = true;
    heard.insists.reset();
  }
  CallerAudio& audio = heard.audio;
  audio.heard_until = begin + kFrameDuration;
  audio.speaking = segmenter_.speaking();
  audio.last_voiced = segmenter_.last_voiced();
  audio.voiced = segmenter_.voiced();
  audio.voice_level = fall_.voice();
  audio.silence_level = fall_.silence();
  if (speech && !heard.steady_noise) {
    audio.started = started;
    audio.ended = !started;
    if (started) audio.onset = std::get<SpeechStarted>(*speech).onset;
  }
  return heard;
}

void CallerEar::withdraw() {
  segmenter_.withdraw();
  gate_.reset();
  steadiness_.reset();
}

void CallerEar::line_is_noise() {
  floor_.raise(steadiness_.mean());
  withdraw();
}

}  // namespace parley
