// Lets one of our drivers ask a provider once and prints what came of it, for the peers test, which is written in
// JavaScript. It is part of the tests and no tool. Usage: provider_probe chat|speech|transcription|aura|elevenlabs
// URL
#include <cstdio>
#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "live/event_loop.h"
#include "speech/openai/openai_recognizer.h"
#include "speech/openai/openai_replier.h"
#include "speech/openai/openai_service.h"
#include "speech/openai/openai_synthesizer.h"
#include "speech/voices/mulaw_http_synthesizer.h"

namespace parley::peers {
namespace {

constexpr std::string_view kKey = "key-of-the-peers-test";

/// Prints events until the first that ends something.
class Printer {
 public:
  explicit Printer(EventLoop& loop) : loop_(loop) {}

  ProviderSeat seat() {
    return {loop_, [this](const ProviderEvent& event) { hear(event); }};
  }

 private:
  void hear(const ProviderEvent& event) {
    if (const auto* text = std::get_if<ReplyText>(&event)) {
      words_ += text->text;
      if (text->done) end("text " + words_ + (text->then == AfterReply::kHangUp ? " [hang up]" : ""));
    } else if (const auto* audio = std::get_if<SpeechAudio>(&event)) {
      bytes_ += audio->mulaw.size();
      if (audio->done) end("bytes " + std::to_string(bytes_));
    } else if (const auto* words = std::get_if<Final>(&event)) {
      end("final " + words->text);
    } else if (const auto* reply = std::get_if<ReplyFailed>(&event)) {
      end("failed " + reply->reason);
    } else if (const auto* speech = std::get_if<SpeechFailed>(&event)) {
      end("failed " + speech->reason);
    } else if (const auto* hearing = std::get_if<RecognizerFailed>(&event)) {
      end("failed " + hearing->reason);
    }
  }
  void end(const std::string& line) {
    std::cout << line << std::endl;
    loop_.stop();
  }

  EventLoop& loop_;
  std::string words_;
  std::size_t bytes_ = 0;
};

struct Drivers {
  std::unique_ptr<Recognizer> recognizer;
  std::unique_ptr<Replier> replier;
  std::unique_ptr<Synthesizer> synthesizer;
};

void ask(Drivers& drivers, std::string_view kind, const ProviderParts& parts, const ProviderSeat& seat) {
  AgentProfile profile;
  profile.prompt = "You answer for a bakery.";
  if (kind == "chat") {
    drivers.replier = (*make_openai_replier(parts))->replier(seat, profile);
    Conversation conversation;
    conversation.agent_says(TurnId{0}, "Hello.");
    conversation.caller_said(TurnId{1}, "When are you open?");
    drivers.replier->ask({TurnId{1}, "When are you open?"}, conversation);
  } else if (kind == "transcription") {
    drivers.recognizer = (*make_openai_recognizer(parts))->recognizer(seat, profile);
    drivers.recognizer->open();
    drivers.recognizer->hear({MediaTime{0}, std::vector<std::uint8_t>(8000, 0xFF)});
    drivers.recognizer->finish({TurnId{1}, 1, {MediaTime{0}, MediaTime{8000}}});
  } else {
    const auto make = kind == "speech" ? make_openai_synthesizer
                      : kind == "aura" ? make_aura_synthesizer
                                       : make_elevenlabs_synthesizer;
    drivers.synthesizer = (*make(parts))->synthesizer(seat, profile);
    drivers.synthesizer->synthesize({TurnId{1}, 0, "We open at \"seven\" \u2014 \u05e9\u05dc\u05d5\u05dd."});
  }
}

int run(std::string_view kind, const std::string& url) {
  ProviderParts parts;
  parts.values.set(kOpenaiSettings[0], url + "/v1");
  parts.values.set(kOpenaiSettings[1], kKey);
  parts.values.set(kOpenaiReplierSettings[6], "false");  // no tools
  parts.values.set(kAuraSettings[0],
                   url + "/v1/speak?model={voice}&encoding=mulaw&sample_rate=8000&container=none");
  parts.values.set(kAuraSettings[1], kKey);
  parts.values.set(kElevenlabsSettings[0],
                   url + "/v1/text-to-speech/{voice}/stream?output_format=ulaw_8000&optimize_streaming_latency=3");
  parts.values.set(kElevenlabsSettings[1], kKey);
  EventLoop loop;
  Printer printer(loop);
  Drivers drivers;
  loop.post([&] { ask(drivers, kind, parts, printer.seat()); });
  loop.run();
  return 0;
}

}  // namespace
}  // namespace parley::peers

int main(int count, char** words) {
  if (count != 3) return 2;
  return parley::peers::run(words[1], words[2]);
}
