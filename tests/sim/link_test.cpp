#include "sim/link.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace parley {
namespace {

constexpr LinkDirection kUp = LinkDirection::kToAgent;
constexpr LinkDirection kDown = LinkDirection::kToCaller;

/// Sends `count` messages 20 ms apart and runs the link dry.
std::vector<Delivery> run(const LinkConfig& config, int count, LinkDirection direction = kUp) {
  Link link(config);
  std::vector<Delivery> out;
  const auto drain = [&] {
    while (auto delivery = link.poll()) out.push_back(std::move(*delivery));
  };
  for (int i = 0; i < count; ++i) {
    while (link.next_deadline() <= at_millis(i * 20)) {
      link.handle_timeout(link.next_deadline());
      drain();
    }
    EXPECT_TRUE(link.send(at_millis(i * 20), direction, std::to_string(i)));
    drain();
  }
  while (link.next_deadline() != kNever) {
    link.handle_timeout(link.next_deadline());
    drain();
  }
  return out;
}

TEST(Link, DeliversAtOnceWithoutADelay) {
  Link link({});
  link.send(at_millis(5), kUp, "hello");
  const auto delivery = link.poll();
  ASSERT_TRUE(delivery.has_value());
  EXPECT_EQ(delivery->text, "hello");
  EXPECT_EQ(delivery->at, at_millis(5));
  EXPECT_EQ(delivery->direction, kUp);
  EXPECT_EQ(link.next_deadline(), kNever);
}

TEST(Link, DeliversAfterTheDelayAndNotBefore) {
  Link link({.delay = millis(40)});
  link.send(at_millis(0), kDown, "later");
  EXPECT_EQ(link.next_deadline(), at_millis(40));
  link.handle_timeout(at_micros(39'999));
  EXPECT_FALSE(link.poll().has_value());
  link.handle_timeout(at_millis(40));
  EXPECT_EQ(link.poll()->text, "later");
}

TEST(Link, KeepsOrderAndLosesNothingUnderJitter) {
  for (const JitterShape shape : {JitterShape::kUniform, JitterShape::kNormal}) {
    const auto out = run({.delay = millis(30), .jitter = millis(60), .jitter_shape = shape, .seed = 3}, 500);
    ASSERT_EQ(out.size(), 500U);
    bool moved = false;
    for (std::size_t i = 0; i < out.size(); ++i) {
      EXPECT_EQ(out[i].text, std::to_string(i));
      EXPECT_GE(out[i].at - out[i].sent, millis(30));
      if (i > 0) {
        EXPECT_GE(out[i].at, out[i - 1].at);
        moved = moved || out[i].at - out[i - 1].at != millis(20);
      }
    }
    EXPECT_TRUE(moved);
  }
}

TEST(Link, UniformJitterStaysWithinItsBound) {
  for (const Delivery& delivery : run({.jitter = millis(15), .seed = 9}, 300)) {
    EXPECT_LE(delivery.at - delivery.sent, millis(15));
  }
}

TEST(Link, IsTheSameForTheSameSeedAndAnotherForAnother) {
  const auto instants = [](std::uint64_t seed) {
    std::vector<Instant> at;
    for (const Delivery& delivery : run({.jitter = millis(10), .seed = seed}, 50)) at.push_back(delivery.at);
    return at;
  };
  EXPECT_EQ(instants(4), instants(4));
  EXPECT_NE(instants(4), instants(5));
}

TEST(Link, HoldsEverythingDuringAStallAndThenLetsItGoTogether) {
  const auto out = run({.delay = millis(10), .stalls = {{at_millis(100), millis(200)}}}, 20);
  for (const Delivery& delivery : out) {
    const Instant due = delivery.sent + millis(10);
    const bool stalled = due >= at_millis(100) && due < at_millis(300);
    EXPECT_EQ(delivery.at, stalled ? at_millis(300) : due);
  }
}

TEST(Link, JoinsStallsThatOverlapOrTouchInAnyOrder) {
  LinkConfig config{
      .stalls = {{at_millis(150), millis(100)}, {at_millis(100), millis(60)}, {at_millis(250), millis(30)}}};
  Link link(config);
  link.send(at_millis(110), kUp, "x");
  EXPECT_EQ(link.next_deadline(), at_millis(280));
}

TEST(Link, AStallMayConcernOneDirectionOnly) {
  const LinkConfig config{.stalls = {{at_millis(0), millis(500), LinkStall::Which::kToCaller}}};
  EXPECT_EQ(run(config, 1, kUp)[0].at, at_millis(0));
  EXPECT_EQ(run(config, 1, kDown)[0].at, at_millis(500));
}

TEST(Link, HoldsAndReleasesInBurstsAgainAndAgain) {
  const auto out = run({.bursts = {.every = millis(200), .hold = millis(100)}}, 40);
  for (const Delivery& delivery : out) {
    const std::int64_t sent = to_millis(delivery.sent);
    const bool held = sent >= 200 && sent % 200 < 100;
    EXPECT_EQ(to_millis(delivery.at), held ? sent / 200 * 200 + 100 : sent);
  }
}

TEST(Link, CloseComesThroughAfterWhatWasSentBeforeItAndEndsTheDirection) {
  Link link({.delay = millis(20)});
  link.send(at_millis(0), kUp, "last words");
  link.close(at_millis(1), kUp, 1001);
  EXPECT_FALSE(link.send(at_millis(2), kUp, "too late"));
  EXPECT_TRUE(link.send(at_millis(2), kDown, "still open"));
  link.handle_timeout(at_millis(50));
  EXPECT_EQ(link.poll()->text, "last words");
  const auto closed = link.poll();
  ASSERT_TRUE(closed.has_value());
  EXPECT_TRUE(closed->close);
  EXPECT_EQ(closed->close_code, 1001);
  EXPECT_EQ(link.poll()->text, "still open");
  EXPECT_FALSE(link.poll().has_value());
}

TEST(Link, TakesNoMoreThanItsBound) {
  Link link({.delay = seconds(1)});
  for (std::size_t i = 0; i < Link::kMaxInFlight; ++i) ASSERT_TRUE(link.send(at_millis(0), kUp, ""));
  EXPECT_FALSE(link.send(at_millis(0), kUp, ""));
  EXPECT_TRUE(link.send(at_millis(0), kDown, "")) << "the other direction has its own bound";
}

}  // namespace
}  // namespace parley
