#include "sim/scripted_provider.h"

#include <algorithm>
#include <utility>

#include "core/audio/voice_like.h"
#include "core/base/overloaded.h"

namespace parley {

namespace {

constexpr std::size_t kRecentTurns = 64;
constexpr std::size_t kMostWaiting = 4096;  // events; a caller who asks without end gets no more
constexpr std::size_t kMostSpeeches = 256;
constexpr std::size_t kPieceBytes = 1600;  // 200 ms
constexpr Duration kPieceEvery = millis(40);
constexpr Duration kPerCharacter = millis(65);
constexpr Duration kLongestSpeech = seconds(300);
constexpr Duration kDiesAfter = millis(300);  // the first half of its text

template <class Map>
void forget_oldest(Map& map) {
  while (map.size() > kRecentTurns) map.erase(map.begin());
}

/// Characters, not bytes: a Hebrew letter takes no longer to say for being two bytes.
std::size_t characters_in(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

}  // namespace

ScriptedProvider::ScriptedProvider(const ProviderScript& script, std::uint64_t seed, SpokenTruth truth)
    : script_(script),
      voice_seed_(seed * 1009 + 7),
      random_(seed ^ 0x9120F1DE2ULL),
      recognizer_(script_, std::move(truth)) {}

// ---- asked -----------------------------------------------------------------------------------------------------

void ScriptedProvider::handle(Instant now, const ProviderRequest& request) {
  std::vector<TimedEvent> heard;
  std::visit(overloaded{
                 [&](const OpenRecognizer&) { recognizer_.open(); },
                 [&](const CloseRecognizer&) { recognizer_.close(); },
                 [&](const RecognizerAudio& audio) { recognizer_.hear(now, audio, faulty(turns_ + 1), heard); },
                 [](const SegmentBegan&) {},  // it knows where words are
                 [&](const FinishSegment& segment) {
                   const int ordinal = count_turn(segment.turn);
                   recognizer_.finish(now, segment, varied(script_.stt_final), faulty(ordinal), heard);
                 },
                 [&](const AskReply& ask) { on_ask(now, ask); },
                 [&](const Synthesize& ask) { on_synthesize(now, ask); },
                 [&](const CancelTurn& cancel) { on_cancel(now, cancel.turn); },
             },
             request);
  for (TimedEvent& event : heard) add(event.at, std::move(event.event));
}

void ScriptedProvider::on_ask(Instant now, const AskReply& ask) {
  const int ordinal = count_turn(ask.turn);
  const Duration think = varied(std::max(Duration{}, script_.first_audio - script_.synth_first));
  asked_again_ = asked_turn_ == ask.turn;
  asked_turn_ = ask.turn;
  if (!asked_again_) ++answers_;
  const auto nth = static_cast<std::size_t>(answers_ - 1);
  std::string text =
      nth < script_.replies.size() ? script_.replies[nth] : "answer " + std::to_string(nth + 1) + ": " + ask.text;
  Instant at = now + think;
  switch (faulty(ordinal) ? script_.reply_fault : ReplyFault::kOk) {
    case ReplyFault::kOk:
      break;
    case ReplyFault::kNoAnswer:
      return;
    case ReplyFault::kFails:
      return add(at, ReplyFailed{ask.turn, "the model is out of order"});
    case ReplyFault::kFailsOnce:
      if (!asked_again_) return add(at, ReplyFailed{ask.turn, "429: the model has too much to do"});
      break;
    case ReplyFault::kRefuses:
      return add(at, ReplyFailed{ask.turn, "401: the model does not know us", false});
    case ReplyFault::kDiesMidway:
      reply_sizes_[ask.turn] = characters_in(text);
      add(at, ReplyText{ask.turn, text.substr(0, text.size() / 2)});
      return add(at + kDiesAfter, ReplyFailed{ask.turn, "the model has lost its connection"});
    case ReplyFault::kLate:
      at += script_.late;
      break;
    case ReplyFault::kEmpty:
      text.clear();
      break;
  }
  reply_sizes_[ask.turn] = characters_in(text);
  forget_oldest(reply_sizes_);
  ReplyText reply{ask.turn, std::move(text), true};
  if (script_.then_on_answer == 0 || script_.then_on_answer == answers_) {
    reply.then = script_.then;
    reply.transfer_to = script_.transfer_to;
  }
  add(at, std::move(reply));
}

void ScriptedProvider::on_synthesize(Instant now, const Synthesize& ask) {
  const auto known = ordinals_.find(ask.turn);
  const SynthesisFault fault =
      faulty(known == ordinals_.end() ? 0 : known->second) ? script_.synthesis : SynthesisFault::kOk;
  Instant first = now + varied(script_.synth_first);
  const bool first_time = spoken_once_.emplace(ask.turn, ask.sentence).second;
  while (spoken_once_.size() > kMostWaiting) spoken_once_.erase(spoken_once_.begin());
  if (fault == SynthesisFault::kFails || (fault == SynthesisFault::kFailsOnce && first_time)) {
    return add(first, SpeechFailed{ask.turn, ask.sentence, "the synthesiser is out of order"});
  }
  if (fault == SynthesisFault::kLate) first += script_.late;
  if (speeches_.size() >= kMostSpeeches)
    return add(first, SpeechFailed{ask.turn, ask.sentence, "too many at once"});

  const auto seed =
      voice_seed_ + static_cast<std::uint64_t>(ask.turn.value) * 101 + static_cast<std::uint64_t>(ask.sentence);
  Speech speech{ask.turn, ask.sentence, voice_like(length_of(ask), seed)};
  speech.stops_at = fault == SynthesisFault::kStopsMidway ? speech.mulaw.size() / 2 : speech.mulaw.size();
  speech.next = first;
  speeches_.push_back(std::move(speech));
}

void ScriptedProvider::on_cancel(Instant now, TurnId turn) {
  // Words of the caller are never cancelled: they are his, not the turn's.
  const auto of_turn = [turn](const ProviderEvent& event) {
    return std::visit(overloaded{
                          [](const Partial&) { return false; },
                          [](const Final&) { return false; },
                          [](const RecognizerFailed&) { return false; },
                          [turn](const auto& said) { return said.turn == turn; },
                      },
                      event);
  };
  const auto ordinal = ordinals_.find(turn);
  const bool goes_on = script_.synthesis == SynthesisFault::kKeepsSending &&
                       faulty(ordinal == ordinals_.end() ? 0 : ordinal->second);
  if (goes_on) {
    for (Speech& speech : speeches_) {
      if (speech.turn == turn) speech.until = std::min(speech.until, now + script_.keeps_sending);
    }
    return;
  }
  std::erase_if(due_, [&](const TimedEvent& due) { return of_turn(due.event); });
  std::erase_if(speeches_, [turn](const Speech& speech) { return speech.turn == turn; });
}

// ---- said ------------------------------------------------------------------------------------------------------

Duration ScriptedProvider::varied(Duration base) {
  return base + micros(random_.between(0, to_micros(script_.jitter)));
}

int ScriptedProvider::count_turn(TurnId turn) {
  const auto [entry, is_new] = ordinals_.try_emplace(turn, turns_ + 1);
  if (is_new) ++turns_;
  const int ordinal = entry->second;
  forget_oldest(ordinals_);
  return ordinal;
}

Duration ScriptedProvider::length_of(const Synthesize& ask) const {
  const auto size = static_cast<std::int64_t>(characters_in(ask.text));
  const auto whole = reply_sizes_.find(ask.turn);
  Duration length = kPerCharacter * size;
  if (script_.reply > Duration{} && whole != reply_sizes_.end()) {
    length = script_.reply;
    const auto all = static_cast<std::int64_t>(whole->second);
    if (size < all) length = script_.reply * size / all;
  }
  return std::min(length, kLongestSpeech);
}

void ScriptedProvider::add(Instant at, ProviderEvent event) {
  if (due_.size() >= kMostWaiting) return;
  const auto place = std::upper_bound(due_.begin(), due_.end(), at,
                                      [](Instant instant, const TimedEvent& other) { return instant < other.at; });
  due_.insert(place, TimedEvent{at, std::move(event)});
}

void ScriptedProvider::say_piece(Speech& speech) {
  const std::size_t size = std::min(kPieceBytes, speech.stops_at - speech.said);
  const auto from = speech.mulaw.begin() + static_cast<std::ptrdiff_t>(speech.said);
  SpeechAudio audio{speech.turn, speech.sentence, {from, from + static_cast<std::ptrdiff_t>(size)}};
  speech.said += size;
  audio.done = speech.said == speech.mulaw.size();
  speech.over = speech.said == speech.stops_at;
  add(speech.next, std::move(audio));
  speech.next += kPieceEvery;
}

/// The event on which the fault shows does not come as it would have, nor does what would have followed it. False:
/// it does not come at all now.
bool ScriptedProvider::spoil(Instant now, ProviderEvent& event) {
  if (script_.event_fault == EventFault::kLate) {
    add(now + script_.late, std::move(event));
    for (Speech& speech : speeches_) speech.next += script_.late;
    return false;
  }
  const bool fails = script_.event_fault == EventFault::kFails;
  return std::visit(overloaded{
                        [&](const ReplyText& said) {
                          const TurnId turn = said.turn;
                          event = ReplyFailed{turn, "the model broke off"};
                          return fails;
                        },
                        [&](const SpeechAudio& said) {
                          const TurnId turn = said.turn;
                          const std::int32_t sentence = said.sentence;
                          std::erase_if(speeches_, [&](const Speech& speech) {
                            return speech.turn == turn && speech.sentence == sentence;
                          });
                          event = SpeechFailed{turn, sentence, "the synthesiser broke off"};
                          return fails;
                        },
                        [&](const auto&) {
                          if (fails) recognizer_.close();
                          if (fails) event = RecognizerFailed{"the recogniser broke off"};
                          return fails;
                        },
                    },
                    event);
}

void ScriptedProvider::handle_timeout(Instant now) {
  for (Speech& speech : speeches_) {
    while (!speech.over && speech.next <= now) {
      if (speech.next > speech.until) {
        speech.over = true;
      } else {
        say_piece(speech);
      }
    }
  }
  std::erase_if(speeches_, [](const Speech& speech) { return speech.over; });
  while (!due_.empty() && due_.front().at <= now) {
    ProviderEvent event = std::move(due_.front().event);
    due_.erase(due_.begin());
    if (++said_ == script_.fault_at_event && !spoil(now, event)) continue;
    ready_.push(std::move(event));
  }
}

Instant ScriptedProvider::next_deadline() const {
  Instant next = due_.empty() ? kNever : due_.front().at;
  for (const Speech& speech : speeches_) next = std::min(next, speech.next);
  return next;
}

}  // namespace parley
