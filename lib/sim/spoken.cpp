#include "sim/spoken.h"

#include <algorithm>

#include "core/audio/level.h"

namespace parley {

std::vector<TimedWord> words_of(const Spoken& spoken) {
  std::vector<TimedWord> words;
  const std::string_view text = spoken.text;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t begin = text.find_first_not_of(' ', at);
    if (begin == std::string_view::npos) break;
    at = std::min(text.find(' ', begin), text.size());
    words.push_back({{}, text.substr(begin, at - begin)});
  }
  std::int64_t voiced = 0;
  for (const MediaRange& stretch : spoken.voiced) voiced += stretch.end - stretch.begin;
  const auto count = static_cast<std::int64_t>(words.size());
  for (std::int64_t i = 0; i < count; ++i) {
    std::int64_t into = voiced * (2 * i + 1) / (2 * count);
    for (const MediaRange& stretch : spoken.voiced) {
      const std::int64_t length = stretch.end - stretch.begin;
      words[static_cast<std::size_t>(i)].centre = stretch.begin + into;
      if (into < length) break;
      into -= length;
    }
  }
  return words;
}

std::string words_in(std::span<const Spoken> spoken, const MediaRange& range) {
  std::vector<TimedWord> heard;
  for (const Spoken& item : spoken) {
    if (item.extent().overlap(range) == 0) continue;
    for (const TimedWord& word : words_of(item)) {
      if (word.centre >= range.begin && word.centre < range.end) heard.push_back(word);
    }
  }
  std::stable_sort(heard.begin(), heard.end(),
                   [](const TimedWord& a, const TimedWord& b) { return a.centre < b.centre; });
  std::string text;
  for (const TimedWord& word : heard) {
    if (!text.empty()) text += ' ';
    text += word.word;
  }
  return text;
}

std::vector<MediaRange> voiced_stretches(std::span<const std::int16_t> samples, MediaTime origin) {
  // Voice is what comes within 34 dB of the loudest block, and never what a quiet line would hide.
  constexpr int kBelowLoudest = 50;
  constexpr int kQuietLine = 40;
  constexpr std::int64_t kBridged = duration_to_samples(millis(100));
  std::vector<int> levels;
  for (std::size_t at = 0; at < samples.size(); at += kFrameSamples) {
    levels.push_back(rms_level(samples.subspan(at, std::min<std::size_t>(kFrameSamples, samples.size() - at))));
  }
  const int loudest = levels.empty() ? 0 : *std::max_element(levels.begin(), levels.end());
  const int threshold = std::max(kQuietLine, loudest / kBelowLoudest);
  std::vector<MediaRange> stretches;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    if (levels[i] <= threshold) continue;
    const std::size_t end = std::min((i + 1) * kFrameSamples, samples.size());
    const MediaRange block{origin + static_cast<std::int64_t>(i * kFrameSamples),
                           origin + static_cast<std::int64_t>(end)};
    if (!stretches.empty() && block.begin - stretches.back().end <= kBridged) {
      stretches.back().end = block.end;
    } else {
      stretches.push_back(block);
    }
  }
  return stretches;
}

}  // namespace parley
