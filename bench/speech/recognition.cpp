// How well the embedded recogniser hears callers whose voices are not the agent's, through mu-law and noise: word
// errors, the intents that follow from what it heard, what it makes of speech about other things, and what that
// costs. One line for each group of sentences. Numbers are of the machine and the moment; errors are not.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <sstream>
#include <utility>

#include "bench/speech/voices.h"
#include "core/reply/intents/dialogue.h"
#include "core/reply/intents/intent_file.h"
#include "files/text_file.h"
#include "files/wav.h"
#include "speech/sphinx/language_model.h"
#include "speech/sphinx/sphinx_decoder.h"
#include "voice/flite_voice.h"

namespace parley::bench {
namespace {

struct Options {
  std::string intents = "agents/front_desk.json";
  std::string folder = "bench/speech";
  std::string model = "/usr/share/pocketsphinx/model/en-us";
  std::string sounds = "/usr/share/asterisk/sounds/en";
  std::vector<std::string> voices = {"kal", "awb"};
  std::vector<std::string> extra;
  int snr_db = 20;
  int half = -1;
  int expected = 60;
  int sentences_a_call = 5;
  bool show = false;
  SphinxTuning tuning;
  LanguageModelSettings language;
};

struct Sentence {
  std::string intent;  // empty: what the words say
  std::string text;
  std::string sound;  // a file; empty: spoken by each voice
};

struct Outcome {
  int sentences = 0;
  int words = 0;
  int word_errors = 0;
  int exact = 0;
  int wanted = 0;  // sentences with an intent
  int right = 0;
  int wrong = 0;
  int not_caught = 0;
  int empty = 0;
  double audio_s = 0;
  double decoding_s = 0;
  std::vector<double> flush_ms;
};

std::vector<std::string> lines_of(const std::string& path) {
  std::vector<std::string> all;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && line.front() != '#') all.push_back(line);
  }
  return all;
}

std::vector<Sentence> sentences_in(const std::string& path) {
  std::vector<Sentence> all;
  for (const std::string& line : lines_of(path)) {
    const std::size_t colon = line.find(": ");
    if (colon == std::string::npos) {
      all.push_back({"", line, ""});
    } else {
      all.push_back({line.substr(0, colon), line.substr(colon + 2), ""});
    }
  }
  return all;
}

std::vector<Sentence> sounds_in(const Options& options) {
  std::vector<Sentence> all;
  for (const std::string& name : lines_of(options.folder + "/prompts.txt")) {
    all.push_back({"", name, options.sounds + "/" + name + ".wav"});
  }
  return all;
}

std::vector<Sentence> some_of(const std::vector<std::string>& sentences, int count) {
  std::vector<Sentence> some;
  for (int i = 0; i < count; ++i) {
    some.push_back(
        {"", sentences[sentences.size() * static_cast<std::size_t>(i) / static_cast<std::size_t>(count)], ""});
  }
  return some;
}

std::vector<std::string> split(const std::string& text) {
  std::istringstream in(text);
  return {std::istream_iterator<std::string>(in), {}};
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

double cpu_seconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;  // of this process: others may be at work
}

long resident_kb() {
  long pages = 0;
  std::ifstream("/proc/self/statm") >> pages >> pages;
  return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

class Examination {
 public:
  Examination(SphinxDecoder& decoder, const IntentBook& book, const Options& options)
      : decoder_(decoder), book_(book), options_(options) {}

  Outcome hear(const std::string& group, const std::vector<Sentence>& sentences) {
    Outcome outcome;
    for (const std::string& voice : options_.voices) {
      int in_call = 0;
      for (std::size_t i = 0; i < sentences.size(); ++i) {
        if (options_.half >= 0 && static_cast<int>(i % 2) != options_.half) continue;
        const std::vector<std::int16_t> speech = sound_of(sentences[i], voice);
        if (speech.empty()) continue;
        if (in_call++ % options_.sentences_a_call == 0) decoder_.forget();
        const std::string words = decoded(telephoned(speech, options_.snr_db, i), outcome);
        if (judge(sentences[i], words, outcome) && options_.show) {
          std::printf("  %s %s: \"%s\" heard as \"%s\"\n", group.c_str(), voice.c_str(), sentences[i].text.c_str(),
                      words.c_str());
        }
      }
      if (!sentences.empty() && !sentences.front().sound.empty()) break;  // recorded: there is one voice only
    }
    return outcome;
  }

 private:
  static std::vector<std::int16_t> sound_of(const Sentence& sentence, const std::string& voice) {
    if (!sentence.sound.empty()) {
      auto sound = read_sound(sentence.sound);
      return sound.has_value() ? std::move(sound->samples) : std::vector<std::int16_t>{};
    }
    auto speech = read_aloud(sentence.text, voice);
    return speech.has_value() ? std::move(*speech) : std::vector<std::int16_t>{};
  }

  /// As a call has it decoded: in pieces, with partial words now and then.
  std::string decoded(const std::vector<std::uint8_t>& mulaw, Outcome& outcome) {
    const double begun = cpu_seconds();
    decoder_.begin();
    constexpr std::size_t kPiece = 1200;
    for (std::size_t at = 0; at < mulaw.size(); at += kPiece) {
      decoder_.hear(std::span(mulaw).subspan(at, std::min(kPiece, mulaw.size() - at)));
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

  std::string intent_of(const std::string& text) const {
    const IntentMatch match = book_.matcher("en")->match(spoken_words(text));
    if (match.intent < 0 || match.score < Dialogue::kUnderstood) return {};
    return book_.intents()[static_cast<std::size_t>(match.intent)].name;
  }

  /// Whether something was misheard.
  bool judge(const Sentence& sentence, const std::string& words, Outcome& outcome) const {
    const bool known = sentence.sound.empty();
    const std::vector<std::string> said = split(known ? sentence.text : "");
    const int errors = known ? errors_between(said, split(words)) : 0;
    const std::string wanted = !sentence.intent.empty() ? sentence.intent : known ? intent_of(sentence.text) : "";
    const std::string got = intent_of(words);
    ++outcome.sentences;
    outcome.words += static_cast<int>(said.size());
    outcome.word_errors += errors;
    outcome.exact += errors == 0 ? 1 : 0;
    outcome.empty += words.empty() ? 1 : 0;
    outcome.wanted += wanted.empty() ? 0 : 1;
    outcome.right += got == wanted && !wanted.empty() ? 1 : 0;
    outcome.not_caught += got.empty() ? 1 : 0;
    outcome.wrong += !got.empty() && got != wanted ? 1 : 0;
    return got != wanted || (errors > 0 && !wanted.empty());
  }

  SphinxDecoder& decoder_;
  const IntentBook& book_;
  const Options& options_;
};

void print(const std::string& group, Outcome outcome) {
  std::sort(outcome.flush_ms.begin(), outcome.flush_ms.end());
  const auto at = [&](std::size_t per_cent) {
    return outcome.flush_ms.empty() ? 0 : outcome.flush_ms[(outcome.flush_ms.size() - 1) * per_cent / 100];
  };
  const auto share = [](int part, int whole) { return whole == 0 ? 0.0 : 100.0 * part / whole; };
  std::printf(
      "%-12s n=%-3d WER %5.1f %%  exact %5.1f %%  intent right %5.1f %%  wrong %5.1f %%  not caught %5.1f %%",
      group.c_str(), outcome.sentences, share(outcome.word_errors, outcome.words),
      share(outcome.exact, outcome.sentences), share(outcome.right, outcome.wanted),
      share(outcome.wrong, outcome.sentences), share(outcome.not_caught, outcome.sentences));
  std::printf("  empty %4.1f %%  RTF %.3f  flush p50 %.0f p95 %.0f max %.0f ms\n",
              share(outcome.empty, outcome.sentences), outcome.decoding_s / std::max(outcome.audio_s, 1e-9), at(50),
              at(95), at(100));
}

int give_up(const Error& error) {
  std::fprintf(stderr, "%s\n", error.text().c_str());
  return 1;
}

int examine(const Options& options, const IntentBook& book, const SphinxFiles& files) {
  const long before = resident_kb();
  const double begun = cpu_seconds();
  auto decoder = SphinxDecoder::make(files, options.tuning);
  if (!decoder.has_value()) return give_up(decoder.error());
  const double made = cpu_seconds();
  const long first = resident_kb();
  {
    std::vector<std::unique_ptr<SphinxDecoder>> more;
    for (int i = 0; i < 8; ++i) more.push_back(std::move(*SphinxDecoder::make(files, options.tuning)));
    std::printf("a decoder takes %.0f ms; the first %ld KB, each of eight more %ld KB\n", (made - begun) * 1000,
                first - before, (resident_kb() - first) / 8);
  }
  Examination examination(**decoder, book, options);
  const std::vector<std::pair<std::string, std::vector<Sentence>>> groups = {
      {"expected", some_of(book.expected_sentences("en"), options.expected)},
      {"paraphrases", sentences_in(options.folder + "/paraphrases.txt")},
      {"numbers", sentences_in(options.folder + "/numbers.txt")},
      {"elsewhere", sentences_in(options.folder + "/out_of_domain.txt")},
      {"prompts", sounds_in(options)}};
  for (const auto& [group, sentences] : groups) print(group, examination.hear(group, sentences));
  return 0;
}

int run(const Options& options) {
  const auto text = read_text_file(options.intents);
  if (!text.has_value()) return give_up(text.error());
  const auto book = read_intent_book(*text, options.intents, embedded_languages());
  if (!book.has_value()) return give_up(book.error());
  const auto dictionary = read_text_file(options.model + "/cmudict-en-us.dict");
  if (!dictionary.has_value()) return give_up(dictionary.error());
  const auto model = make_language_model(book->expected_sentences("en"), *dictionary, options.language);
  if (!model.has_value()) return give_up(model.error());
  std::printf("%zu sentences of %zu words\n", book->expected_sentences("en").size(), model->words);
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("parley-recognition-" + std::to_string(getpid()));
  std::filesystem::create_directory(folder);
  std::ofstream(folder / "words.lm") << model->arpa;
  std::ofstream(folder / "words.dict") << model->dictionary;
  const int code = examine(options, *book, {options.model + "/en-us", folder / "words.lm", folder / "words.dict"});
  std::filesystem::remove_all(folder);
  return code;
}

}  // namespace
}  // namespace parley::bench

int main(int argc, char** argv) {
  parley::bench::Options options;
  CLI::App app("Measures the embedded recogniser");
  app.add_option("--intents", options.intents, "what the agent talks about");
  app.add_option("--folder", options.folder, "where the sentences are");
  app.add_option("--model", options.model, "pocketsphinx's model");
  app.add_option("--sounds", options.sounds, "where the recorded prompts are");
  app.add_option("--voice", options.voices, "kal, awb, rms");
  app.add_option("--set", options.extra, "an option of pocketsphinx: -lw=8");
  app.add_option("--snr", options.snr_db, "dB");
  app.add_option("--half", options.half, "0 or 1: every other sentence");
  app.add_option("--expected", options.expected, "how many of the expected sentences are spoken");
  app.add_option("--sentences-a-call", options.sentences_a_call, "until another voice is forgotten");
  app.add_option("--noise", options.tuning.noise, "added after upsampling");
  app.add_option("--background", options.language.background, "share of words about other things");
  app.add_option("--looseness", options.language.looseness);
  app.add_option("--count-power", options.language.count_power);
  app.add_flag("--show", options.show, "print what was misheard");
  CLI11_PARSE(app, argc, argv);
  for (const std::string& setting : options.extra) {
    const std::size_t equals = setting.find('=');
    if (equals != std::string::npos) {
      options.tuning.options.emplace_back(setting.substr(0, equals), setting.substr(equals + 1));
    }
  }
  return parley::bench::run(options);
}
