// What comes from a provider over HTTP may be anything: events, chat answers, transcriptions, sound with or without
// a head, refusals. Nothing of it stops the program; cut in other pieces it comes to the same; what is told is
// short and holds no part of the key.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/check.h"
#include "speech/openai/chat_answer.h"
#include "speech/openai/transcription.h"
#include "speech/provider_fault.h"
#include "speech/sound/speech_decoder.h"
#include "speech/sound/wav_header.h"
#include "tests/fuzz/fuzz_input.h"

namespace parley::fuzz {
namespace {

template <class Push>
void in_pieces(std::string_view body, std::size_t step, const Push& push) {
  for (; !body.empty(); body.remove_prefix(std::min(step, body.size()))) push(body.substr(0, step));
}

std::string events(std::string_view body, std::size_t step) {
  EventStream stream;
  std::string out;
  const auto take = [&out](const ServerSentEvent& event) { out += event.name + "|" + event.data + "\n"; };
  in_pieces(body, step, [&](std::string_view piece) { stream.push(piece, take); });
  stream.finish(take);
  return out;
}

std::string chat(std::string_view body, std::size_t step, const Headers& headers) {
  ChatAnswer answer(headers);
  std::string out;
  in_pieces(body, step, [&](std::string_view piece) { out += answer.push(piece); });
  out += answer.finish() + "|" + answer.problem();
  PARLEY_CHECK(answer.calls().size() <= ChatAnswer::kMostCalls);
  for (const ToolCall& call : answer.calls()) out += "|" + call.name + call.arguments;
  PARLEY_CHECK(answer.over());
  return out;
}

std::string transcription(std::string_view body, std::size_t step, const Headers& headers) {
  Transcription words(headers);
  in_pieces(body, step, [&](std::string_view piece) { words.push(piece); });
  const bool good = words.finish();
  PARLEY_CHECK(good == words.problem().empty());
  return words.words() + "|" + words.problem();
}

std::string stripped(std::string_view body, std::size_t step) {
  WavStripper stripper;
  std::string out;
  in_pieces(body, step, [&](std::string_view piece) { out += stripper.push(piece); });
  PARLEY_CHECK(out.size() <= body.size());
  return out;
}

std::string sound(SpeechDecoder& decoder, std::string_view body, std::size_t step) {
  std::vector<std::uint8_t> out;
  bool good = true;
  in_pieces(body, step, [&](std::string_view piece) { good = good && decoder.push(piece, out); });
  good = good && decoder.finish(out);
  PARLEY_CHECK(good == decoder.problem().empty());
  return {out.begin(), out.end()};
}

void check_all(std::string_view body, std::size_t step) {
  PARLEY_CHECK(events(body, step) == events(body, 4096));
  for (const char* type : {"text/event-stream", "application/json"}) {
    const Headers headers{{"Content-Type", type}};
    PARLEY_CHECK(chat(body, step, headers) == chat(body, 4096, headers));
    PARLEY_CHECK(transcription(body, step, headers) == transcription(body, 4096, headers));
  }
  PARLEY_CHECK(stripped(body, step) == stripped(body, 4096));
  PARLEY_CHECK(sound(*mulaw_decoder({}), body, step) == sound(*mulaw_decoder({}), body, 4096));
  sound(*pcm_decoder({}, 24'000), body, step);
  sound(*audio_content_decoder(), body, step);
  const ProviderName who{"provider", "sk-fuzz-key", "KEY"};
  for (const int status : {302, 401, 404, 429, 500}) {
    const ProviderFault fault = fault_of_status(who, status, body);
    PARLEY_CHECK(fault.reason.size() < 400);
    PARLEY_CHECK(fault.reason.find("sk-fuzz") == std::string::npos);
  }
}

}  // namespace
}  // namespace parley::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // The first byte says how the body is cut.
  parley::fuzz::Bytes bytes(data, size);
  const auto step = static_cast<std::size_t>(bytes.upto(63)) + 1;
  const std::size_t skip = std::min<std::size_t>(size, 1);
  parley::fuzz::check_all(parley::fuzz::text_of(data + skip, size - skip), step);
  return 0;
}
