#include "speech/voices/flite_synthesizer.h"

#include <gtest/gtest.h>

#include <chrono>
#include <variant>

#include "live/event_loop.h"
#include "speech/worker_pool.h"

namespace parley {
namespace {

ProviderParts parts_for(std::string voice) {
  ProviderParts parts;
  parts.workers = std::make_shared<WorkerPool>(1);
  AgentProfile profile;
  profile.voice = std::move(voice);
  parts.profiles.push_back(std::make_shared<const AgentProfile>(profile));
  return parts;
}

TEST(TheFliteSynthesizer, SpeaksASentence) {
  const ProviderParts parts = parts_for("");
  const auto provider = make_flite_synthesizer(parts);
  ASSERT_TRUE(provider.has_value());
  EventLoop loop;
  std::size_t bytes = 0;
  bool done = false;
  const auto voice = (*provider)->synthesizer({loop,
                                               [&](const ProviderEvent& event) {
                                                 const auto* audio = std::get_if<SpeechAudio>(&event);
                                                 ASSERT_NE(audio, nullptr);
                                                 bytes += audio->mulaw.size();
                                                 done = audio->done;
                                                 if (done) loop.stop();
                                               }},
                                              *parts.profiles[0]);
  voice->synthesize({TurnId{1}, 0, "Hello. How can I help you?"});
  loop.after(std::chrono::seconds(20), [&] { loop.stop(); });
  loop.run();
  EXPECT_TRUE(done);
  EXPECT_GT(bytes, 8000U);
}

TEST(TheFliteSynthesizer, RefusesAVoiceThatFliteDoesNotHave) {
  EXPECT_EQ(make_flite_synthesizer(parts_for("joanna")).error().text(),
            "voice: flite has no voice \"joanna\"; it has slt, kal, rms and awb");
  ProviderParts parts = parts_for("");
  ASSERT_EQ(parts.values.set(kFliteSettings[0], "alloy"), "");
  EXPECT_EQ(make_flite_synthesizer(parts).error().text(),
            "flite.voice: flite has no voice \"alloy\"; it has slt, kal, rms and awb");
}

}  // namespace
}  // namespace parley
