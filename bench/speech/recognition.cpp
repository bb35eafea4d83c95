// How well the embedded recogniser hears callers whose voices are not the agent's, through mu-law and noise: word
// errors of sentences that it expects and of ones that it does not, what it makes of speech about other things, and
// what that costs. One line a group of sentences; docs/performance.md says which figures are whose.
#include <sys/resource.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>

#include "bench/speech/voices.h"
#include "speech/language_model.h"
#include "speech/sphinx_decoder.h"

namespace parley::bench {
namespace {

struct Sentence {
  std::string intent;
  std::string text;
};

struct Options {
  std::string folder = "bench/speech";
  std::string model = "/usr/share/pocketsphinx/model/en-us";
  std::vector<std::string> voices = {"kal", "awb"};
  std::vector<std::string> extra;  // -lw=8
  int snr_db = 20;
  int half = -1;  // 0 or 1: every other sentence; -1: all
  int sentences_a_call = 5;
  bool show = false;
  SphinxTuning tuning;
  LanguageModelSettings language;
};

struct Outcome {
  int sentences = 0;
  int words = 0;
  int wrong = 0;
  int exact = 0;
  int taken_for_expected = 0;
  int empty = 0;
  double audio_s = 0;
  double decoding_s = 0;
  std::vector<double> flush_ms;
};

std::string contents(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::vector<Sentence> sentences_in(const std::string& path) {
  std::vector<Sentence> all;
  std::istringstream in(contents(path));
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.front() == '#') continue;
    const std::size_t colon = line.find(": ");
    all.push_back(colon == std::string::npos ? Sentence{"", line}
                                             : Sentence{line.substr(0, colon), line.substr(colon + 2)});
  }
  return all;
}

std::vector<std::string> split(const std::string& text) {
  std::istringstream in(text);
  return {std::istream_iterator<std::string>(in), {}};
}

int word_errors(const std::vector<std::string>& said, const std::vector<std::string>& heard) {
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

double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

long resident_kb() {
  long pages = 0;
  std::ifstream("/proc/self/statm") >> pages >> pages;
  return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

/// Decodes as a call would: pieces of 20 ms, partial words now and then.
std::string decoded(SphinxDecoder& decoder, const std::vector<std::uint8_t>& mulaw, Outcome& outcome) {
  const double begun = seconds_now();
  decoder.begin();
  constexpr std::size_t kPiece = 160;
  for (std::size_t at = 0; at < mulaw.size(); at += kPiece) {
    decoder.hear(std::span(mulaw).subspan(at, std::min(kPiece, mulaw.size() - at)));
    if (at % (kPiece * 8) == 0) decoder.words_so_far();
  }
  const double flushing = seconds_now();
  std::string words;
  decoder.end(words);
  const double done = seconds_now();
  outcome.flush_ms.push_back((done - flushing) * 1000);
  outcome.decoding_s += done - begun;
  outcome.audio_s += static_cast<double>(mulaw.size()) / kSampleRate;
  return words;
}

Outcome heard(SphinxDecoder& decoder, const std::vector<Sentence>& sentences, const std::vector<Sentence>& expected,
              const Options& options, const std::string& group) {
  Outcome outcome;
  for (const std::string& voice : options.voices) {
    int in_call = 0;
    for (std::size_t i = 0; i < sentences.size(); ++i) {
      if (options.half >= 0 && static_cast<int>(i % 2) != options.half) continue;
      const std::vector<std::int16_t> speech = spoken(voice, sentences[i].text);
      if (in_call++ % options.sentences_a_call == 0) decoder.forget();
      const std::string words = decoded(decoder, telephoned(speech, options.snr_db, i), outcome);
      const std::vector<std::string> said = split(sentences[i].text);
      const int wrong = word_errors(said, split(words));
      ++outcome.sentences;
      outcome.words += static_cast<int>(said.size());
      outcome.wrong += wrong;
      outcome.exact += wrong == 0 ? 1 : 0;
      outcome.empty += words.empty() ? 1 : 0;
      outcome.taken_for_expected +=
          std::any_of(expected.begin(), expected.end(), [&](const Sentence& one) { return one.text == words; }) ? 1
                                                                                                                : 0;
      if (options.show && wrong > 0) {
        std::printf("  %s %s: \"%s\" heard as \"%s\"\n", group.c_str(), voice.c_str(), sentences[i].text.c_str(),
                    words.c_str());
      }
    }
  }
  return outcome;
}

void print(const std::string& group, Outcome outcome) {
  std::sort(outcome.flush_ms.begin(), outcome.flush_ms.end());
  const auto at = [&](std::size_t per_cent) {
    return outcome.flush_ms.empty() ? 0 : outcome.flush_ms[(outcome.flush_ms.size() - 1) * per_cent / 100];
  };
  const auto share = [](int part, int whole) { return whole == 0 ? 0.0 : 100.0 * part / whole; };
  std::printf(
      "%-12s n=%-3d WER %5.1f %%  exact %5.1f %%  an expected sentence %5.1f %%  nothing %4.1f %%  RTF %.3f  flush "
      "p50 %.0f p95 %.0f max %.0f ms\n",
      group.c_str(), outcome.sentences, share(outcome.wrong, outcome.words),
      share(outcome.exact, outcome.sentences), share(outcome.taken_for_expected, outcome.sentences),
      share(outcome.empty, outcome.sentences), outcome.decoding_s / std::max(outcome.audio_s, 1e-9), at(50), at(95),
      at(100));
}

int run(const Options& options) {
  const std::vector<Sentence> expected = sentences_in(options.folder + "/expected.txt");
  std::vector<std::string> texts;
  for (const Sentence& sentence : expected) texts.push_back(sentence.text);
  const auto model = make_language_model(texts, contents(options.model + "/cmudict-en-us.dict"), options.language);
  if (!model.has_value()) {
    std::fprintf(stderr, "%s\n", model.error().text().c_str());
    return 1;
  }
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("parley-recognition-" + std::to_string(getpid()));
  std::filesystem::create_directory(folder);
  std::ofstream(folder / "words.lm") << model->arpa;
  std::ofstream(folder / "words.dict") << model->dictionary;
  const SphinxFiles files{options.model + "/en-us", (folder / "words.lm").string(),
                          (folder / "words.dict").string()};
  const long before = resident_kb();
  const double begun = seconds_now();
  auto decoder = SphinxDecoder::make(files, options.tuning);
  if (!decoder.has_value()) {
    std::fprintf(stderr, "%s\n", decoder.error().text().c_str());
    return 1;
  }
  std::printf("%zu words; a decoder takes %.0f ms", model->words, (seconds_now() - begun) * 1000);
  auto second = SphinxDecoder::make(files, options.tuning);
  std::printf(" and %ld KB for the first two\n", resident_kb() - before);
  for (const auto& [group, file] : std::map<std::string, std::string>{
           {"expected", "expected"}, {"paraphrases", "paraphrases"}, {"elsewhere", "out_of_domain"}}) {
    print(group, heard(**decoder, sentences_in(options.folder + "/" + file + ".txt"), expected, options, group));
  }
  std::filesystem::remove_all(folder);
  return 0;
}

}  // namespace
}  // namespace parley::bench

int main(int argc, char** argv) {
  using namespace parley::bench;
  Options options;
  CLI::App app("Measures the embedded recogniser");
  app.add_option("--folder", options.folder, "expected.txt, paraphrases.txt and out_of_domain.txt are here");
  app.add_option("--model", options.model, "pocketsphinx's model");
  app.add_option("--voice", options.voices, "kal, awb, rms");
  app.add_option("--set", options.extra, "an option of pocketsphinx: -lw=8");
  app.add_option("--snr", options.snr_db, "dB");
  app.add_option("--half", options.half, "0 or 1: every other sentence");
  app.add_option("--sentences-a-call", options.sentences_a_call);
  app.add_option("--noise", options.tuning.noise);
  app.add_option("--background", options.language.background);
  app.add_option("--looseness", options.language.looseness);
  app.add_option("--count-power", options.language.count_power);
  app.add_flag("--show", options.show, "print what was misheard");
  CLI11_PARSE(app, argc, argv);
  for (const std::string& setting : options.extra) {
    const std::size_t equals = setting.find('=');
    if (equals != std::string::npos)
      options.tuning.options.emplace_back(setting.substr(0, equals), setting.substr(equals + 1));
  }
  return run(options);
}
