#include "speech/provider_fault.h"

#include <algorithm>
#include <array>

#include "core/base/json.h"
#include "core/base/utf8.h"

namespace parley {
namespace {

constexpr std::size_t kMostShown = 160;
constexpr std::size_t kMostRead = 4096;
// Of a key, this many characters in a row are a part of it and no coincidence.
constexpr std::size_t kTellingPart = 6;

/// How many characters from `at` on are a part of the secret.
std::size_t secret_at(std::string_view text, std::size_t at, std::string_view secret) {
  std::size_t longest = 0;
  for (std::size_t from = 0; from < secret.size(); ++from) {
    std::size_t same = 0;
    while (at + same < text.size() && from + same < secret.size() && text[at + same] == secret[from + same]) {
      ++same;
    }
    longest = std::max(longest, same);
  }
  return longest >= std::min(kTellingPart, secret.size()) ? longest : 0;
}

bool is_opaque(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
         byte == '_' || byte == '-' || byte == '.' || byte == '+' || byte == '=';
}

/// Nothing that people say or name things with is so long: it is a token, if not ours.
std::string without_long_words(std::string_view text) {
  constexpr std::size_t kLongWord = 40;
  std::string out;
  while (!text.empty()) {
    const auto end = static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_opaque) - text.begin());
    if (end >= kLongWord) {
      out += "***";
    } else {
      out += text.substr(0, end);
    }
    text.remove_prefix(end);
    if (text.empty()) break;
    out += text.front();
    text.remove_prefix(1);
  }
  return out;
}

std::string without_secret(std::string_view text, std::string_view secret) {
  if (secret.empty()) return std::string(text);
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t part = secret_at(text, at, secret);
    if (part > 0) {
      out += "***";
      at += part;
    } else {
      out += text[at++];
    }
  }
  return out;
}

const std::string* text_of(const json::Value* value) {
  return value == nullptr ? nullptr : value->as_string();
}

/// The places where the interfaces we know put their sentence, the more telling first.
const std::string* sentence_in(const json::Value& answer) {
  for (const std::string_view outer : {"error", "detail"}) {
    const json::Value* value = answer.find(outer);
    if (value == nullptr) continue;
    if (const std::string* text = text_of(value->find("message"))) return text;
    if (const std::string* text = value->as_string()) return text;
  }
  for (const std::string_view key : {"message", "err_msg", "error_description", "reason"}) {
    if (const std::string* text = text_of(answer.find(key))) return text;
  }
  return nullptr;
}

bool says_quota(std::string_view body) {
  return body.find("insufficient_quota") != std::string_view::npos ||
         body.find("quota_exceeded") != std::string_view::npos;
}

std::string status_text(int status) {
  return " (HTTP " + std::to_string(status) + ")";
}

std::string with_text(std::string sentence, const std::string& text) {
  return text.empty() ? sentence : sentence + ": " + text;
}

}  // namespace

std::string shown(const ProviderName& who, std::string_view text) {
  const std::string open = without_long_words(without_secret(text.substr(0, kMostRead), who.secret));
  std::string out;
  for (std::size_t at = 0; at < open.size();) {
    const std::size_t length = utf8_sequence_length(open, at);
    if (out.size() + std::max<std::size_t>(length, 1) > kMostShown) return out + "...";
    const bool plain =
        length > 1 || (length == 1 && static_cast<unsigned char>(open[at]) > 0x20 && open[at] != 0x7F);
    if (plain) {
      out.append(open, at, length);
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
    at += std::max<std::size_t>(length, 1);
  }
  return out;
}

std::string fault_text(const ProviderName& who, std::string_view body) {
  if (body.size() > kMostRead) return {};
  const auto answer = json::parse(body, "answer");
  if (!answer) return {};
  const json::Value* value = &*answer;
  // Google wraps its error into a list where the request asked for a stream.
  if (const json::Array* list = value->as_array(); list != nullptr && !list->empty()) value = &list->front();
  const std::string* sentence = sentence_in(*value);
  return sentence == nullptr ? std::string() : shown(who, *sentence);
}

ProviderFault fault_of_status(const ProviderName& who, int status, std::string_view body) {
  const std::string end = status_text(status);
  if (status == 401 || status == 403) {
    // Its own sentence likes to quote the key.
    const std::string what = who.secret.empty() ? " wants a key" : " refused the key";
    return {who.name + what + end + (who.cure.empty() ? "" : "; see " + who.cure), false};
  }
  const std::string text = fault_text(who, body);
  if (status == 402 || (status == 429 && says_quota(body))) {
    return {with_text(who.name + ": the account has nothing left" + end, text), false};
  }
  if (status == 429) return {with_text(who.name + " is asked too often" + end, text), true};
  if (status == 404)
    return {with_text(who.name + " has nothing at this address or of this name" + end, text), false};
  if (status == 408 || status >= 500) return {with_text(who.name + " failed" + end, text), true};
  if (status >= 300 && status < 400)
    return {who.name + " answered with a redirection" + end + "; set its final address", false};
  return {with_text(who.name + " refused the request" + end, text), false};
}

ProviderFault fault_of_trouble(const ProviderName& who, const HttpTrouble& trouble) {
  const std::string what = shown(who, trouble.what);
  switch (trouble.kind) {
    case HttpTrouble::Kind::kConnect:
      return {who.name + " could not be reached: " + what, true};
    case HttpTrouble::Kind::kLate:
      return {who.name + (trouble.answered ? " stopped in the middle of its answer: " : " did not answer: ") + what,
              true};
    case HttpTrouble::Kind::kBroken:
      return {who.name + (trouble.answered ? " broke off its answer: " : " closed without an answer: ") + what,
              true};
    case HttpTrouble::Kind::kMalformed:
      return {who.name + " answered with something that is no HTTP: " + what, true};
    case HttpTrouble::Kind::kTooLarge:
      return {who.name + " answered with more than is taken: " + what, false};
  }
  return {who.name + " failed", true};
}

}  // namespace parley
