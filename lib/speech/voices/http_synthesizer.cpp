#include "speech/voices/http_synthesizer.h"

#include <algorithm>
#include <utility>

#include "speech/provider_check.h"

namespace parley {
namespace {

constexpr std::size_t kLeastSaid = 160;          // 20 ms, unless it is the last
constexpr std::size_t kMostSaid = 1'600;         // 200 ms at once
constexpr std::size_t kMostSound = 8'000 * 180;  // three minutes of one sentence are none

bool is_blank(const std::string& text) {
  return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

class HttpSynthesis final : public SynthesisProvider {
 public:
  explicit HttpSynthesis(std::shared_ptr<const SpeechService> service) : service_(std::move(service)) {}

  std::unique_ptr<Synthesizer> synthesizer(ProviderSeat seat, const AgentProfile& profile) const override {
    return std::make_unique<HttpSynthesizer>(std::move(seat), service_, profile);
  }
  void check(EventLoop& loop, const AgentProfile& profile, ToldCheck told) const override {
    check_by_speaking(loop, *this, profile, service_->who().name + ": the voice " + service_->voice(profile),
                      std::move(told));
  }

 private:
  std::shared_ptr<const SpeechService> service_;
};

}  // namespace

HttpSynthesizer::HttpSynthesizer(ProviderSeat seat, std::shared_ptr<const SpeechService> service,
                                 const AgentProfile& profile)
    : seat_(std::move(seat)), service_(std::move(service)), profile_(profile) {
  warm_up(seat_.loop, service_->request(profile_, "").to);
}

HttpSynthesizer::~HttpSynthesizer() {
  *alive_ = false;
}

void HttpSynthesizer::synthesize(const Synthesize& sentence) {
  // A retry of a sentence goes before those that were asked after it.
  const auto later = [&sentence](const Job& job) {
    return job.sentence.turn == sentence.turn && job.sentence.sentence > sentence.sentence && !job.any_sound;
  };
  Job job;
  job.id = next_id_++;
  job.sentence = sentence;
  if (jobs_.size() >= kMostWaiting) {
    job.fault = ProviderFault{service_->who().name + ": too many sentences wait", false};
  } else if (std::string why = service_->unfit(profile_); !why.empty()) {
    job.fault = ProviderFault{service_->who().name + ": " + why, false};
  } else if (is_blank(sentence.text)) {
    job.done = job.any_sound = true;  // nothing to say has been said
  }
  const bool told_already = job.fault || job.done;
  jobs_.insert(std::find_if(jobs_.begin(), jobs_.end(), later), std::move(job));
  if (told_already) return say_soon();
  start_some();
}

void HttpSynthesizer::cancel(TurnId turn) {
  std::erase_if(jobs_, [turn](const Job& job) { return job.sentence.turn == turn; });
  start_some();
  say_soon();  // another turn's sentence may have waited behind this one's, with its sound ready
}

/// Whoever asks is not answered before his asking returns.
void HttpSynthesizer::say_soon() {
  seat_.loop.post([this, alive = alive_] {
    if (*alive) say_all();
  });
}

void HttpSynthesizer::start_some() {
  std::size_t running = 0;
  for (Job& job : jobs_) {
    if (running == kAtOnce) return;
    if (job.fault || job.done) continue;
    if (!job.call) start(job);
    ++running;
  }
}

void HttpSynthesizer::start(Job& job) {
  const std::int64_t id = job.id;
  ServiceAnswer answer;
  answer.began = [this, id](const Headers& headers) {
    if (Job* now = find(id)) now->decoder = service_->decoder(headers);
  };
  answer.piece = [this, id](std::string_view piece) { take(id, piece); };
  answer.end = [this, id] { end(id); };
  answer.failed = [this, id](const ProviderFault& fault) {
    if (Job* now = find(id)) fail(*now, fault);
  };
  job.call = std::make_unique<ServiceCall>(seat_.loop, service_->request(profile_, job.sentence.text),
                                           service_->who(), std::move(answer));
}

void HttpSynthesizer::take(std::int64_t id, std::string_view piece) {
  Job* job = find(id);
  if (job == nullptr || !job->decoder) return;
  const std::size_t before = job->sound.size();
  if (!job->decoder->push(piece, job->sound)) {
    return fail(*job, {service_->who().name + " " + job->decoder->problem(), false});
  }
  if (job->sound.size() > kMostSound) return fail(*job, {service_->who().name + " does not stop speaking", false});
  job->any_sound = job->any_sound || job->sound.size() > before;
  say_all();
}

void HttpSynthesizer::end(std::int64_t id) {
  Job* job = find(id);
  if (job == nullptr) return;
  job->call.reset();
  if (!job->decoder || !job->decoder->finish(job->sound)) {
    const std::string problem = job->decoder ? job->decoder->problem() : "gave no answer";
    return fail(*job, {service_->who().name + " " + problem, false});
  }
  job->any_sound = job->any_sound || !job->sound.empty();
  if (!job->any_sound) return fail(*job, {service_->who().name + " gave no sound", true});
  job->done = true;
  start_some();
  say_all();
}

void HttpSynthesizer::fail(Job& job, ProviderFault fault) {
  job.call.reset();
  job.fault = std::move(fault);
  start_some();
  say_all();
}

HttpSynthesizer::Job* HttpSynthesizer::find(std::int64_t id) {
  const auto found = std::find_if(jobs_.begin(), jobs_.end(), [id](const Job& job) { return job.id == id; });
  return found == jobs_.end() ? nullptr : &*found;
}

void HttpSynthesizer::say_all() {
  if (saying_) return;  // one of our own listeners asks for more; the loop below will come to it
  saying_ = true;
  const auto alive = alive_;
  const auto say = seat_.say;
  while (auto event = next_event()) {
    say(std::move(*event));
    if (!*alive) return;
  }
  saying_ = false;
}

/// What the first sentence has to say next. One that has said all makes way.
std::optional<ProviderEvent> HttpSynthesizer::next_event() {
  if (jobs_.empty()) return std::nullopt;
  Job& job = jobs_.front();
  if (auto sound = next_sound(job)) return sound;
  if (!job.done && !job.fault) return std::nullopt;
  ProviderEvent last;
  if (job.fault) {
    last = SpeechFailed{job.sentence.turn, job.sentence.sentence, job.fault->reason, job.fault->may_retry};
  } else {
    last = SpeechAudio{job.sentence.turn, job.sentence.sentence, std::move(job.sound), true};
  }
  jobs_.pop_front();
  return last;
}

/// Nothing where too little waits, or where what waits can go with the end.
std::optional<ProviderEvent> HttpSynthesizer::next_sound(Job& job) {
  const bool more_comes = !job.done && !job.fault;
  if (job.sound.size() < (more_comes ? kLeastSaid : kMostSaid + 1) && !(job.fault && !job.sound.empty())) {
    return std::nullopt;
  }
  const auto size = static_cast<std::ptrdiff_t>(std::min(job.sound.size(), kMostSaid));
  SpeechAudio audio{job.sentence.turn, job.sentence.sentence, {job.sound.begin(), job.sound.begin() + size}, false};
  job.sound.erase(job.sound.begin(), job.sound.begin() + size);
  return audio;
}

std::shared_ptr<const SynthesisProvider> http_synthesis(std::shared_ptr<const SpeechService> service) {
  return std::make_shared<HttpSynthesis>(std::move(service));
}

}  // namespace parley
