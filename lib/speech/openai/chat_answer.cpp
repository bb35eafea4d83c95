#include "speech/openai/chat_answer.h"

#include <algorithm>
#include <utility>

#include "live/http_message.h"

namespace parley {
namespace {

constexpr std::string_view kThink = "<think>";
constexpr std::string_view kThought = "</think>";
constexpr std::size_t kMostBody = 512 * 1024;

const std::string* text_member(const json::Value* object, std::string_view name) {
  const json::Value* value = object == nullptr ? nullptr : object->find(name);
  return value == nullptr ? nullptr : value->as_string();
}

std::string_view without_leading_spaces(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  return begin == std::string_view::npos ? std::string_view() : text.substr(begin);
}

}  // namespace

std::string ThoughtFilter::push(std::string_view piece) {
  held_ += piece;
  if (state_ == State::kUndecided) {
    const std::string_view begin = without_leading_spaces(held_);
    if (begin.size() < kThink.size() && kThink.starts_with(begin)) return {};
    state_ = begin.starts_with(kThink) ? State::kThinking : State::kSpeaking;
    skips_spaces_ = state_ == State::kThinking;
  }
  if (state_ == State::kThinking) {
    const std::size_t end = held_.find(kThought);
    if (end == std::string::npos) {
      // Only what may be the beginning of its end is kept.
      if (held_.size() > kThought.size()) held_.erase(0, held_.size() - kThought.size());
      return {};
    }
    held_.erase(0, end + kThought.size());
    state_ = State::kSpeaking;
  }
  if (skips_spaces_) held_ = std::string(without_leading_spaces(held_));
  skips_spaces_ = skips_spaces_ && held_.empty();
  return std::exchange(held_, {});
}

std::string ThoughtFilter::finish() {
  return state_ == State::kUndecided ? std::exchange(held_, {}) : std::string();
}

ChatAnswer::ChatAnswer(const Headers& headers) {
  const std::string_view type = header_of(headers, "Content-Type");
  // A server that cannot stream answers with one object; one that says nothing of its form streams.
  events_form_ = !type.starts_with("application/json");
  if (type.starts_with("text/html")) refuse("gave a web page; is its address right?");
}

std::string ChatAnswer::push(std::string_view piece) {
  std::string text;
  if (over()) return text;
  if (!events_form_) {
    if (body_.size() + piece.size() > kMostBody) {
      refuse("wrote more than is taken");
    } else {
      body_ += piece;
    }
    return text;
  }
  const bool fits = events_.push(piece, [&](const ServerSentEvent& event) { on_data(event.data, text); });
  if (!fits) refuse("wrote an event that is too long");
  return text;
}

std::string ChatAnswer::finish() {
  std::string text;
  if (!over()) {
    if (events_form_) {
      events_.finish([&](const ServerSentEvent& event) { on_data(event.data, text); });
    } else {
      on_data(body_, text);
    }
  }
  std::string rest = thoughts_.finish();
  written_ += rest.size();
  text += rest;
  over_ = true;
  if (!problem_.empty() || any_text() || !calls_.empty()) return text;
  if (reason_ == "content_filter") refuse("refused to answer: its filter did");
  if (reason_.empty()) refuse("ended without an answer");
  return text;
}

void ChatAnswer::on_data(std::string_view data, std::string& text) {
  if (over()) return;
  if (without_leading_spaces(data).starts_with("[DONE]")) {
    over_ = true;
    return;
  }
  const auto parsed = json::parse(data, "event");
  if (!parsed) return refuse("wrote something that is no JSON");
  if (const json::Value* error = parsed->find("error"); error != nullptr && !error->is_null()) {
    const std::string* message = text_member(error, "message");
    if (message == nullptr) message = error->as_string();
    return refuse("failed in the middle of its answer" + (message == nullptr ? std::string() : ": " + *message));
  }
  const json::Value* choices = parsed->find("choices");
  const json::Array* list = choices == nullptr ? nullptr : choices->as_array();
  // The last event tells what was used and has no choices.
  if (list != nullptr && !list->empty()) on_choice(list->front(), text);
}

void ChatAnswer::on_choice(const json::Value& choice, std::string& text) {
  const json::Value* delta = choice.find("delta");
  if (delta == nullptr || delta->as_object() == nullptr) delta = choice.find("message");
  if (const std::string* content = text_member(delta, "content")) add_text(thoughts_.push(*content), text);
  const json::Value* calls = delta == nullptr ? nullptr : delta->find("tool_calls");
  if (const json::Array* list = calls == nullptr ? nullptr : calls->as_array()) {
    for (const json::Value& call : *list) on_call(call);
  }
  if (const std::string* reason = text_member(&choice, "finish_reason")) reason_ = *reason;
}

void ChatAnswer::on_call(const json::Value& call) {
  const json::Value* index = call.find("index");
  const std::int64_t* given = index == nullptr ? nullptr : index->as_int();
  const std::string* id = text_member(&call, "id");
  const json::Value* function = call.find("function");
  const std::string* name = text_member(function, "name");
  // Pieces belong together by their number. A server that gives none begins a call with a name.
  const bool begins_unnumbered = given == nullptr && name != nullptr;
  const std::int64_t number =
      given != nullptr ? *given : static_cast<std::int64_t>(calls_.size()) - (begins_unnumbered ? 0 : 1);
  auto place = std::find(call_numbers_.begin(), call_numbers_.end(), number);
  if (place == call_numbers_.end()) {
    if (calls_.size() == kMostCalls) return refuse("asks for too many tools at once");
    calls_.push_back({id == nullptr ? "call_" + std::to_string(number) : *id, {}, {}});
    place = call_numbers_.insert(call_numbers_.end(), number);
  }
  ToolCall& target = calls_[static_cast<std::size_t>(place - call_numbers_.begin())];
  if (name != nullptr && target.name.empty()) target.name = *name;
  const json::Value* arguments = function == nullptr ? nullptr : function->find("arguments");
  if (arguments == nullptr) return;
  if (const std::string* piece = arguments->as_string()) {
    target.arguments += *piece;
  } else if (arguments->as_object() != nullptr) {
    json::Writer(target.arguments).value(*arguments);
  }
  if (target.arguments.size() > kMostArguments || target.name.size() > kMostArguments) {
    refuse("asks for a tool with more than is taken");
  }
}

void ChatAnswer::add_text(std::string piece, std::string& text) {
  if (written_ + piece.size() > kMostText) {
    over_ = true;  // nobody listens to that much; what there is will do
    return;
  }
  written_ += piece.size();
  text += piece;
}

void ChatAnswer::refuse(std::string problem) {
  if (problem_.empty()) problem_ = std::move(problem);
}

}  // namespace parley
