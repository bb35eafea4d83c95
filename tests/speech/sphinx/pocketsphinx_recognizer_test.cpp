#include "speech/sphinx/pocketsphinx_recognizer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <latch>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "core/audio/mulaw.h"
#include "files/text_file.h"
#include "files/wav.h"
#include "live/event_loop.h"
#include "speech/sphinx/pocketsphinx_call.h"
#include "speech/worker_pool.h"

namespace parley {
namespace {

constexpr std::chrono::seconds kPatience{60};
const std::string kModel = "/usr/share/pocketsphinx/model/en-us";

/// Speech of Debian's telephone prompts, a real voice.
std::vector<std::uint8_t> prompt(const std::string& name) {
  const auto sound = read_sound("/usr/share/asterisk/sounds/en_US_f_Allison/" + name + ".wav");
  EXPECT_TRUE(sound.has_value()) << name;
  return sound.has_value() ? mulaw_encode(sound->samples) : std::vector<std::uint8_t>{};
}

std::shared_ptr<SphinxDecoders> decoders_for(const std::vector<std::string>& sentences) {
  const auto dictionary = read_text_file(kModel + "/cmudict-en-us.dict");
  EXPECT_TRUE(dictionary.has_value()) << "is pocketsphinx-en-us installed?";
  if (!dictionary.has_value()) return nullptr;
  const auto words = make_language_model(sentences, *dictionary);
  EXPECT_TRUE(words.has_value());
  auto made = SphinxDecoders::make(kModel + "/en-us", *words, {}, 2);
  EXPECT_TRUE(made.has_value());
  return made.has_value() ? *made : nullptr;
}

/// A call with its loop; doors are knocked at on the loop's thread, as they must be.
class Caller {
 public:
  explicit Caller(std::size_t most_waiting = 256) : workers_(std::make_shared<WorkerPool>(2, most_waiting)) {
    static const std::shared_ptr<SphinxDecoders> decoders = decoders_for(
        {"please enter your password followed by the pound key", "goodbye", "thank you",
         "all circuits are busy now", "please check the number and dial again", "that conference is full"});
    on_loop([&] {
      recognizer_ = std::make_unique<PocketsphinxCall>(ProviderSeat{loop_,
                                                                    [this](ProviderEvent event) {
                                                                      const std::lock_guard lock(mutex_);
                                                                      said_.push_back(std::move(event));
                                                                      changed_.notify_all();
                                                                    }},
                                                       decoders, workers_);
      recognizer_->open();
    });
  }
  ~Caller() {
    on_loop([&] { recognizer_.reset(); });
    loop_.stop();
    thread_.join();
  }
  Caller(const Caller&) = delete;
  Caller& operator=(const Caller&) = delete;

  void on_loop(std::function<void()> work) {
    bool done = false;
    loop_.post([&] {
      work();
      const std::lock_guard lock(mutex_);
      done = true;
      changed_.notify_all();
    });
    std::unique_lock lock(mutex_);
    ASSERT_TRUE(changed_.wait_for(lock, kPatience, [&] { return done; }));
  }

  /// In batches, as a call gives it; says where it ended.
  MediaTime speaks(MediaTime at, const std::vector<std::uint8_t>& mulaw) {
    constexpr std::size_t kBatch = 1200;
    on_loop([&] {
      for (std::size_t i = 0; i < mulaw.size(); i += kBatch) {
        const std::size_t count = std::min(kBatch, mulaw.size() - i);
        const auto from = mulaw.begin() + static_cast<std::ptrdiff_t>(i);
        recognizer_->hear({at + static_cast<std::int64_t>(i), {from, from + static_cast<std::ptrdiff_t>(count)}});
      }
    });
    return at + static_cast<std::int64_t>(mulaw.size());
  }
  MediaTime is_silent(MediaTime at, std::size_t samples) {
    return speaks(at, std::vector<std::uint8_t>(samples, kMulawSilence));
  }
  void segment_begins(MediaTime at) {
    on_loop([&] { recognizer_->segment_begins(at); });
  }
  void finish(MediaTime begin, MediaTime end) {
    on_loop([&] { recognizer_->finish({TurnId{1}, 0, {begin, end}}); });
  }
  void opens_again() {
    on_loop([&] { recognizer_->open(); });
  }

  /// The n-th of its kind, from 0.
  template <class Event>
  Event said(std::size_t n = 0) {
    std::unique_lock lock(mutex_);
    const auto nth = [&]() -> const Event* {
      std::size_t seen = 0;
      for (const ProviderEvent& event : said_) {
        const auto* one = std::get_if<Event>(&event);
        if (one != nullptr && seen++ == n) return one;
      }
      return nullptr;
    };
    const bool came = changed_.wait_for(lock, kPatience, [&] { return nth() != nullptr; });
    EXPECT_TRUE(came);
    return came ? *nth() : Event{};
  }
  template <class Event>
  std::size_t count() {
    const std::lock_guard lock(mutex_);
    return static_cast<std::size_t>(std::count_if(said_.begin(), said_.end(), [](const ProviderEvent& event) {
      return std::holds_alternative<Event>(event);
    }));
  }
  WorkerPool& workers() { return *workers_; }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<ProviderEvent> said_;
  EventLoop loop_;
  std::shared_ptr<WorkerPool> workers_;
  std::unique_ptr<PocketsphinxCall> recognizer_;
  std::thread thread_{[this] { loop_.run(); }};
};

TEST(PocketsphinxRecognizer, HearsTheWordsOfASegment) {
  Caller caller;
  MediaTime at = caller.is_silent({0}, 4000);
  caller.segment_begins({1600});
  at = caller.speaks(at, prompt("agent-pass"));
  caller.finish({1600}, at);
  const Final final = caller.said<Final>();
  EXPECT_EQ(final.text, "please enter your password followed by the pound key");
  EXPECT_EQ(final.range, (MediaRange{{1600}, at}));
}

TEST(PocketsphinxRecognizer, SaysWordsWhileTheCallerStillSpeaks) {
  Caller caller;
  const MediaTime at = caller.is_silent({0}, 4000);
  caller.segment_begins({1600});
  caller.speaks(at, prompt("agent-pass"));
  const Partial partial = caller.said<Partial>();
  EXPECT_NE(partial.text, "");
  EXPECT_EQ(partial.range.begin, MediaTime{1600});
  EXPECT_EQ(caller.count<Final>(), 0U);
}

TEST(PocketsphinxRecognizer, HearsASegmentThatWasNotAnnounced) {
  Caller caller;
  MediaTime at = caller.is_silent({0}, 4000);
  at = caller.speaks(at, prompt("all-circuits-busy-now"));
  const MediaTime end = at;
  caller.is_silent(at, 8000);
  caller.finish({1600}, end);
  EXPECT_EQ(caller.said<Final>().text, "all circuits are busy now");
}

TEST(PocketsphinxRecognizer, HearsASegmentThatEndsWhenTheNextHasBegun) {
  Caller caller;
  caller.segment_begins({0});
  // Less than what may wait altogether: here audio comes faster than it is spoken.
  const MediaTime first_end = caller.speaks({0}, prompt("conf-full"));
  const MediaTime second = caller.is_silent(first_end, 1600) + -800;
  caller.segment_begins(second);
  const MediaTime end = caller.speaks(second + 800, prompt("all-circuits-busy-now"));
  caller.finish({0}, first_end);
  caller.finish(second, end);
  EXPECT_EQ(caller.said<Final>(0).text, "that conference is full");
  EXPECT_EQ(caller.said<Final>(1).text, "all circuits are busy now");
  EXPECT_EQ(caller.said<Final>(1).range, (MediaRange{second, end}));
}

TEST(PocketsphinxRecognizer, SaysNothingWhereNothingWasSaid) {
  Caller caller;
  const MediaTime at = caller.is_silent({0}, 12000);
  caller.segment_begins({1600});
  caller.finish({1600}, at);
  EXPECT_EQ(caller.said<Final>().text, "");
  EXPECT_EQ(caller.count<RecognizerFailed>(), 0U);
}

TEST(PocketsphinxRecognizer, HearsAudioThatComesAgainAfterItWasOpenedAgain) {
  Caller caller;
  caller.segment_begins({0});
  caller.speaks({0}, prompt("conf-full"));
  caller.opens_again();
  const MediaTime end = caller.speaks({0}, prompt("all-circuits-busy-now"));
  caller.finish({0}, end);
  EXPECT_EQ(caller.said<Final>().text, "all circuits are busy now");
}

TEST(PocketsphinxRecognizer, HearsTheSameWhateverTheLastCallerSaid) {
  std::vector<std::string> heard;
  for (int i = 0; i < 3; ++i) {
    Caller caller;  // with the decoder of the one before
    caller.segment_begins({0});
    MediaTime at = caller.speaks({0}, prompt("conf-full"));
    caller.finish({0}, at);
    heard.push_back(caller.said<Final>().text);
    caller.segment_begins(at);
    caller.speaks(at, prompt("agent-pass"));  // never finished
  }
  EXPECT_EQ(heard[0], heard[1]);
  EXPECT_EQ(heard[0], heard[2]);
}

TEST(PocketsphinxRecognizer, FailsWhereTheWorkersAreOverrun) {
  std::mutex gate;  // outlives the workers
  std::latch inside(2);
  Caller caller(2);
  gate.lock();
  for (int taken = 0; taken < 2;) {
    const bool is_taken = caller.workers().run([&] {
      inside.count_down();
      const std::lock_guard pass(gate);
    });
    is_taken ? void(++taken) : std::this_thread::yield();
  }
  // Both are busy now, and the places to wait in are filled.
  inside.wait();
  while (caller.workers().run([&gate] { const std::lock_guard pass(gate); })) {
  }
  caller.segment_begins({0});
  EXPECT_NE(caller.said<RecognizerFailed>().reason, "");
  gate.unlock();
}

TEST(PocketsphinxRecognizer, LeavesNoFilesBehind) {
  // Other tests have folders in the common place at the same time, so this one has a place of its own.
  const std::filesystem::path place = std::filesystem::path(testing::TempDir()) / "parley_no_files_behind";
  std::filesystem::remove_all(place);
  std::filesystem::create_directories(place);
  const char* before = std::getenv("TMPDIR");
  const std::string kept = before != nullptr ? before : "";
  ASSERT_EQ(setenv("TMPDIR", place.c_str(), 1), 0);
  const auto entries = [&place] {
    return std::distance(std::filesystem::directory_iterator(place), std::filesystem::directory_iterator());
  };
  auto decoders = decoders_for({"thank you"});
  ASSERT_NE(decoders, nullptr);
  EXPECT_GT(entries(), 0);
  decoders.reset();
  EXPECT_EQ(entries(), 0);
  kept.empty() ? unsetenv("TMPDIR") : setenv("TMPDIR", kept.c_str(), 1);
  std::filesystem::remove_all(place);
}

TEST(PocketsphinxRecognizer, NamesTheSettingWhereItsModelIsMissing) {
  ProviderParts parts;
  parts.workers = std::make_shared<WorkerPool>(1);
  parts.profiles = {std::make_shared<const AgentProfile>()};
  ASSERT_EQ(parts.values.set(kPocketsphinxSettings[0], "/nowhere"), "");
  const auto made = make_pocketsphinx_recognizer(parts);
  ASSERT_FALSE(made.has_value());
  EXPECT_NE(made.error().text().find("pocketsphinx.model_dir"), std::string::npos);
}

TEST(PocketsphinxRecognizer, SaysThatItIsDeafToOtherLanguages) {
  ProviderParts parts;
  parts.workers = std::make_shared<WorkerPool>(1);
  AgentProfile hebrew;
  hebrew.language = "he";
  parts.profiles = {std::make_shared<const AgentProfile>(hebrew)};
  const auto made = make_pocketsphinx_recognizer(parts);
  ASSERT_TRUE(made.has_value());
  EventLoop loop;
  std::optional<ProviderCheck> check;
  std::vector<ProviderEvent> said;
  const auto recognizer =
      (*made)->recognizer({loop, [&](ProviderEvent event) { said.push_back(std::move(event)); }}, hebrew);
  (*made)->check(loop, hebrew, [&](ProviderCheck told) { check = std::move(told); });
  recognizer->open();
  recognizer->segment_begins({0});
  recognizer->hear({{0}, std::vector<std::uint8_t>(800, kMulawSilence)});
  recognizer->finish({TurnId{1}, 0, {{0}, {800}}});
  loop.run(false);
  ASSERT_TRUE(check.has_value());
  EXPECT_FALSE(check->good);
  EXPECT_NE(check->what.find("English"), std::string::npos);
  ASSERT_EQ(said.size(), 1U);
  EXPECT_TRUE(std::holds_alternative<RecognizerFailed>(said.front()));
}

}  // namespace
}  // namespace parley
