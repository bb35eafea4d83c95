#include "speech/openai/openai_recognizer.h"

#include <algorithm>
#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "speech/http/multipart_body.h"
#include "speech/http/service_call.h"
#include "speech/openai/openai_service.h"
#include "speech/openai/transcription.h"
#include "speech/provider_check.h"
#include "speech/sound/heard_audio.h"
#include "speech/sound/wav_header.h"

namespace parley {

const std::array<ProviderSetting, 5> kOpenaiRecognizerSettings{{
    {"openai.transcription_path", "", "/audio/transcriptions",
     "Path of recognition below openai.base_url, or a whole address (whisper.cpp's server: "
     "http://host:8080/inference)."},
    {"openai.transcription_model", "OPENAI_STT_MODEL", "gpt-4o-mini-transcribe", "Model that recognises."},
    {"openai.transcription_language", "", "",
     "Language as ISO 639-1 has it; empty: the agent's, auto: the server's guess."},
    {"openai.transcription_prompt", "", "", "Names and words that the model is told to expect."},
    {"openai.transcription_stream", "", "false", "Ask for the words as they are written; not every server can.",
     SettingKind::kSwitch},
}};

namespace {

constexpr std::int64_t kKeptIdle = 10 * std::int64_t{kSampleRate};  // of audio that no segment has asked for yet
constexpr std::size_t kLeastSamples = kSampleRate / 2;              // servers refuse what is very short
constexpr std::size_t kMostRunning = 8;

struct OpenaiEar {
  OpenaiService service;
  std::string model, language, prompt;
  bool stream = false;
};

class OpenaiRecognizer final : public Recognizer {
 public:
  OpenaiRecognizer(ProviderSeat seat, std::shared_ptr<const OpenaiEar> with, const AgentProfile& profile)
      : seat_(std::move(seat)), with_(std::move(with)), language_(profile.language) {
    if (!with_->language.empty()) language_ = with_->language == "auto" ? "" : with_->language;
  }
  ~OpenaiRecognizer() override { *alive_ = false; }

  void open() override {
    running_.clear();
    heard_.clear();
    begin_.reset();
    failed_ = false;
    warm_up(seat_.loop, with_->service.to);
  }

  void hear(const RecognizerAudio& audio) override {
    if (failed_) return;
    heard_.push(audio);
    const MediaTime end = audio.begin + static_cast<std::int64_t>(audio.mulaw.size());
    heard_.forget_before((begin_ ? std::min(*begin_, end) : end) + -kKeptIdle);
  }

  void segment_begins(MediaTime begin) override {
    begin_ = begin;
    if (!failed_) warm_up(seat_.loop, with_->service.to);  // there will be something to ask soon
  }

  void finish(const FinishSegment& segment) override {
    if (failed_) return;
    begin_.reset();
    std::vector<std::int16_t> samples = heard_.samples(segment.range);
    heard_.forget_before(segment.range.begin);
    if (samples.empty()) return say_later(Final{segment.range, {}});
    if (running_.size() == kMostRunning) {
      return fail_later({with_->service.who.name + ": too many segments wait for their words", true});
    }
    samples.resize(std::max(samples.size(), kLeastSamples));
    ask(segment.range, samples);
  }

  void close() override {
    running_.clear();
    heard_.clear();
    failed_ = true;
  }

  std::int64_t frames_dropped() const override { return heard_.dropped() / kFrameSamples; }

 private:
  struct Segment {
    MediaRange range;
    std::optional<Transcription> words;
    std::unique_ptr<ServiceCall> call;
  };
  using Place = std::list<Segment>::iterator;

  void ask(const MediaRange& range, const std::vector<std::int16_t>& samples) {
    MultipartBody form;
    form.add_file("file", "segment.wav", "audio/wav", wav_of(samples, kSampleRate));
    if (!with_->model.empty()) form.add_field("model", with_->model);
    if (!language_.empty()) form.add_field("language", language_);
    if (!with_->prompt.empty()) form.add_field("prompt", with_->prompt);
    form.add_field("response_format", "json");
    if (with_->stream) form.add_field("stream", "true");
    MultipartBody::Written written = form.write();
    const Place place = running_.insert(running_.end(), Segment{range, {}, {}});
    ServiceAnswer answer;
    answer.began = [place](const Headers& headers) { place->words.emplace(headers); };
    answer.piece = [this, place](std::string_view piece) { take(place, piece); };
    answer.end = [this, place] { end(place); };
    answer.failed = [this](const ProviderFault& fault) { fail(fault); };
    place->call = std::make_unique<ServiceCall>(
        seat_.loop, with_->service.post(std::move(written.content_type), std::move(written.body)),
        with_->service.who, std::move(answer));
  }

  void take(Place place, std::string_view piece) {
    const std::string before = place->words->words();
    if (!place->words->push(piece)) return fail(problem_of(*place));
    std::string now = place->words->words();
    if (now != before && !now.empty()) say(Partial{place->range, std::move(now)});
  }

  void end(Place place) {
    if (!place->words || !place->words->finish()) return fail(problem_of(*place));
    Final words{place->range, place->words->words()};
    running_.erase(place);
    say(std::move(words));
  }

  ProviderFault problem_of(const Segment& segment) const {
    const std::string what = segment.words ? segment.words->problem() : "gave no answer";
    return {with_->service.who.name + " " + what, true};
  }

  /// One failure, and silence until we are opened again: then every segment without words is asked for again.
  void fail(const ProviderFault& fault) {
    const RecognizerFailed failed{fault.reason, fault.may_retry};
    close();
    say(failed);
  }

  void say(ProviderEvent event) {
    const auto tell = seat_.say;  // whom it tells may let go of us
    tell(std::move(event));
  }
  void say_later(ProviderEvent event) {
    seat_.loop.post([this, alive = alive_, event = std::move(event)] {
      if (*alive && !failed_) say(event);
    });
  }
  void fail_later(ProviderFault fault) {
    seat_.loop.post([this, alive = alive_, fault = std::move(fault)] {
      if (*alive && !failed_) fail(fault);
    });
  }

  ProviderSeat seat_;
  std::shared_ptr<const OpenaiEar> with_;
  std::string language_;
  HeardAudio heard_;
  std::list<Segment> running_;
  std::optional<MediaTime> begin_;  // of the segment that runs
  bool failed_ = true;              // until it is opened
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

class OpenaiRecognizers final : public RecognizerProvider {
 public:
  explicit OpenaiRecognizers(OpenaiEar with) : with_(std::make_shared<const OpenaiEar>(std::move(with))) {}

  std::unique_ptr<Recognizer> recognizer(ProviderSeat seat, const AgentProfile& profile) const override {
    return std::make_unique<OpenaiRecognizer>(std::move(seat), with_, profile);
  }
  void check(EventLoop& loop, const AgentProfile& profile, ToldCheck told) const override {
    check_by_listening(loop, *this, profile, with_->service.who.name + ": transcription by " + with_->model,
                       std::move(told));
  }

 private:
  std::shared_ptr<const OpenaiEar> with_;
};

}  // namespace

Result<std::shared_ptr<const RecognizerProvider>> make_openai_recognizer(const ProviderParts& parts) {
  const auto& [path, model, language, prompt, stream] = kOpenaiRecognizerSettings;
  auto service = openai_service(parts.values, path);
  if (!service) return service.error();
  OpenaiEar with{std::move(*service), parts.values.text(model), parts.values.text(language),
                 parts.values.text(prompt), parts.values.on(stream)};
  return std::make_shared<const OpenaiRecognizers>(std::move(with));
}

}  // namespace parley
