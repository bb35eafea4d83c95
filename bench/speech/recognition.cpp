// How well the embedded recogniser hears callers whose voices are not the agent's, on lines of several kinds: word
// errors, what an agent does with what it heard, what it makes of speech about other things, and what that costs.
// Sentences, voices, noises and their order are the same each time; only the costs are of the machine and the
// moment.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <utility>

#include "bench/speech/examination.h"
#include "bench/speech/line.h"
#include "bench/speech/voices.h"
#include "core/reply/intents/intent_file.h"
#include "files/text_file.h"
#include "files/wav.h"
#include "speech/sphinx/language_model.h"
#include "speech/sphinx/sphinx_decoder.h"
#include "speech/sphinx/telephone_model.h"

namespace parley::bench {
namespace {

struct Options {
  std::string intents = "agents/front_desk.json";
  std::string folder = "bench/speech";
  std::string paraphrases = "paraphrases.txt";
  std::string model = "/usr/share/pocketsphinx/model/en-us";
  std::string sounds = "/usr/share/asterisk/sounds/en";
  std::string kept = (std::filesystem::temp_directory_path() / "parley-recognition-sounds").string();
  std::vector<std::string> voices = {"kal", "en-us", "en-us+f3"};
  std::vector<std::string> lines = {"clean", "white:20", "pink:20", "babble:20"};
  std::vector<std::string> groups;  // none: all
  std::vector<std::string> extra;
  int half = -1;
  int expected = 60;
  int level_db = -20;
  int sentences_a_call = 5;
  double noise_db = kNoiseOfTelephones;
  bool show = false;
  bool by_voice = false;
  SphinxTuning tuning;
  LanguageModelSettings language;
};

struct Group {
  std::string name;
  std::vector<Sentence> sentences;
};

std::vector<std::string> lines_of(const std::string& path) {
  std::vector<std::string> all;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && line.front() != '#') all.push_back(line);
  }
  return all;
}

/// "intent: sentence"; others mean what `intent` says.
std::vector<Sentence> sentences_in(const std::string& path, const std::string& intent) {
  std::vector<Sentence> all;
  for (const std::string& line : lines_of(path)) {
    const std::size_t colon = line.find(": ");
    if (colon == std::string::npos) {
      all.push_back({intent, line, ""});
    } else {
      all.push_back({line.substr(0, colon), line.substr(colon + 2), ""});
    }
  }
  return all;
}

std::vector<Group> groups_of(const Options& options, const IntentBook& book) {
  Group expected{"expected", {}};
  const std::vector<std::string>& sentences = book.expected_sentences("en");
  const std::size_t count = std::min(sentences.size(), static_cast<std::size_t>(options.expected));
  for (std::size_t i = 0; i < count; ++i) {
    expected.sentences.push_back({"", sentences[sentences.size() * i / count], ""});
  }
  Group prompts{"prompts", {}};
  for (const std::string& name : lines_of(options.folder + "/prompts.txt")) {
    prompts.sentences.push_back({"-", "", options.sounds + "/" + name + ".wav"});
  }
  std::vector<Group> all{std::move(expected),
                         {"paraphrases", sentences_in(options.folder + "/" + options.paraphrases, "")},
                         {"numbers", sentences_in(options.folder + "/numbers.txt", "-")},
                         {"elsewhere", sentences_in(options.folder + "/out_of_domain.txt", "-")},
                         std::move(prompts)};
  std::erase_if(all, [&](const Group& group) {
    return !options.groups.empty() &&
           std::find(options.groups.begin(), options.groups.end(), group.name) == options.groups.end();
  });
  return all;
}

long resident_kb() {
  long pages = 0;
  std::ifstream("/proc/self/statm") >> pages >> pages;
  return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

TelephoneLine line_with_babble(const Options& options) {
  std::vector<std::vector<std::int16_t>> speeches;
  for (const std::string& text : lines_of(options.folder + "/out_of_domain.txt")) {
    const char* const voices[] = {"slt", "rms", "awb", "kal"};
    speeches.push_back(spoken_by(voices[speeches.size() % 4], text, options.kept));
  }
  return TelephoneLine(talking_at_once(speeches, 6));
}

class Session {
 public:
  Session(const Options& options, SphinxDecoder& decoder, std::shared_ptr<const IntentBook> book)
      : options_(options), examination_(decoder, std::move(book)), line_(line_with_babble(options)) {}

  void examine(const Group& group, const std::string& line) {
    Outcome all;
    for (const std::string& voice : options_.voices) {
      const Outcome one = hear(group, voice, line_noise(line));
      if (options_.by_voice) std::puts(table_row(group.name, voice, line, one).c_str());
      all.add(one);
      if (!group.sentences.empty() && !group.sentences.front().sound.empty()) break;  // recorded: one voice only
    }
    if (!options_.by_voice) {
      const std::string voices = std::to_string(options_.voices.size()) + " voices";
      std::puts(
          table_row(group.name, options_.voices.size() == 1 ? options_.voices[0] : voices, line, all).c_str());
    }
    std::fflush(stdout);
  }

 private:
  Outcome hear(const Group& group, const std::string& voice, const LineNoise& noise) {
    Outcome outcome;
    int in_call = 0;
    for (std::size_t i = 0; i < group.sentences.size(); ++i) {
      if (options_.half >= 0 && static_cast<int>(i % 2) != options_.half) continue;
      const Sentence& sentence = group.sentences[i];
      const std::vector<std::int16_t> speech = sound_of(sentence, voice);
      if (speech.empty()) continue;
      if (in_call++ % options_.sentences_a_call == 0) examination_.next_call();
      const int wrong = outcome.wrong;
      const int right = outcome.right;
      const std::string words =
          examination_.hear(sentence, line_.carry(speech, noise, options_.level_db, i), outcome);
      if (!options_.show) continue;
      const char* mark = outcome.wrong > wrong ? "WRONG" : outcome.right > right ? "right" : "-";
      std::printf("  %-5s %s: \"%s\" heard as \"%s\"\n", mark, voice.c_str(),
                  (sentence.text.empty() ? sentence.sound : sentence.text).c_str(), words.c_str());
    }
    return outcome;
  }

  std::vector<std::int16_t> sound_of(const Sentence& sentence, const std::string& voice) const {
    if (sentence.sound.empty()) return spoken_by(voice, sentence.text, options_.kept);
    auto sound = read_sound(sentence.sound);
    return sound.has_value() ? std::move(sound->samples) : std::vector<std::int16_t>{};
  }

  const Options& options_;
  Examination examination_;
  const TelephoneLine line_;
};

int give_up(const Error& error) {
  std::fprintf(stderr, "%s\n", error.text().c_str());
  return 1;
}

int examine(const Options& options, const std::shared_ptr<const IntentBook>& book, const SphinxFiles& files) {
  const long before = resident_kb();
  auto decoder = SphinxDecoder::make(files, options.tuning);
  if (!decoder.has_value()) return give_up(decoder.error());
  const long first = resident_kb();
  {
    std::vector<std::unique_ptr<SphinxDecoder>> more;
    for (int i = 0; i < 4; ++i) more.push_back(std::move(*SphinxDecoder::make(files, options.tuning)));
    std::printf("the first decoder takes %ld KB, each of four more %ld KB\n", first - before,
                (resident_kb() - first) / 4);
  }
  Session session(options, **decoder, book);
  std::puts(table_head().c_str());
  for (const Group& group : groups_of(options, *book)) {
    for (const std::string& line : options.lines) session.examine(group, line);
  }
  return 0;
}

int run(const Options& options) {
  const auto text = read_text_file(options.intents);
  if (!text.has_value()) return give_up(text.error());
  auto read = read_intent_book(*text, options.intents, embedded_languages());
  if (!read.has_value()) return give_up(read.error());
  const auto book = std::make_shared<const IntentBook>(std::move(*read));
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
  SphinxFiles files{options.model + "/en-us", folder / "words.lm", folder / "words.dict", ""};
  const auto settings = read_text_file(options.model + "/en-us/feat.params");
  const auto means = read_text_file(options.model + "/en-us/means");
  if (!settings.has_value()) return give_up(settings.error());
  if (!means.has_value()) return give_up(means.error());
  const auto heard = telephone_means(*settings, *means, options.noise_db);
  if (heard.has_value() && options.noise_db > 0) {
    files.telephone_means = folder / "means";
    std::ofstream(files.telephone_means, std::ios::binary) << *heard;
  }
  const int code = examine(options, book, files);
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
  app.add_option("--paraphrases", options.paraphrases, "the file of what callers may want, in the folder");
  app.add_option("--model", options.model, "pocketsphinx's model");
  app.add_option("--sounds", options.sounds, "where the recorded prompts are");
  app.add_option("--kept", options.kept, "where sound that was made is kept");
  app.add_option("--voice", options.voices, "kal, awb, rms, or one of espeak-ng: en-us+f3");
  app.add_option("--line", options.lines, "clean, white:20, pink:10, babble:20");
  app.add_option("--group", options.groups, "expected, paraphrases, numbers, elsewhere, prompts");
  app.add_option("--set", options.extra, "an option of pocketsphinx: -lw=8");
  app.add_option("--half", options.half, "0 or 1: every other sentence");
  app.add_option("--expected", options.expected, "how many of the expected sentences are spoken");
  app.add_option("--level", options.level_db, "of the speech, dB of full scale");
  app.add_option("--sentences-a-call", options.sentences_a_call, "until another voice is forgotten");
  app.add_option("--noise-db", options.noise_db, "of the line that the model is made for; 0: the model as it is");
  app.add_option("--noise", options.tuning.noise, "added after upsampling");
  app.add_option("--background", options.language.background, "share of words about other things");
  app.add_option("--looseness", options.language.looseness);
  app.add_option("--count-power", options.language.count_power);
  app.add_option("--number-weight", options.language.number_weight);
  app.add_flag("--show", options.show, "print what was heard");
  app.add_flag("--by-voice", options.by_voice, "a row for each voice");
  CLI11_PARSE(app, argc, argv);
  for (const std::string& setting : options.extra) {
    const std::size_t equals = setting.find('=');
    if (equals != std::string::npos) {
      options.tuning.options.emplace_back(setting.substr(0, equals), setting.substr(equals + 1));
    }
  }
  return parley::bench::run(options);
}
