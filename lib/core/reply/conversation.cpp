#include "core/reply/conversation.h"

#include <algorithm>
#include <utility>

namespace parley {
namespace {

constexpr std::size_t kMostUtterances = 400;

/// The first bytes of a text, as much as was heard, up to the end of a word.
std::string_view heard_part(std::string_view text, std::int64_t heard, std::int64_t total) {
  const auto size = static_cast<std::int64_t>(text.size());
  auto bytes = static_cast<std::size_t>(size * heard / total);
  while (bytes > 0 && bytes < text.size() && text[bytes] != ' ') --bytes;
  return text.substr(0, bytes);
}

}  // namespace

void Conversation::add(ConversationLine utterance) {
  if (utterances_.size() == kMostUtterances) utterances_.erase(utterances_.begin());
  utterances_.push_back(std::move(utterance));
}

void Conversation::caller_said(TurnId turn, std::string text) {
  while (!utterances_.empty()) {
    const ConversationLine& last = utterances_.back();
    if (last.speaker != ConversationLine::Speaker::kCaller || !text.starts_with(last.text)) break;
    utterances_.pop_back();
  }
  add({ConversationLine::Speaker::kCaller, turn, std::move(text), false});
}

std::vector<ConversationLine>::iterator Conversation::reply_of(TurnId turn) {
  return std::find_if(utterances_.begin(), utterances_.end(), [turn](const ConversationLine& one) {
    return one.speaker == ConversationLine::Speaker::kAgent && one.turn == turn;
  });
}

bool Conversation::agent_spoke_in(TurnId turn) const {
  return std::any_of(utterances_.begin(), utterances_.end(), [turn](const ConversationLine& one) {
    return one.speaker == ConversationLine::Speaker::kAgent && one.turn == turn;
  });
}

void Conversation::agent_says(TurnId turn, std::string_view text) {
  if (text.empty()) return;
  const auto reply = reply_of(turn);
  if (reply == utterances_.end()) {
    add({ConversationLine::Speaker::kAgent, turn, std::string(text), false});
    return;
  }
  if (!reply->text.empty()) reply->text += ' ';
  reply->text += text;
}

void Conversation::heard(TurnId turn, std::int64_t heard_ms, std::int64_t total_ms) {
  if (total_ms <= 0 || heard_ms >= total_ms) return;
  const auto reply = reply_of(turn);
  if (reply == utterances_.end()) return;
  reply->text = std::string(heard_part(reply->text, std::max<std::int64_t>(heard_ms, 0), total_ms));
  reply->cut = true;
  if (reply->text.empty()) utterances_.erase(reply);
}

}  // namespace parley
