#include "core/reply/conversation.h"

#include <algorithm>
#include <utility>

namespace parley {
namespace {

// A caller cannot be made to remember more than this, and a server is not to hold more.
constexpr std::size_t kMostUtterances = 400;

/// The first bytes of a text, as much as was heard, up to the end of a word.
std::string_view heard_part(std::string_view text, std::int64_t heard, std::int64_t total) {
  const auto size = static_cast<std::int64_t>(text.size());
  auto bytes = static_cast<std::size_t>(size * heard / total);
  while (bytes > 0 && bytes < text.size() && text[bytes] != ' ') --bytes;
  return text.substr(0, bytes);
}

}  // namespace

void Conversation::caller_said(TurnId turn, std::string text) {
  if (utterances_.size() == kMostUtterances) utterances_.erase(utterances_.begin());
  utterances_.push_back({Utterance::Speaker::kCaller, turn, std::move(text), false});
}

void Conversation::agent_composed(TurnId turn, std::string text) {
  if (utterances_.size() == kMostUtterances) utterances_.erase(utterances_.begin());
  utterances_.push_back({Utterance::Speaker::kAgent, turn, std::move(text), false});
}

void Conversation::heard(TurnId turn, std::int64_t heard_ms, std::int64_t total_ms) {
  if (total_ms <= 0 || heard_ms >= total_ms) return;
  const auto reply = std::find_if(utterances_.rbegin(), utterances_.rend(), [turn](const Utterance& one) {
    return one.speaker == Utterance::Speaker::kAgent && one.turn == turn;
  });
  if (reply == utterances_.rend()) return;
  reply->text = std::string(heard_part(reply->text, std::max<std::int64_t>(heard_ms, 0), total_ms));
  reply->cut = true;
  if (reply->text.empty()) utterances_.erase(std::next(reply).base());
}

}  // namespace parley
