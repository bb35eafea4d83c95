#include "core/reply/intents/spoken_words.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "core/base/utf8.h"

namespace parley {
namespace {

struct Letter {
  std::uint32_t code = 0;
  std::size_t bytes = 1;
};

/// The character at a place; bytes that are no text count as one that separates words.
Letter letter_at(std::string_view text, std::size_t at) {
  const std::size_t bytes = utf8_sequence_length(text, at);
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(text[at + i]));
  };
  switch (bytes) {
    case 1:
      return {byte(0), 1};
    case 2:
      return {((byte(0) & 0x1FU) << 6U) | (byte(1) & 0x3FU), 2};
    case 3:
      return {((byte(0) & 0x0FU) << 12U) | ((byte(1) & 0x3FU) << 6U) | (byte(2) & 0x3FU), 3};
    case 4:
      return {0x10000, 4};
    default:
      return {' ', 1};
  }
}

/// Points and accents: they are written over and under letters and change no word.
bool is_point(std::uint32_t code) {
  return code >= 0x591 && code <= 0x5C7 && code != 0x5BE && code != 0x5C0 && code != 0x5C3 && code != 0x5C6;
}
/// ASCII quotation marks and those that stand for them: the apostrophe of "what's", the gershayim of acronyms.
bool is_apostrophe(std::uint32_t code) {
  return code == '\'' || code == 0x2019 || code == 0x5F3 || code == 0x2018;
}
bool is_gershayim(std::uint32_t code) {
  return code == 0x5F4;
}
bool is_letter(std::uint32_t code) {
  if (code < 0x80)
    return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z') || (code >= '0' && code <= '9');
  const bool punctuation = (code >= 0x80 && code < 0xC0) || (code >= 0x2000 && code <= 0x206F) || code == 0x5BE ||
                           code == 0x5C0 || code == 0x5C3 || code == 0x5C6 || code == 0xD7 || code == 0xF7;
  return !punctuation;
}

/// Words as they are said: letters, digits and apostrophes within.
std::vector<std::string> said_words(std::string_view text, std::size_t most) {
  std::vector<std::string> words;
  std::string word;
  const auto end_word = [&] {
    while (!word.empty() && word.back() == '\'') word.pop_back();
    if (!word.empty() && words.size() < most) words.push_back(std::exchange(word, {}));
    word.clear();
  };
  for (std::size_t at = 0; at < text.size() && words.size() < most;) {
    const Letter letter = letter_at(text, at);
    if (is_apostrophe(letter.code)) {
      if (!word.empty()) word += '\'';
    } else if (letter.code >= 'A' && letter.code <= 'Z') {
      word += static_cast<char>(letter.code - 'A' + 'a');
    } else if (is_letter(letter.code) && !is_point(letter.code)) {
      word += text.substr(at, letter.bytes);
    } else if (!is_point(letter.code) && !is_gershayim(letter.code)) {
      end_word();
    }
    at += letter.bytes;
  }
  end_word();
  return words;
}

bool ends_with_then_cut(std::string& word, std::string_view ending, std::size_t least_left) {
  if (!std::string_view(word).ends_with(ending) || word.size() < ending.size() + least_left) return false;
  word.resize(word.size() - ending.size());
  return true;
}

/// "opening", "opens" and "opened" are compared as one.
std::string english_form(std::string word) {
  if (ends_with_then_cut(word, "ies", 2)) {
    word += 'y';
  } else if (word.ends_with("sses") || word.ends_with("shes") || word.ends_with("ches") || word.ends_with("xes")) {
    word.resize(word.size() - 2);
  } else if (!word.ends_with("ss") && !word.ends_with("us") && !word.ends_with("is")) {
    ends_with_then_cut(word, "s", 3);
  }
  if (!ends_with_then_cut(word, "ing", 3)) ends_with_then_cut(word, "ed", 3);
  ends_with_then_cut(word, "e", 3);
  return word;
}

/// A letter at the end of a word has a form of its own in Hebrew.
std::string hebrew_form(std::string_view word) {
  // In UTF-8 these letters share their first byte, and the ordinary form follows the final one.
  std::string form(word);
  for (std::size_t i = 0; i + 1 < form.size(); ++i) {
    if (static_cast<unsigned char>(form[i]) != 0xD7U) continue;
    const auto second = static_cast<unsigned char>(form[i + 1]);
    const bool is_final = second == 0x9A || second == 0x9D || second == 0x9F || second == 0xA3 || second == 0xA5;
    if (is_final) form[i + 1] = static_cast<char>(second + 1U);
    ++i;
  }
  form.erase(std::remove(form.begin(), form.end(), '\''), form.end());
  return form;
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kContractions{{{"can't", "can not"},
                                                                                      {"cannot", "can not"},
                                                                                      {"won't", "will not"},
                                                                                      {"o'clock", "oclock"},
                                                                                      {"gonna", "going to"},
                                                                                      {"wanna", "want to"},
                                                                                      {"gotta", "got to"},
                                                                                      {"dont", "do not"}}};
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kEndings{{{"n't", "not"},
                                                                                 {"'re", "are"},
                                                                                 {"'ve", "have"},
                                                                                 {"'ll", "will"},
                                                                                 {"'s", "is"},
                                                                                 {"'m", "am"},
                                                                                 {"'d", "would"}}};

void add_word(std::vector<SpokenWord>& out, std::string text, std::string_view whole) {
  std::string form = text;
  form.erase(std::remove(form.begin(), form.end(), '\''), form.end());
  out.push_back({std::string(whole), english_form(std::move(form))});
}

/// A contraction is compared as its words; the first of them is said as the whole and the others as nothing.
void add_english(std::vector<SpokenWord>& out, const std::string& word) {
  for (const auto& [contraction, words] : kContractions) {
    if (word != contraction) continue;
    const std::size_t space = words.find(' ');
    add_word(out, std::string(words.substr(0, space)), word);
    if (space != std::string_view::npos) add_word(out, std::string(words.substr(space + 1)), "");
    return;
  }
  for (const auto& [ending, second] : kEndings) {
    if (!std::string_view(word).ends_with(ending) || word.size() == ending.size()) continue;
    add_word(out, word.substr(0, word.size() - ending.size()), word);
    add_word(out, std::string(second), "");
    return;
  }
  add_word(out, word, word);
}

}  // namespace

std::vector<SpokenWord> spoken_words(std::string_view text, std::size_t most) {
  std::vector<SpokenWord> out;
  for (const std::string& word : said_words(text, most)) {
    const bool ascii =
        std::all_of(word.begin(), word.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (ascii) {
      add_english(out, word);
    } else {
      out.push_back({word, hebrew_form(word)});
    }
  }
  return out;
}

std::string joined(const std::vector<SpokenWord>& words, std::size_t first, std::size_t count) {
  std::string out;
  for (std::size_t i = first; i < words.size() && i - first < count; ++i) {
    if (words[i].text.empty()) continue;
    if (!out.empty()) out += ' ';
    out += words[i].text;
  }
  return out;
}

std::vector<std::string> without_particles(std::string_view form) {
  static constexpr std::array<std::string_view, 7> kParticles{"ה", "ב", "ל", "ו", "ש", "מ", "כ"};
  constexpr std::size_t kLetter = 2;  // bytes
  std::vector<std::string> out;
  while (out.size() < 2 && form.size() >= 3 * kLetter) {
    if (std::find(kParticles.begin(), kParticles.end(), form.substr(0, kLetter)) == kParticles.end()) break;
    form.remove_prefix(kLetter);
    out.emplace_back(form);
  }
  return out;
}

}  // namespace parley
