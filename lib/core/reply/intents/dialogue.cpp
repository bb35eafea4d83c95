#include "core/reply/intents/dialogue.h"

#include <algorithm>
#include <utility>

#include "core/base/check.h"
#include "core/reply/intents/dialogue_texts.h"

namespace parley {
namespace {

constexpr int kAside = 750;      // so sure one has to be to leave a question for another matter
constexpr int kTooClose = 25;    // two intents whose scores are no further apart
constexpr int kBadlyMissed = 3;  // so many times running nothing was understood

/// What was typed, wherever it stands between the words; the words stay.
std::string take_keys(std::string& words) {
  constexpr std::string_view kKeys = "dtmf:";
  std::string keys;
  for (std::size_t at = words.find(kKeys); at != std::string::npos; at = words.find(kKeys, at)) {
    std::size_t end = at + kKeys.size();
    while (end < words.size() && std::string_view("0123456789*#").find(words[end]) != std::string_view::npos) {
      if (words[end] != '#') keys += words[end];
      ++end;
    }
    words.replace(at, end - at, " ");
  }
  return keys;
}

}  // namespace

Dialogue::Dialogue(std::shared_ptr<const IntentBook> book, std::string_view language, DialogueOptions options)
    : book_(std::move(book)),
      language_(book_->language(language)),
      options_(std::move(options)),
      turns_(book_->intents().size()) {
  PARLEY_CHECK(language_ != nullptr);
}

DialogueReply Dialogue::said(std::string text, int intent) const {
  DialogueReply reply;
  reply.text = std::move(text);
  if (intent >= 0) reply.intent = intent_at(intent).name;
  return reply;
}

DialogueReply Dialogue::hear(std::string_view words) {
  std::string text(words);
  const std::string keys = take_keys(text);
  const std::vector<SpokenWord> spoken = spoken_words(text);
  DialogueReply reply;
  if (form_) {
    reply = in_form(spoken, keys);
  } else if (!keys.empty()) {
    reply = on_keys(keys);
  } else {
    reply = answer(spoken);
  }
  if (!reply.repeats) last_ = reply.text;
  return reply;
}

bool Dialogue::is_complete(std::string_view words) const {
  return !form_ && book_->complete_phrases(language_->code)->contains(spoken_words(words), asking_ >= 0);
}

// ---- what was meant -------------------------------------------------------------------------------------------

DialogueReply Dialogue::answer(const std::vector<SpokenWord>& words) {
  const int asking = std::exchange(asking_, -1);
  const SlotFinder& values = matcher().values();
  // "No" alone shares a word with many a sentence, and means none of them.
  if (values.only_refuses(words)) return *follow_up(words);
  const bool pending = offered_ >= 0 || if_yes_ >= 0 || if_no_ >= 0;
  if (pending && values.only_agrees(words)) return *follow_up(words);
  const IntentMatch match = matcher().match(words);
  if (match.score < kUnderstood || match.intent == asking) {
    if (asking >= 0) {
      const int slot = intent_at(asking).answers_by;
      if (const auto value = values.find(words, slot)) return run(asking, {*value}, false);
    }
    if (pending || values.only_agrees(words)) {
      if (auto reply = follow_up(words)) return *std::move(reply);
    }
  }
  offered_ = if_yes_ = if_no_ = -1;
  if (match.score < kNearly) return not_understood({});
  const bool ends = intent_at(match.intent).action == IntentAction::kHangUp;
  const bool too_close = match.second >= 0 && match.score < 1000 && match.score - match.second_score < kTooClose;
  if (too_close) return not_understood({match.intent, match.second});
  if (match.score < (ends ? kSureOfTheEnd : kUnderstood)) return not_understood({match.intent});
  return run(match.intent, match.values, false);
}

/// A mere yes or no: to what was asked, or to what was offered with an answer.
std::optional<DialogueReply> Dialogue::follow_up(const std::vector<SpokenWord>& words) {
  constexpr std::size_t kShort = 4;
  const SlotFinder& values = matcher().values();
  const bool no = values.refuses(words);
  const bool yes = values.agrees(words);
  if (!no && !yes) return std::nullopt;
  if (words.size() > kShort && !values.only_refuses(words) && !values.only_agrees(words)) return std::nullopt;
  const int meant = yes ? std::max(offered_, if_yes_) : if_no_;
  offered_ = if_yes_ = if_no_ = -1;
  if (meant >= 0) return run(meant, {}, false);
  return said(language().phrases[PhraseId::kFallback].text);
}

DialogueReply Dialogue::on_keys(const std::string& keys) {
  asking_ = offered_ = if_yes_ = if_no_ = -1;
  for (std::size_t i = 0; i < book_->intents().size(); ++i) {
    const bool meant = keys.size() == 1 && book_->intents()[i].key == keys[0];
    if (meant) return run(static_cast<int>(i), {}, true);
  }
  const std::string menu = menu_text(*book_, language());
  return said(menu.empty() ? language().dialogue.no_such_key : language().dialogue.no_such_key + " " + menu);
}

DialogueReply Dialogue::run(int intent, const std::vector<SlotValue>& values, bool by_key) {
  misses_ = 0;
  offered_ = -1;
  const Intent& meant = intent_at(intent);
  if_yes_ = meant.if_yes;
  if_no_ = meant.if_no;
  if (!meant.collect.empty()) return begin_form(intent, values, by_key);
  switch (meant.action) {
    case IntentAction::kTransfer:
      return transfer(intent);
    case IntentAction::kRepeat: {
      DialogueReply reply = said(last_.empty() ? language().dialogue.nothing_to_repeat : last_, intent);
      reply.repeats = true;
      return reply;
    }
    case IntentAction::kMenu:
      return said(menu_text(*book_, language()), intent);
    case IntentAction::kHangUp: {
      DialogueReply reply = answer_of(intent, values);
      if (reply.text.empty()) reply.text = language().phrases[PhraseId::kFarewell].text;
      reply.then = AfterReply::kHangUp;
      return reply;
    }
    case IntentAction::kAnswer:
      break;
  }
  return answer_of(intent, values);
}

// ---- answers --------------------------------------------------------------------------------------------------

DialogueReply Dialogue::answer_of(int intent, const std::vector<SlotValue>& values) {
  const Intent& meant = intent_at(intent);
  for (const SlotValue& value : values) {
    if (value.slot != meant.answers_by) continue;
    for (const auto& [name, texts] : meant.answers_of) {
      if (name == value.value) return said(variant(intent, texts_in(texts, language().code), values), intent);
    }
  }
  const std::vector<std::string>& answers = texts_in(meant.answers, language().code);
  if (answers.empty() && meant.answers_by >= 0) {
    asking_ = intent;
    const IntentSlot& slot = book_->slots()[static_cast<std::size_t>(meant.answers_by)];
    const auto& ask = texts_in(slot.ask, language().code);
    const auto& called = texts_in(slot.called, language().code);
    if (!ask.empty()) return said(ask.front(), intent);
    return said(with_value(language().dialogue.ask_other, "slot", called.empty() ? slot.name : called.front()),
                intent);
  }
  return said(variant(intent, answers, values), intent);
}

/// The next variant all of whose values are known.
std::string Dialogue::variant(int intent, const std::vector<std::string>& variants,
                              const std::vector<SlotValue>& values) {
  std::size_t& turn = turns_[static_cast<std::size_t>(intent)];
  for (std::size_t i = 0; i < variants.size(); ++i) {
    bool whole = true;
    std::string text = with_values(variants[(turn + i) % variants.size()], [&](std::string_view name) {
      std::string value = value_text(name, values);
      whole = whole && !value.empty();
      return value;
    });
    if (!whole && i + 1 < variants.size()) continue;
    turn += i + 1;
    return text;
  }
  return "";
}

std::string Dialogue::value_text(std::string_view name, const std::vector<SlotValue>& values) const {
  if (name == "topics") return topics_text(*book_, language());
  if (name == "menu") return menu_text(*book_, language());
  for (std::size_t i = 0; i < book_->slots().size(); ++i) {
    const IntentSlot& slot = book_->slots()[i];
    if (slot.name != name) continue;
    for (const SlotValue& value : values) {
      if (value.slot != static_cast<int>(i)) continue;
      for (const SlotChoice& choice : slot.choices) {
        const auto& words = texts_in(choice.words, language().code);
        if (choice.value == value.value && !words.empty()) return words.front();
      }
      return value.text;
    }
    if (form_) return form_->value(static_cast<int>(i));
  }
  return "";
}

std::string Dialogue::transfer_target(int intent) const {
  if (intent >= 0 && !intent_at(intent).transfer_to.empty()) return intent_at(intent).transfer_to;
  if (!options_.transfer_to.empty() || intent >= 0) return options_.transfer_to;
  for (const Intent& other : book_->intents()) {
    if (other.action == IntentAction::kTransfer && !other.transfer_to.empty()) return other.transfer_to;
  }
  return "";
}

DialogueReply Dialogue::transfer(int intent) {
  const std::string target = transfer_target(intent);
  if (target.empty()) return said(language().dialogue.no_transfer, intent);
  const std::string own =
      intent >= 0 ? variant(intent, texts_in(intent_at(intent).answers, language().code), {}) : "";
  DialogueReply reply = said(own.empty() ? language().dialogue.transfer : own, intent);
  reply.then = AfterReply::kTransfer;
  reply.transfer_to = target;
  return reply;
}

// ---- a lead ---------------------------------------------------------------------------------------------------

DialogueReply Dialogue::begin_form(int intent, const std::vector<SlotValue>& values, bool by_key) {
  form_.emplace(*book_, language(), intent_at(intent).collect, by_key || !options_.hears);
  form_intent_ = intent;
  const std::string question = form_->begin(values);
  return form_->state() == LeadForm::State::kFilled ? form_filled() : said(question, intent);
}

DialogueReply Dialogue::in_form(const std::vector<SpokenWord>& words, const std::string& keys) {
  if (keys.empty()) {
    if (auto reply = aside(words)) return *std::move(reply);
  }
  const std::string text = form_->hear(words, keys);
  switch (form_->state()) {
    case LeadForm::State::kAsking:
      return said(text, form_intent_);
    case LeadForm::State::kFilled:
      return form_filled();
    case LeadForm::State::kCancelled:
      form_.reset();
      return said(text, form_intent_);
    case LeadForm::State::kFailed:
      break;
  }
  form_.reset();
  return last_resort();
}

/// Another matter in the middle of the questions: it is dealt with, and the question comes again.
std::optional<DialogueReply> Dialogue::aside(const std::vector<SpokenWord>& words) {
  const SlotFinder& values = matcher().values();
  if (values.only_refuses(words) || values.only_agrees(words)) return std::nullopt;
  const IntentMatch match = matcher().match(words);
  const int sure = form_->takes_any_words() && words.size() < 3 ? 1000 : kAside;
  if (match.intent < 0 || match.score < sure || !intent_at(match.intent).collect.empty()) return std::nullopt;
  const Intent& meant = intent_at(match.intent);
  if (meant.action == IntentAction::kAnswer && meant.topic.empty()) return std::nullopt;  // a mere courtesy
  if (meant.action == IntentAction::kRepeat) return said(form_->question(), form_intent_);
  const LeadForm kept = *form_;
  form_.reset();
  DialogueReply reply = run(match.intent, match.values, false);
  if (reply.then != AfterReply::kNothing) return reply;
  asking_ = -1;
  form_ = kept;
  reply.text += " " + form_->question();
  return reply;
}

DialogueReply Dialogue::form_filled() {
  const Lead lead = form_->lead();
  std::string text;
  if (!lead.name.empty())
    text = variant(form_intent_, texts_in(intent_at(form_intent_).answers, language().code), {});
  if (text.empty()) {
    text = lead.name.empty() ? language().dialogue.lead_taken_without_name
                             : with_value(language().dialogue.lead_taken, "name", lead.name);
  }
  DialogueReply reply = said(std::move(text), form_intent_);
  reply.lead = lead;
  form_.reset();
  return reply;
}

// ---- not understood -------------------------------------------------------------------------------------------

DialogueReply Dialogue::not_understood(const std::vector<int>& nearly) {
  const DialogueTexts& texts = language().dialogue;
  const std::string sorry = options_.hears ? language().phrases[PhraseId::kNotCaught].text : texts.keypad_only;
  if (++misses_ >= kBadlyMissed) return last_resort();
  const std::string meant = nearly.empty() ? "" : topics_text(*book_, language(), nearly);
  if (!meant.empty() && options_.hears) {
    if (nearly.size() == 1) offered_ = nearly.front();
    return said(with_value(texts.unsure, "topics", meant));
  }
  const std::string menu = menu_text(*book_, language());
  if ((misses_ > 1 || !options_.hears) && !menu.empty()) return said(sorry + " " + menu);
  const std::string topics = topics_text(*book_, language());
  return said(topics.empty() ? sorry : sorry + " " + with_value(texts.hint, "topics", topics));
}

/// A person, or the end.
DialogueReply Dialogue::last_resort() {
  misses_ = 0;
  if (!transfer_target(-1).empty()) return transfer(-1);
  DialogueReply reply = said(language().phrases[PhraseId::kFarewell].text);
  reply.then = AfterReply::kHangUp;
  return reply;
}

}  // namespace parley
