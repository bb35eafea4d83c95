#include "speech/stream/foreign_text.h"

#include "core/base/utf8.h"

namespace parley {
namespace {

constexpr std::size_t kShortestSecret = 6;  // anything shorter would cut holes into words

std::string without_secret(std::string_view text, std::string_view secret) {
  std::string out;
  std::size_t from = 0;
  if (secret.size() >= kShortestSecret) {
    for (std::size_t at = text.find(secret); at != std::string_view::npos; at = text.find(secret, from)) {
      out.append(text.substr(from, at - from)).append("***");
      from = at + secret.size();
    }
  }
  return out.append(text.substr(from));
}

}  // namespace

std::string foreign_text(std::string_view text, std::string_view secret, std::size_t most_bytes) {
  // Cut generously first: a whole page is not searched for the sake of its first line.
  const std::string open = without_secret(text.substr(0, 4096), secret);
  std::string out;
  for (std::size_t at = 0; at < open.size();) {
    const std::size_t length = utf8_sequence_length(open, at);
    if (out.size() + length > most_bytes) return out + "...";
    const auto byte = static_cast<unsigned char>(open[at]);
    if (length == 0 || byte <= 0x20 || byte == 0x7F) {
      if (!out.empty() && out.back() != ' ') out += ' ';
    } else {
      out.append(open, at, length);
    }
    at += length == 0 ? 1 : length;
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

}  // namespace parley
