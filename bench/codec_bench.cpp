// One message at a time: what it costs to read and to write Twilio's texts, and a trace's line of one.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "core/audio/voice_like.h"
#include "core/base/shared_text.h"
#include "core/trace/jsonl.h"
#include "core/twilio/base64.h"
#include "core/twilio/codec.h"

namespace parley::bench {
namespace {

std::vector<std::uint8_t> a_frame() {
  return voice_like(kFrameDuration, 1);
}

twilio::Media a_media() {
  twilio::Media media;
  media.sequence = 1234;
  media.chunk = 1233;
  media.timestamp_ms = 24'715;
  media.payload.assign(a_frame());
  media.stream_sid = Sid("MZ0123456789abcdef0123456789abcdef");
  return media;
}

twilio::SendMedia a_send_media() {
  return {Sid("MZ0123456789abcdef0123456789abcdef"), twilio::Payload(a_frame())};
}

template <class Message>
std::string text_of(const Message& message) {
  std::string text;
  twilio::write_media(message, text);
  return text;
}

void ReadInboundMedia(benchmark::State& state) {
  const std::string text = text_of(a_media());
  for (auto _ : state) benchmark::DoNotOptimize(twilio::parse_inbound(text));
}
BENCHMARK(ReadInboundMedia);

void ReadInboundMediaInAnotherOrder(benchmark::State& state) {
  std::string text = text_of(a_media());
  text.insert(1, R"("streamSid":"MZ0123456789abcdef0123456789abcdef",)");
  text.resize(text.rfind(",\"streamSid\""));
  text += '}';
  if (!std::holds_alternative<twilio::Media>(twilio::parse_inbound(text))) return state.SkipWithError("not media");
  for (auto _ : state) benchmark::DoNotOptimize(twilio::parse_inbound(text));
}
BENCHMARK(ReadInboundMediaInAnotherOrder);

void ReadOutboundMedia(benchmark::State& state) {
  const std::string text = text_of(a_send_media());
  for (auto _ : state) benchmark::DoNotOptimize(twilio::parse_outbound(text));
}
BENCHMARK(ReadOutboundMedia);

template <class Message>
void write_again_and_again(benchmark::State& state, const Message& message) {
  std::string text;
  for (auto _ : state) {
    text.clear();
    twilio::write_media(message, text);
    benchmark::DoNotOptimize(text.data());
  }
}

void WriteInboundMedia(benchmark::State& state) {
  write_again_and_again(state, a_media());
}
BENCHMARK(WriteInboundMedia);

void WriteOutboundMedia(benchmark::State& state) {
  write_again_and_again(state, a_send_media());
}
BENCHMARK(WriteOutboundMedia);

void Base64Decode(benchmark::State& state) {
  std::string text;
  twilio::base64_encode(a_frame(), text);
  std::vector<std::uint8_t> bytes(*twilio::base64_decoded_size(text));
  for (auto _ : state) {
    benchmark::DoNotOptimize(twilio::base64_decode(text, bytes.data()));
    benchmark::ClobberMemory();
  }
}
BENCHMARK(Base64Decode);

void Base64Encode(benchmark::State& state) {
  const std::vector<std::uint8_t> bytes = a_frame();
  std::string text;
  for (auto _ : state) {
    text.clear();
    twilio::base64_encode(bytes, text);
    benchmark::DoNotOptimize(text.data());
  }
}
BENCHMARK(Base64Encode);

/// As a trace does: the text exists already, for the line holds it too.
void RecordMessageInMemory(benchmark::State& state) {
  const SharedText text(text_of(a_media()));
  std::vector<trace::CallEvent> events;
  events.reserve(1000);
  for (auto _ : state) {
    if (events.size() == 1000) events.clear();
    events.push_back({kCallStart, trace::Message{trace::Direction::kToAgent, text, kNever}, 1});
    benchmark::DoNotOptimize(events.data());
  }
}
BENCHMARK(RecordMessageInMemory);

/// What a message costs once: its text in memory, for whoever will hold it.
void ShareText(benchmark::State& state) {
  const std::string text = text_of(a_media());
  std::vector<SharedText> texts;
  texts.reserve(1000);
  TextArena arena;
  for (auto _ : state) {
    if (texts.size() == 1000) texts.clear();
    texts.push_back(arena.share(text));
    benchmark::DoNotOptimize(texts.data());
  }
}
BENCHMARK(ShareText);

void WriteTraceLine(benchmark::State& state) {
  const trace::CallEvent event{at_millis(24'715),
                               trace::Message{trace::Direction::kToAgent, text_of(a_media()), kNever}, 1};
  std::string line;
  for (auto _ : state) {
    line.clear();
    trace::write_event(event, line);
    benchmark::DoNotOptimize(line.data());
  }
}
BENCHMARK(WriteTraceLine);

void ReadTraceLine(benchmark::State& state) {
  std::string line;
  trace::write_event({at_millis(24'715), trace::Message{trace::Direction::kToAgent, text_of(a_media()), kNever}, 1},
                     line);
  for (auto _ : state) benchmark::DoNotOptimize(trace::read_event(line, "bench:1"));
}
BENCHMARK(ReadTraceLine);

}  // namespace
}  // namespace parley::bench
