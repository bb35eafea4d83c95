#include "sim/recorded_provider.h"

#include <algorithm>
#include <utility>

#include "core/audio/voice_like.h"
#include "core/base/overloaded.h"

namespace parley {
namespace {

constexpr std::int64_t kSamePercent = 80;
// What is assumed where the recording has nothing to go by.
constexpr Duration kFinalAfter = millis(200);
constexpr Duration kReplyAfter = millis(500);
constexpr Duration kSpeechAfter = millis(200);
constexpr Duration kPerCharacter = millis(65);
constexpr Duration kLongestSpeech = seconds(300);
constexpr Duration kJustAfter = micros(1);
constexpr std::uint64_t kVoice = 0xA55;

/// How much two ranges have in common, in percent of the longer one.
std::int64_t overlap_percent(const MediaRange& a, const MediaRange& b) {
  const std::int64_t longer = std::max({a.end - a.begin, b.end - b.begin, std::int64_t{1}});
  return a.overlap(b) * 100 / longer;
}

Duration estimated_length(const std::string& text) {
  return std::min(kLongestSpeech, static_cast<std::int64_t>(text.size()) * kPerCharacter);
}

ProviderEvent with_turn(ProviderEvent event, TurnId turn, std::int32_t sentence) {
  std::visit(overloaded{
                 [&](ReplyText& said) { said.turn = turn; },
                 [&](ReplyFailed& said) { said.turn = turn; },
                 [&](SpeechAudio& said) {
                   said.turn = turn;
                   said.sentence = sentence;
                 },
                 [&](SpeechFailed& said) {
                   said.turn = turn;
                   said.sentence = sentence;
                 },
                 [](Partial&) {},
                 [](Final&) {},
                 [](RecognizerFailed&) {},
             },
             event);
  return event;
}

/// The turn of an answer; kNoTurn for the recogniser, whose answers belong to ranges.
TurnId turn_of(const ProviderEvent& event) {
  return std::visit(overloaded{
                        [](const Partial&) { return kNoTurn; },
                        [](const Final&) { return kNoTurn; },
                        [](const RecognizerFailed&) { return kNoTurn; },
                        [](const auto& said) { return said.turn; },
                    },
                    event);
}

/// The n-th of those that match, from 0 on, or the last: what was asked again was answered otherwise then.
template <class Asked, class Matches>
const Asked* nth_match(const std::vector<Asked>& all, int n, Matches matches) {
  const Asked* found = nullptr;
  for (const Asked& asked : all) {
    if (!matches(asked)) continue;
    found = &asked;
    if (n-- == 0) break;
  }
  return found;
}

bool is_done(const ProviderEvent& event) {
  if (const auto* text = std::get_if<ReplyText>(&event)) return text->done;
  if (const auto* audio = std::get_if<SpeechAudio>(&event)) return audio->done;
  return true;
}

}  // namespace

// ---- the recording ---------------------------------------------------------------------------------------------

RecordedProvider::RecordedProvider(const trace::CallTrace& trace) {
  for (const trace::CallEvent& event : trace.events) {
    if (const auto* asked = std::get_if<trace::ProviderAsked>(&event.what)) {
      remember_request(event.at, asked->request);
    } else if (const auto* said = std::get_if<trace::ProviderSaid>(&event.what)) {
      remember_answer(event.at, said->event);
    }
  }
}

void RecordedProvider::remember_request(Instant at, const ProviderRequest& request) {
  if (const auto* segment = std::get_if<FinishSegment>(&request)) {
    segments_.push_back({at, segment->turn, segment->segment, segment->range, {}, {}});
  } else if (const auto* ask = std::get_if<AskReply>(&request)) {
    replies_.push_back({at, ask->turn, 0, {}, ask->text, {}});
  } else if (const auto* sentence = std::get_if<Synthesize>(&request)) {
    sentences_.push_back({at, sentence->turn, sentence->sentence, {}, sentence->text, {}});
  } else if (const auto* cancel = std::get_if<CancelTurn>(&request)) {
    for (std::vector<Asked>* all : {&replies_, &sentences_}) {
      for (Asked& asked : *all) {
        const bool whole = !asked.answers.empty() && is_done(asked.answers.back().event);
        if (asked.turn == cancel->turn && !whole && !asked.cut_short) asked.cut_short = at - asked.at;
      }
    }
  }
}

void RecordedProvider::attach(std::vector<Asked>& all, Instant at, TurnId turn, std::int32_t number,
                              const ProviderEvent& event) {
  const auto asked = std::find_if(all.rbegin(), all.rend(), [&](const Asked& candidate) {
    return candidate.turn == turn && candidate.number == number;
  });
  if (asked != all.rend()) asked->answers.push_back({at - asked->at, event});
}

void RecordedProvider::remember_answer(Instant at, const ProviderEvent& event) {
  std::visit(overloaded{
                 // Words so far belong to the sound, not to a question: they come when they came.
                 [&](const Partial&) { say(at, event); },
                 [&](const Final& said) {
                   if (Asked* asked = segment_of(said.range, 1)) asked->answers.push_back({at - asked->at, event});
                 },
                 [&](const RecognizerFailed&) {
                   if (!segments_.empty()) segments_.back().answers.push_back({at - segments_.back().at, event});
                 },
                 [&](const SpeechAudio& said) { attach(sentences_, at, said.turn, said.sentence, event); },
                 [&](const SpeechFailed& said) { attach(sentences_, at, said.turn, said.sentence, event); },
                 [&](const auto& said) { attach(replies_, at, said.turn, 0, event); },
             },
             event);
}

/// The segment that has most in common with `range`, if it is that much.
RecordedProvider::Asked* RecordedProvider::segment_of(const MediaRange& range, std::int64_t least_percent) {
  Asked* best = nullptr;
  std::int64_t most = least_percent - 1;
  for (Asked& segment : segments_) {
    const std::int64_t percent = overlap_percent(segment.range, range);
    if (percent <= most) continue;
    most = percent;
    best = &segment;
  }
  return best;
}

// ---- asked anew ------------------------------------------------------------------------------------------------

void RecordedProvider::handle(Instant now, const ProviderRequest& request) {
  std::visit(overloaded{
                 [](const OpenRecognizer&) {},
                 [](const CloseRecognizer&) {},
                 [](const RecognizerAudio&) {},
                 [](const SegmentBegan&) {},
                 [&](const FinishSegment& ask) { on_finish(now, ask); },
                 [&](const AskReply& ask) { on_ask(now, ask); },
                 [&](const Synthesize& ask) { on_synthesize(now, ask); },
                 [&](const CancelTurn& cancel) { on_cancel(cancel.turn); },
             },
             request);
}

void RecordedProvider::on_finish(Instant now, const FinishSegment& ask) {
  if (const Asked* near = segment_of(ask.range, 1)) turns_[ask.turn] = near->turn;
  if (const Asked* same = segment_of(ask.range, kSamePercent)) {
    for (const Answer& answer : same->answers) {
      ProviderEvent event = answer.event;
      if (auto* said = std::get_if<Final>(&event)) said->range = ask.range;
      say(now + answer.after, std::move(event));
    }
    return;
  }
  // The words of the recorded segments that lie mostly inside this one.
  std::string words;
  for (const Asked& segment : segments_) {
    const std::int64_t length = std::max<std::int64_t>(1, segment.range.end - segment.range.begin);
    if (segment.range.overlap(ask.range) * 2 < length) continue;
    for (const Answer& answer : segment.answers) {
      const auto* said = std::get_if<Final>(&answer.event);
      if (said == nullptr || said->text.empty()) continue;
      words += (words.empty() ? "" : " ") + said->text;
      break;
    }
  }
  say(now + kFinalAfter, Final{ask.range, std::move(words)}, Source::kAssumed);
}

TurnId RecordedProvider::recorded_turn(TurnId turn) const {
  const auto known = turns_.find(turn);
  return known == turns_.end() ? turn : known->second;
}

void RecordedProvider::on_ask(Instant now, const AskReply& ask) {
  const TurnId turn = recorded_turn(ask.turn);
  const Asked* same =
      nth_match(replies_, asked_before_[{ask.turn, -1}]++, [&](const Asked& asked) { return asked.turn == turn; });
  if (same == nullptr) {
    return say(now + kReplyAfter, ReplyText{ask.turn, "I see.", true}, Source::kAssumed);
  }
  const Source source = same->text == ask.text ? Source::kRecorded : Source::kAssumed;
  for (const Answer& answer : same->answers) {
    // One question, one assumption, however many pieces its answer has.
    say(now + answer.after, with_turn(answer.event, ask.turn, 0),
        &answer == &same->answers.front() ? source : Source::kRecorded);
  }
  // Nobody knows when the rest would have come; not before it was given up.
  if (!same->cut_short) return;
  say(now + *same->cut_short + kJustAfter, ReplyText{ask.turn, same->answers.empty() ? "I see." : "", true},
      Source::kAssumed);
}

void RecordedProvider::on_synthesize(Instant now, const Synthesize& ask) {
  const Asked* same = nth_match(sentences_, asked_before_[{ask.turn, ask.sentence}]++,
                                [&](const Asked& asked) { return asked.text == ask.text; });
  if (same == nullptr) {
    return say(now + kSpeechAfter,
               SpeechAudio{ask.turn, ask.sentence, voice_like(estimated_length(ask.text), kVoice), true},
               Source::kAssumed);
  }
  Duration said{};
  for (const Answer& answer : same->answers) {
    if (const auto* audio = std::get_if<SpeechAudio>(&answer.event)) {
      said += samples_to_duration(static_cast<std::int64_t>(audio->mulaw.size()));
    }
    say(now + answer.after, with_turn(answer.event, ask.turn, ask.sentence));
  }
  if (!same->cut_short) return;
  const Duration rest = std::max(Duration{}, estimated_length(ask.text) - said);
  say(now + *same->cut_short + kJustAfter, SpeechAudio{ask.turn, ask.sentence, voice_like(rest, kVoice), true},
      Source::kAssumed);
}

void RecordedProvider::on_cancel(TurnId turn) {
  std::erase_if(due_, [turn](const auto& due) { return turn_of(due.second.event) == turn; });
}

void RecordedProvider::say(Instant at, ProviderEvent event, Source source) {
  due_.emplace(std::pair(at, said_++), Due{std::move(event), source});
}

void RecordedProvider::handle_timeout(Instant now) {
  while (next_deadline() <= now) {
    const auto next = due_.begin();
    if (next->second.source == Source::kAssumed) assumed_.push_back(next->first.first);
    ready_.push(std::move(next->second.event));
    due_.erase(next);
  }
}

}  // namespace parley
