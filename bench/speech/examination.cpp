#include "bench/speech/examination.h"

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <ctime>
#include <iterator>
#include <sstream>
#include <utility>

#include "core/base/time.h"
#include "core/reply/intents/dialogue.h"

namespace parley::bench {
namespace {

std::vector<std::string> split(const std::string& text) {
  std::istringstream in(text);
  return {std::istream_iterator<std::string>(in), {}};
}

double cpu_seconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;  // of this process: others may be at work
}

double share(int part, int whole) {
  return whole == 0 ? 0.0 : 100.0 * part / whole;
}

}  // namespace

void Outcome::add(const Outcome& other) {
  sentences += other.sentences;
  words += other.words;
  word_errors += other.word_errors;
  wanted += other.wanted;
  right += other.right;
  asked += other.asked;
  wrong += other.wrong;
  audio_s += other.audio_s;
  decoding_s += other.decoding_s;
  flush_ms.insert(flush_ms.end(), other.flush_ms.begin(), other.flush_ms.end());
}

int errors_between(const std::vector<std::string>& said, const std::vector<std::string>& heard) {
  std::vector<int> row(heard.size() + 1);
  for (std::size_t j = 0; j <= heard.size(); ++j) row[j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= said.size(); ++i) {
    int diagonal = row[0]++;
    for (std::size_t j = 1; j <= heard.size(); ++j) {
      const int best = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (said[i - 1] == heard[j - 1] ? 0 : 1)});
      diagonal = std::exchange(row[j], best);
    }
  }
  return row.back();
}

std::string table_head() {
  return "group        voices            line         n    WER  right  asked  wrong   RTF  flush p50/p95/max";
}

std::string table_row(std::string_view group, std::string_view voices, std::string_view line, Outcome outcome) {
  std::sort(outcome.flush_ms.begin(), outcome.flush_ms.end());
  const auto at = [&](std::size_t per_cent) {
    return outcome.flush_ms.empty() ? 0 : outcome.flush_ms[(outcome.flush_ms.size() - 1) * per_cent / 100];
  };
  char row[200];
  std::snprintf(row, sizeof row, "%-12s %-17s %-9s %4d %6.1f %6.1f %6.1f %6.1f %.3f  %.0f/%.0f/%.0f ms",
                std::string(group).c_str(), std::string(voices).c_str(), std::string(line).c_str(),
                outcome.sentences, share(outcome.word_errors, outcome.words), share(outcome.right, outcome.wanted),
                share(outcome.asked, outcome.wanted), share(outcome.wrong, outcome.sentences),
                outcome.decoding_s / std::max(outcome.audio_s, 1e-9), at(50), at(95), at(100));
  return row;
}

std::string Examination::hear(const Sentence& sentence, std::span<const std::uint8_t> mulaw, Outcome& outcome) {
  std::string words = decoded(mulaw, outcome);
  judge(sentence, words, outcome);
  return words;
}

/// As a call has it decoded: in pieces, with partial words now and then.
std::string Examination::decoded(std::span<const std::uint8_t> mulaw, Outcome& outcome) {
  const double begun = cpu_seconds();
  decoder_.begin();
  constexpr std::size_t kPiece = 1200;
  for (std::size_t at = 0; at < mulaw.size(); at += kPiece) {
    decoder_.hear(mulaw.subspan(at, std::min(kPiece, mulaw.size() - at)));
    decoder_.words_so_far();
  }
  const double flushing = cpu_seconds();
  std::string words;
  decoder_.end(words);
  const double done = cpu_seconds();
  outcome.flush_ms.push_back((done - flushing) * 1000);
  outcome.decoding_s += done - begun;
  outcome.audio_s += static_cast<double>(mulaw.size()) / kSampleRate;
  return words;
}

/// What an agent does at the beginning of a call; empty: it asks again, in one way or another.
std::string Examination::action_on(const std::string& words) const {
  return Dialogue(book_, "en", {.transfer_to = "+15550100"}).hear(words).intent;
}

void Examination::judge(const Sentence& sentence, const std::string& words, Outcome& outcome) const {
  const std::vector<std::string> said = split(sentence.text);
  const std::string meant = sentence.intent.empty() ? action_on(sentence.text) : sentence.intent;
  const std::string wanted = meant == "-" ? "" : meant;
  const std::string got = action_on(words);
  ++outcome.sentences;
  outcome.words += static_cast<int>(said.size());
  outcome.word_errors += said.empty() ? 0 : errors_between(said, split(words));
  outcome.wanted += wanted.empty() ? 0 : 1;
  outcome.right += got == wanted && !wanted.empty() ? 1 : 0;
  outcome.wrong += !got.empty() && got != wanted ? 1 : 0;
  if (!got.empty() || wanted.empty()) return;
  const IntentMatch match = book_->matcher("en")->match(spoken_words(words));
  const bool nearly = match.intent >= 0 && match.score >= Dialogue::kNearly;
  const bool it_is = nearly && book_->intents()[static_cast<std::size_t>(match.intent)].name == wanted;
  outcome.asked += it_is ? 1 : 0;
}

}  // namespace parley::bench
