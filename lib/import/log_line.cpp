#include "import/log_line.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace parley {
namespace {

constexpr std::size_t kMostText = 200;
constexpr std::size_t kMostFields = 16;

struct Word {
  std::string_view text;
  LogKind kind;
  bool free_text = false;  // what follows is somebody's words and holds no fields before the last bar
};

/// Where one begins with another, the longer stands first.
constexpr std::array<Word, 49> kWords{{
    {"STATE", LogKind::kState},
    {"State", LogKind::kStateSeen},
    {"state", LogKind::kStateSeen},
    {"END OF UTTERANCE", LogKind::kUtteranceEnd},
    {"END_OF_UTTERANCE", LogKind::kUtteranceEnd},
    {"SILENCE_TIME", LogKind::kSilence},
    {"ASR_TEXT", LogKind::kText, true},
    {"ASR_ERR", LogKind::kError, true},
    {"STT_ERR", LogKind::kError, true},
    {"LLM_REPLY", LogKind::kReply, true},
    {"LLM_ERR", LogKind::kError, true},
    {"TTS_MARK_SENT", LogKind::kMarkSent},
    {"TTS_MARK_ACK", LogKind::kMarkAcked},
    {"TTS_START", LogKind::kReplyStarted},
    {"TTS_END", LogKind::kReplyEnded},
    {"TTS_DONE", LogKind::kReplyEnded},
    {"TTS_ERR", LogKind::kError, true},
    {"tts_done", LogKind::kReplyEnded},
    {"MARK_SENT", LogKind::kMarkSent},
    {"MARK_ACK", LogKind::kMarkAcked},
    {"BARGE_IN", LogKind::kBargeIn},
    {"BARGE-IN", LogKind::kBargeIn},
    {"DEDUP", LogKind::kDuplicate},
    {"Send queue full", LogKind::kQueueFull},
    {"SEND QUEUE FULL", LogKind::kQueueFull},
    {"send queue full", LogKind::kQueueFull},
    {"RX/TX drift", LogKind::kDrift},
    {"RX drift", LogKind::kDrift},
    {"TX drift", LogKind::kDrift},
    {"RX_DRIFT", LogKind::kDrift},
    {"TX_DRIFT", LogKind::kDrift},
    {"rx_drift", LogKind::kDrift},
    {"tx_drift", LogKind::kDrift},
    {"drift", LogKind::kDrift},
    {"DRIFT", LogKind::kDrift},
    {"resync", LogKind::kResync},
    {"Resync", LogKind::kResync},
    {"RESYNC", LogKind::kResync},
    {"WS_CONNECTED", LogKind::kConnected},
    {"WS_HANDLER_ERR", LogKind::kError, true},
    {"WS_START", LogKind::kStart},
    {"WS_STOP", LogKind::kStop},
    {"WS_END", LogKind::kEnd},
    {"WS_DONE", LogKind::kDone},
    {"[WS] connected", LogKind::kCallNamed},
    {"[CFG]", LogKind::kConfig},
    {"Streaming session started", LogKind::kRecognizerStarted},
    {"Partial:", LogKind::kPartial, true},
    {"Final:", LogKind::kFinal, true},
}};

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_word(char c) {
  return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}
constexpr char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

/// For each byte, whether a word begins with it.
constexpr std::array<bool, 256> kFirst = [] {
  std::array<bool, 256> first{};
  for (const Word& word : kWords) first[static_cast<unsigned char>(word.text[0])] = true;
  return first;
}();

/// 2 for a byte with which a word begins wherever it stands, 1 for one with which it begins only outside of another.
constexpr std::array<std::uint8_t, 256> kBegins = [] {
  std::array<std::uint8_t, 256> begins{};
  for (std::size_t byte = 0; byte < begins.size(); ++byte) begins[byte] = kFirst[byte] ? (byte == '[' ? 2 : 1) : 0;
  return begins;
}();
constexpr std::array<bool, 256> kInside = [] {
  std::array<bool, 256> inside{};
  for (std::size_t byte = 0; byte < inside.size(); ++byte) inside[byte] = is_word(static_cast<char>(byte));
  return inside;
}();

bool begins(std::string_view text, std::string_view with) {
  return text.substr(0, with.size()) == with;
}
bool holds(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}
std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

/// The word that stands at `at`, or nullptr.
const Word* word_at(std::string_view line, std::size_t at) {
  if (!kFirst[static_cast<unsigned char>(line[at])]) return nullptr;
  if (at > 0 && line[at] != '[' && is_word(line[at - 1])) return nullptr;
  const std::string_view rest = line.substr(at);
  for (const Word& word : kWords) {
    if (word.text[0] != rest[0] || !begins(rest, word.text)) continue;
    if (rest.size() > word.text.size() && is_word(word.text.back()) && is_word(rest[word.text.size()])) continue;
    return &word;
  }
  return nullptr;
}

/// A bounded copy that ends between characters.
std::string kept(std::string_view text) {
  if (text.size() <= kMostText) return std::string(text);
  std::size_t end = kMostText;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return std::string(text.substr(0, end));
}

/// Past blanks, colons, equals signs and arrows.
std::string_view past_joint(std::string_view text) {
  constexpr std::string_view kArrow = "\u2192";
  while (!text.empty()) {
    if (begins(text, kArrow)) {
      text.remove_prefix(kArrow.size());
    } else if (text[0] == ' ' || text[0] == ':' || text[0] == '=' || text[0] == '>' || text[0] == '-' ||
               text[0] == '"') {
      text.remove_prefix(1);
    } else {
      break;
    }
  }
  return text;
}

struct NamedState {
  std::string_view name;
  TurnState state;
};
constexpr std::array<NamedState, 4> kStates{{{"LISTENING", TurnState::kListening},
                                             {"PROCESSING", TurnState::kProcessing},
                                             {"THINKING", TurnState::kProcessing},
                                             {"SPEAKING", TurnState::kSpeaking}}};

/// The state with whose name the text begins; the rest is left in `text`.
std::optional<TurnState> take_state(std::string_view& text) {
  for (const NamedState& named : kStates) {
    if (text.size() < named.name.size()) continue;
    const bool same = std::equal(named.name.begin(), named.name.end(), text.begin(),
                                 [](char a, char b) { return a == upper(b); });
    if (!same || (text.size() > named.name.size() && is_word(text[named.name.size()]))) continue;
    text.remove_prefix(named.name.size());
    return named.state;
  }
  return std::nullopt;
}

/// "-> X" and "X -> Y" both lead to the last that is named.
std::optional<TurnState> state_after(std::string_view text) {
  text = past_joint(text);
  auto state = take_state(text);
  if (!state) return std::nullopt;
  const std::string_view rest = past_joint(text);
  if (rest.size() == text.size() || !holds(text.substr(0, text.size() - rest.size()), ">")) {
    if (!begins(trimmed(text), "\u2192")) return state;
  }
  std::string_view next = rest;
  if (const auto second = take_state(next)) state = second;
  return state;
}

/// "key=value" wherever they stand; a value ends at a blank or a bar.
void take_fields(std::string_view text, LogEvent& event) {
  for (std::size_t at = 0; at < text.size() && event.fields.size() < kMostFields; ++at) {
    if (text[at] != '=' || at == 0) continue;
    std::size_t begin = at;
    while (begin > 0 && is_word(text[begin - 1])) --begin;
    std::size_t end = at + 1;
    while (end < text.size() && text[end] != ' ' && text[end] != '|' && text[end] != ',' && text[end] != '"' &&
           text[end] != '}' && text[end] != '\r') {
      ++end;
    }
    if (begin == at || end == at + 1) continue;
    event.fields.emplace_back(text.substr(begin, at - begin), kept(text.substr(at + 1, end - at - 1)));
    at = end - 1;
  }
}

/// The first number of a text, with its sign and fraction, or nothing.
std::string_view first_number(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size() && !is_digit(text[at])) ++at;
  std::size_t end = at;
  while (end < text.size() && (is_digit(text[end]) || text[end] == '.')) ++end;
  if (at > 0 && end > at && (text[at - 1] == '-' || text[at - 1] == '+')) --at;
  return text.substr(at, end - at);
}

void take_number(std::string_view rest, const char* key, LogEvent& event) {
  const std::string_view number = first_number(rest);
  if (!number.empty()) event.fields.emplace_back(key, kept(number));
}

void take_drift(std::string_view rest, LogEvent& event) {
  const std::string_view number = first_number(rest);
  if (number.empty()) return;
  const auto end = static_cast<std::size_t>(number.data() + number.size() - rest.data());
  const std::string_view unit = trimmed(rest.substr(end));
  // Seconds are written with an s and nothing before it; all else is milliseconds, as nearly everyone prints them.
  const bool in_seconds = begins(unit, "s") && (unit.size() == 1 || !is_word(unit[1]));
  event.fields.emplace_back(in_seconds ? "drift_s" : "drift_ms", kept(number));
  if (!in_seconds) return;
  const auto value = event.thousandths("drift_s");
  if (value) event.fields.emplace_back("drift_ms", std::to_string(*value));
}

/// The name of a mark: the field, or the first word; "assistant_tts_end (queued)" and "... -> LISTENING" as well.
void take_mark(std::string_view rest, LogEvent& event) {
  std::string_view head = past_joint(rest.substr(0, rest.find('|')));
  if (const std::size_t arrow = head.find("->"); arrow != std::string_view::npos) {
    event.state = state_after(head.substr(arrow));
    head = head.substr(0, arrow);
  } else if (const std::size_t sign = head.find("\u2192"); sign != std::string_view::npos) {
    event.state = state_after(head.substr(sign));
    head = head.substr(0, sign);
  }
  if (holds(rest, "cleared") && event.find("cleared") == nullptr) event.fields.emplace_back("cleared", "1");
  if (event.find("name") != nullptr) return;
  const std::size_t end = head.find_first_of(" \t\r\"(");
  event.fields.emplace_back("name", kept(head.substr(0, end)));
}

/// A line about a mark that is called tts_done, and not about the end of sending.
void tell_mark_from_end(std::string_view line, LogEvent& event) {
  if (!holds(line, "mark") && !holds(line, "MARK") && !holds(line, "Mark")) return;
  const bool came = holds(line, "ack") || holds(line, "eceived") || holds(line, "eturned") || holds(line, "ACK");
  event.kind = came ? LogKind::kMarkAcked : LogKind::kMarkSent;
  if (event.find("name") == nullptr) event.fields.emplace_back("name", "tts_done");
}

/// False for a line that has the word and means something else.
bool take_rest(const Word& word, std::string_view line, std::string_view rest, LogEvent& event) {
  std::string_view fields = rest;
  if (word.free_text) {
    const std::size_t bar = rest.rfind(" | ");
    fields = bar == std::string_view::npos ? std::string_view() : rest.substr(bar);
    std::string_view text = rest.substr(0, bar);
    while (!text.empty() && (text.front() == ':' || text.front() == ' ')) text.remove_prefix(1);
    event.fields.emplace_back("text", kept(trimmed(text)));
  }
  take_fields(fields, event);
  switch (event.kind) {
    case LogKind::kState:
    case LogKind::kStateSeen:
      event.state = state_after(rest);
      return event.state.has_value();
    case LogKind::kUtteranceEnd:
      take_number(rest, "audio_s", event);
      return true;
    case LogKind::kSilence:
      take_number(rest, "silence_s", event);
      return event.find("silence_s") != nullptr;
    case LogKind::kDrift:
      if (!holds(line, "RX") && !holds(line, "TX") && !holds(line, "rx") && !holds(line, "tx")) return false;
      take_drift(rest, event);
      return true;
    case LogKind::kResync:
      return holds(line, "RX") || holds(line, "TX") || holds(line, "rx") || holds(line, "tx");
    case LogKind::kMarkSent:
    case LogKind::kMarkAcked:
      take_mark(rest, event);
      return true;
    case LogKind::kReplyEnded:
      if (word.text == "tts_done") tell_mark_from_end(line, event);
      return true;
    case LogKind::kError:
      event.fields.emplace_back("stage", std::string(word.text.substr(0, word.text.find("_ERR"))));
      return true;
    default:
      return true;
  }
}

bool is_sid(std::string_view text) {
  return text.size() >= 4 && (begins(text, "CA") || begins(text, "MZ"));
}

/// "sid=MZ...", "call_sid=CA...", "call=CA...", and a bare sid of full length.
void take_sids(std::string_view line, LogLine& told) {
  constexpr std::size_t kSid = 34;
  for (std::size_t at = 0; at + 4 <= line.size(); ++at) {
    const bool call = begins(line.substr(at), "CA");
    if ((!call && !begins(line.substr(at), "MZ")) || (at > 0 && is_word(line[at - 1]))) continue;
    std::size_t end = at;
    while (end < line.size() && is_word(line[end])) ++end;
    const std::string_view sid = line.substr(at, end - at);
    const bool keyed = at > 0 && (line[at - 1] == '=' || line[at - 1] == ':' || line[at - 1] == '"');
    if (!is_sid(sid) || (!keyed && sid.size() != kSid) || sid.size() > 64) continue;
    std::string& of = call ? told.call_sid : told.stream_sid;
    if (of.empty()) of = std::string(sid);
    at = end;
  }
  if (!told.stream_sid.empty() || !told.call_sid.empty()) return;
  // Sids of test servers look like anything.
  if (const std::string* sid = told.event.find("sid")) told.stream_sid = sid->substr(0, 64);
  if (const std::string* sid = told.event.find("call_sid")) told.call_sid = sid->substr(0, 64);
  if (const std::string* sid = told.event.find("call")) told.call_sid = sid->substr(0, 64);
}

}  // namespace

bool may_be_log_line(std::string_view line) {
  bool inside = false;  // a word has begun before
  for (std::size_t at = 0; at < line.size(); ++at) {
    const auto byte = static_cast<unsigned char>(line[at]);
    if (kBegins[byte] > (inside ? 1 : 0) && word_at(line, at) != nullptr) return true;
    inside = kInside[byte];
  }
  return false;
}

std::string without_escapes(std::string_view line) {
  std::string text;
  text.reserve(line.size());
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (line[at] != '\x1b') {
      text += line[at];
      continue;
    }
    if (at + 1 >= line.size() || line[at + 1] != '[') continue;
    at += 2;
    while (at < line.size() && (line[at] < '@' || line[at] > '~')) ++at;
  }
  return text;
}

std::optional<LogLine> read_log_line(std::string_view line) {
  for (std::size_t at = 0; at < line.size(); ++at) {
    const Word* word = word_at(line, at);
    if (word == nullptr) continue;
    LogLine told;
    told.event.kind = word->kind;
    told.before = line.substr(0, at);
    if (!take_rest(*word, line, line.substr(at + word->text.size()), told.event)) continue;
    take_sids(line, told);
    return told;
  }
  return std::nullopt;
}

}  // namespace parley
