#include "speech/google/google_check.h"

#include <chrono>
#include <utility>

#include "speech/google/google_problem.h"

namespace parley {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kSilenceBytes = 2400;  // 300 ms
constexpr char kSilence = static_cast<char>(0xFF);

/// Lives until its time is over, told or not.
class GoogleCheck final : public std::enable_shared_from_this<GoogleCheck>, GoogleStream::Listener {
 public:
  GoogleCheck(EventLoop& loop, GooglePlan plan, ToldCheck told)
      : loop_(loop), plan_(std::move(plan)), told_(std::move(told)) {}

  void begin() {
    loop_.after(plan_.patience.connect + plan_.patience.finals, [self = shared_from_this()] { self->late(); });
    ask();
  }

 private:
  void ask() {
    began_ = Clock::now();
    connected_ = sent_ = false;
    stream_ = plan_.line->open(loop_, plan_.ways->ways[way_], *this);
  }

  void on_written() override {
    connected_ = true;
    if (std::exchange(sent_, true)) {
      stream_->half_close();
    } else {
      stream_->write(std::string(kSilenceBytes, kSilence));
    }
  }
  void on_results(std::vector<GoogleResult>) override {}
  void on_ended(GoogleEnd end) override {
    if (end.code == GoogleEnd::kInvalidArgument && way_ + 1 < plan_.ways->ways.size()) {
      ++way_;
      // The stream is the one that tells this, so the next begins afterwards.
      loop_.post([self = shared_from_this()] {
        if (self->told_) self->ask();
      });
      return;
    }
    if (end.code != GoogleEnd::kOk) {
      tell(false, google_problem(end, plan_.secret).sentence);
      return;
    }
    plan_.ways->good = way_;
    plan_.ways->confirmed = true;
    const GoogleSpeechConfig& way = plan_.ways->ways[way_];
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began_);
    tell(true, way.language + " with " + (way.model.empty() ? "the default model" : "the model " + way.model) +
                   " heard 0.3 s of silence in " + std::to_string(took.count()) + " ms");
  }
  void late() {
    tell(false, connected_ ? "Google takes audio and gives no answer; is there something else at this address?"
                           : "Google cannot be reached; check the network, and whether port 443 is let out");
  }

  void tell(bool good, std::string what) {
    const ToldCheck told = std::exchange(told_, nullptr);
    if (!told) return;
    loop_.post([self = shared_from_this()] { self->stream_.reset(); });
    told({good, "google: " + what});
  }

  EventLoop& loop_;
  GooglePlan plan_;
  ToldCheck told_;
  std::size_t way_ = 0;
  bool connected_ = false;
  bool sent_ = false;
  Clock::time_point began_;
  std::unique_ptr<GoogleStream> stream_;
};

}  // namespace

void check_google(EventLoop& loop, const GooglePlan& plan, ToldCheck told) {
  std::make_shared<GoogleCheck>(loop, plan, std::move(told))->begin();
}

}  // namespace parley
