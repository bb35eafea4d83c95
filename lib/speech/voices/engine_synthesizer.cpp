#include "speech/voices/engine_synthesizer.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <deque>
#include <utility>

#include "core/audio/mulaw.h"
#include "core/base/time.h"
#include "live/event_loop.h"
#include "speech/call_post.h"

namespace parley {
namespace {

using Clock = std::chrono::steady_clock;

std::int64_t elapsed_ms(Clock::time_point since) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - since).count();
}

std::string check_sentence(std::int64_t samples, std::int64_t first_ms, std::int64_t whole_ms) {
  const std::int64_t tenths = samples / 800;
  return "spoke " + std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s in " +
         std::to_string(whole_ms) + " ms, the first of it after " + std::to_string(first_ms) + " ms";
}

std::string_view check_text(const AgentProfile& profile) {
  return profile.language == "he" ? "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D." : "Hello. How can I help you?";
}

}  // namespace

struct EngineSynthesizer::Impl {
  struct Job {
    Synthesize sentence;
    std::shared_ptr<std::atomic<bool>> cancelled = std::make_shared<std::atomic<bool>>(false);
  };

  std::function<void(ProviderEvent)> say;
  std::shared_ptr<const VoiceEngine> engine;
  std::shared_ptr<WorkerPool> workers;
  std::deque<Job> jobs;  // the first is being spoken
  CallPost post;         // last: nothing comes in once it is gone

  Impl(ProviderSeat seat, std::shared_ptr<const VoiceEngine> of, std::shared_ptr<WorkerPool> on)
      : say(std::move(seat.say)), engine(std::move(of)), workers(std::move(on)), post(seat.loop) {}

  /// Never from within a door of ours: who asks is not told before he has finished asking.
  void fail_later(const Synthesize& sentence, const char* reason) {
    post.sender().post([this, turn = sentence.turn, number = sentence.sentence, reason] {
      say(SpeechFailed{turn, number, reason});
    });
  }

  void run_first() {
    while (!jobs.empty()) {
      const Job& job = jobs.front();
      if (workers->run([this, sender = post.sender(), voice = engine, job] { work(this, sender, *voice, job); }))
        return;
      fail_later(job.sentence, "too many sentences wait for a voice on this machine");
      jobs.pop_front();
    }
  }

  /// On a worker: `self` may be gone by then, and only what is posted looks at it.
  static void work(Impl* self, const CallPost::Sender& sender, const VoiceEngine& voice, const Job& job) {
    const TurnId turn = job.sentence.turn;
    const std::int32_t number = job.sentence.sentence;
    const auto wanted = [&] { return !job.cancelled->load(std::memory_order_relaxed); };
    Result<void> spoken;
    if (wanted() && sender.open()) {
      spoken = voice.speak(job.sentence.text, [&](std::span<const std::int16_t> piece) {
        if (!wanted()) return false;
        return sender.post([self, turn, number, cancelled = job.cancelled, mulaw = mulaw_encode(piece)]() mutable {
          if (!cancelled->load(std::memory_order_relaxed))
            self->say(SpeechAudio{turn, number, std::move(mulaw), false});
        });
      });
    }
    std::string reason = spoken ? std::string() : spoken.error().message;
    sender.post([self, turn, number, cancelled = job.cancelled, reason = std::move(reason)]() mutable {
      self->jobs.pop_front();
      self->run_first();
      if (cancelled->load(std::memory_order_relaxed)) return;
      if (reason.empty()) {
        self->say(SpeechAudio{turn, number, {}, true});
      } else {
        self->say(SpeechFailed{turn, number, std::move(reason)});
      }
    });
  }
};

EngineSynthesizer::EngineSynthesizer(ProviderSeat seat, std::shared_ptr<const VoiceEngine> engine,
                                     std::shared_ptr<WorkerPool> workers)
    : impl_(std::make_unique<Impl>(std::move(seat), std::move(engine), std::move(workers))) {}

EngineSynthesizer::~EngineSynthesizer() {
  for (Impl::Job& job : impl_->jobs) job.cancelled->store(true, std::memory_order_relaxed);
}

void EngineSynthesizer::synthesize(const Synthesize& sentence) {
  if (impl_->jobs.size() >= kMostWaitingSentences) {
    return impl_->fail_later(sentence, "too many sentences of this call wait for the voice");
  }
  impl_->jobs.push_back({sentence});
  if (impl_->jobs.size() == 1) impl_->run_first();
}

void EngineSynthesizer::cancel(TurnId turn) {
  auto& jobs = impl_->jobs;
  for (Impl::Job& job : jobs) {
    if (job.sentence.turn == turn) job.cancelled->store(true, std::memory_order_relaxed);
  }
  // The first is with a worker, who answers for it; the others have not begun.
  if (jobs.empty()) return;
  jobs.erase(
      std::remove_if(jobs.begin() + 1, jobs.end(), [turn](const auto& job) { return job.sentence.turn == turn; }),
      jobs.end());
}

EngineSynthesis::EngineSynthesis(std::string name,
                                 std::function<std::shared_ptr<const VoiceEngine>(const AgentProfile&)> engine_of,
                                 std::shared_ptr<WorkerPool> workers)
    : name_(std::move(name)), engine_of_(std::move(engine_of)), workers_(std::move(workers)) {}

std::unique_ptr<Synthesizer> EngineSynthesis::synthesizer(ProviderSeat seat, const AgentProfile& profile) const {
  return std::make_unique<EngineSynthesizer>(std::move(seat), engine_of_(profile), workers_);
}

void EngineSynthesis::check(EventLoop& loop, const AgentProfile& profile, ToldCheck told) const {
  const auto answer = [&loop, told, name = name_](bool good, std::string what) {
    loop.post([told, check = ProviderCheck{good, name + ": " + std::move(what)}] { told(check); });
  };
  const bool taken = workers_->run([answer, engine = engine_of_(profile), text = check_text(profile)] {
    const Clock::time_point begin = Clock::now();
    std::int64_t samples = 0;
    std::int64_t first = 0;
    const auto spoken = engine->speak(text, [&](std::span<const std::int16_t> piece) {
      if (samples == 0) first = elapsed_ms(begin);
      samples += std::ssize(piece);
      return true;
    });
    if (!spoken) return answer(false, spoken.error().message);
    if (samples == 0) return answer(false, "the voice gave no sound");
    answer(true, check_sentence(samples, first, elapsed_ms(begin)));
  });
  if (!taken) answer(false, "the workers have too much to do");
}

}  // namespace parley
