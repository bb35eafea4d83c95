#include "live/live_call.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>

#include "live/live_calls.h"
#include "tests/live/loopback.h"

namespace parley {
namespace {

using loopback::Client;

constexpr std::string_view kStart =
    R"({"event":"start","sequenceNumber":"1","start":{"accountSid":"AC00000000000000000000000000000001","streamSid":"MZ00000000000000000000000000000001","callSid":"CA00000000000000000000000000000001","tracks":["inbound"],"mediaFormat":{"encoding":"audio/x-mulaw","sampleRate":8000,"channels":1},"customParameters":{}},"streamSid":"MZ00000000000000000000000000000001"})";

/// What the tests see of the agents' lives.
struct Diary {
  void note(std::string line) {
    const std::lock_guard lock(mutex);
    lines.push_back(std::move(line));
    changed.notify_all();
  }
  bool wait_for(std::string_view line) {
    std::unique_lock lock(mutex);
    return changed.wait_for(lock, loopback::kPatience,
                            [&] { return std::find(lines.begin(), lines.end(), line) != lines.end(); });
  }
  std::vector<std::string> all() {
    const std::lock_guard lock(mutex);
    return lines;
  }
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<std::string> lines;
};

/// Answers each text, and after the end still waits for something, as a call does for its last words.
class Recluse final : public Agent {
 public:
  explicit Recluse(Diary& diary) : diary_(diary) {}
  void opened(Instant now) override { diary_.note("opened at " + std::to_string(to_micros(now))); }
  void receive(Instant, SharedText text) override { outputs_.push_back("heard " + std::to_string(text.size())); }
  void wrote(Instant) override { diary_.note("wrote"); }
  void closed(Instant now, std::string) override {
    diary_.note("closed");
    rest_at_ = now + millis(1);
  }
  void handle_timeout(Instant now) override {
    if (now < rest_at_) return;
    rest_at_ = kNever;
    diary_.note("at rest");
  }
  Instant next_deadline() const override { return rest_at_; }
  std::optional<AgentOutput> poll() override {
    if (outputs_.empty()) return std::nullopt;
    AgentText text{outputs_.front()};
    outputs_.erase(outputs_.begin());
    return text;
  }

 private:
  Diary& diary_;
  std::vector<std::string> outputs_;
  Instant rest_at_ = kNever;
};

class Host final : public WebService {
 public:
  explicit Host(Diary& diary, LiveCallLimits limits = {}) : diary_(diary), limits_(limits) {}
  void handle(EventLoop&, const HttpRequest&, Respond respond) override { respond({}); }
  UpgradeAnswer upgrade(const HttpRequest&) override { return UpgradeAccepted{}; }
  void opened(EventLoop& loop, const HttpRequest&, std::shared_ptr<WebSocket> socket) override {
    LiveCallEvents events;
    events.refused = [this](const std::string& problem) { diary_.note("refused: " + problem); };
    events.ended = [this](const SocketEnd&) { diary_.note("ended"); };
    const AgentMaker maker = [this](const twilio::Start& start, const AgentSeat&) -> Result<std::unique_ptr<Agent>> {
      if (start.call_sid.empty()) return make_error("no call");
      return std::unique_ptr<Agent>(std::make_unique<Recluse>(diary_));
    };
    calls_.add(loop, std::move(socket), maker, std::move(events), limits_);
  }
  void stopped() override { calls_.clear(); }

 private:
  Diary& diary_;
  LiveCallLimits limits_;
  LiveCalls calls_;
};

TEST(ALiveCall, LivesThroughWhatCameBeforeItsStart) {
  Diary diary;
  Host host(diary);
  Server server({}, host);
  const auto port = server.start();
  ASSERT_TRUE(port.has_value());
  Client client;
  ASSERT_TRUE(client.connect(*port));
  client.send("one");
  client.send("three");
  client.send(std::string(kStart));
  ASSERT_TRUE(client.wait_for_texts(3));
  EXPECT_THAT(client.texts(), testing::ElementsAre("heard 3", "heard 5", "heard " + std::to_string(kStart.size())));
  EXPECT_TRUE(diary.wait_for("opened at 0"));
}

TEST(ALiveCall, IsDrivenUntilItsAgentHasComeToRestAndThenEndsOnce) {
  Diary diary;
  Host host(diary);
  Server server({}, host);
  const auto port = server.start();
  ASSERT_TRUE(port.has_value());
  Client client;
  ASSERT_TRUE(client.connect(*port));
  client.send(std::string(kStart));
  ASSERT_TRUE(client.wait_for_texts(1));
  client.abort();
  ASSERT_TRUE(diary.wait_for("ended"));
  const std::vector<std::string> lines = diary.all();
  EXPECT_EQ(std::count(lines.begin(), lines.end(), "ended"), 1);
  const auto rest = std::find(lines.begin(), lines.end(), "at rest");
  ASSERT_NE(rest, lines.end());
  EXPECT_LT(rest, std::find(lines.begin(), lines.end(), "ended"));
}

TEST(ALiveCall, RefusesOnceAPeerThatNeverSaysStart) {
  Diary diary;
  LiveCallLimits limits;
  limits.start_within = millis(20);
  Host host(diary, limits);
  Server server({}, host);
  const auto port = server.start();
  ASSERT_TRUE(port.has_value());
  Client client;
  ASSERT_TRUE(client.connect(*port));
  ASSERT_TRUE(client.wait_for_end());
  EXPECT_EQ(client.end().code, 1008);
  ASSERT_TRUE(diary.wait_for("ended"));
  EXPECT_THAT(diary.all(), testing::ElementsAre("refused: no start came in time", "ended"));
}

TEST(ALiveCall, ClosesAPeerThatTalksOnWithoutAStart) {
  Diary diary;
  Host host(diary);
  Server server({}, host);
  const auto port = server.start();
  ASSERT_TRUE(port.has_value());
  Client client;
  ASSERT_TRUE(client.connect(*port));
  for (int i = 0; i < 8; ++i) client.send("noise");
  ASSERT_TRUE(client.wait_for_end());
  EXPECT_EQ(client.end().code, 1008);
}

}  // namespace
}  // namespace parley
