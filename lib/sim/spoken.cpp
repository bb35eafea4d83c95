#include "sim/spoken.h"

#include <algorithm>

#include "core/audio/level.h"

namespace parley {

std::vector<SpokenWord> words_of(const Spoken& spoken) {
  std::vector<SpokenWord> words;
  const std::string_view text = spoken.text;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t begin = text.find_first_not_of(' ', at);
    if (begin == std::string_view::npos) break;
    at = std::min(text.find(' ', begin), text.size());
    words.push_back({{}, text.substr(begin, at - begin)});
  }
  const std::int64_t length = spoken.voiced.end - spoken.voiced.begin;
  const auto count = static_cast<std::int64_t>(words.size());
  for (std::int64_t i = 0; i < count; ++i) {
    words[static_cast<std::size_t>(i)].range = {spoken.voiced.begin + length * i / count,
                                                spoken.voiced.begin + length * (i + 1) / count};
  }
  return words;
}

std::string words_in(std::span<const Spoken> spoken, const MediaRange& range) {
  std::vector<SpokenWord> heard;
  for (const Spoken& item : spoken) {
    if (item.voiced.overlap(range) == 0) continue;
    for (const SpokenWord& word : words_of(item)) {
      if (word.centre() >= range.begin.samples && word.centre() < range.end.samples) heard.push_back(word);
    }
  }
  std::stable_sort(heard.begin(), heard.end(),
                   [](const SpokenWord& a, const SpokenWord& b) { return a.range.begin < b.range.begin; });
  std::string text;
  for (const SpokenWord& word : heard) {
    if (!text.empty()) text += ' ';
    text += word.word;
  }
  return text;
}

MediaRange voiced_extent(std::span<const std::int16_t> samples) {
  // Voice is what comes within 34 dB of the loudest block, and never what a quiet line would hide.
  constexpr int kBelowLoudest = 50;
  constexpr int kQuietLine = 40;
  int loudest = 0;
  for (std::size_t at = 0; at < samples.size(); at += kFrameSamples) {
    loudest = std::max(loudest,
                       rms_level(samples.subspan(at, std::min<std::size_t>(kFrameSamples, samples.size() - at))));
  }
  const int threshold = std::max(kQuietLine, loudest / kBelowLoudest);
  MediaRange voiced;
  for (std::size_t at = 0; at < samples.size(); at += kFrameSamples) {
    const std::size_t size = std::min<std::size_t>(kFrameSamples, samples.size() - at);
    if (rms_level(samples.subspan(at, size)) <= threshold) continue;
    if (voiced.end.samples == 0) voiced.begin.samples = static_cast<std::int64_t>(at);
    voiced.end.samples = static_cast<std::int64_t>(at + size);
  }
  return voiced;
}

}  // namespace parley
