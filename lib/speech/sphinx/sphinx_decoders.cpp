#include "speech/sphinx/sphinx_decoders.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <utility>

#include "files/text_file.h"
#include "speech/sphinx/telephone_model.h"

namespace parley {
namespace {

/// Empty where none could be made.
std::string private_folder() {
  std::error_code error;
  const std::filesystem::path place = std::filesystem::temp_directory_path(error);
  if (error) return {};
  std::string name = (place / "parley-words-XXXXXX").string();
  return mkdtemp(name.data()) == nullptr ? "" : name;
}

bool written(const std::string& path, const std::string& text) {
  std::ofstream out(path, std::ios::binary);
  out << text;
  out.close();
  return out.good();
}

}  // namespace

Result<std::shared_ptr<SphinxDecoders>> SphinxDecoders::make(const std::string& acoustic_model,
                                                             const LanguageModel& words, const SphinxTuning& tuning,
                                                             std::size_t most_idle) {
  std::string folder = private_folder();
  if (folder.empty()) return make_error("there is no place for temporary files");
  SphinxFiles files{acoustic_model, folder + "/words.lm", folder + "/words.dict", ""};
  bool complete = written(files.language_model, words.arpa) && written(files.dictionary, words.dictionary);
  const auto features = read_text_file(acoustic_model + "/feat.params");
  const auto means = read_text_file(acoustic_model + "/means");
  if (features.has_value() && means.has_value()) {
    // Another kind of model is used as it is.
    const auto heard = telephone_means(*features, *means, kNoiseOfTelephones);
    if (heard.has_value()) files.telephone_means = folder + "/means";
    if (heard.has_value()) complete = complete && written(files.telephone_means, *heard);
  }
  std::shared_ptr<SphinxDecoders> made(new SphinxDecoders(std::move(folder), std::move(files), tuning, most_idle));
  if (!complete) return make_error("the language model cannot be written", made->folder_);
  // The first call finds one ready, and a model that cannot be used is found now.
  auto first = made->take();
  if (!first.has_value()) return first.error();
  made->give_back(std::move(*first));
  return made;
}

SphinxDecoders::SphinxDecoders(std::string folder, SphinxFiles files, SphinxTuning tuning, std::size_t most_idle)
    : folder_(std::move(folder)), files_(std::move(files)), tuning_(std::move(tuning)), most_idle_(most_idle) {}

SphinxDecoders::~SphinxDecoders() {
  std::error_code ignored;  // what a full or vanished disk keeps is no reason to stop
  std::filesystem::remove_all(folder_, ignored);
}

Result<std::unique_ptr<SphinxDecoder>> SphinxDecoders::take() {
  std::unique_ptr<SphinxDecoder> decoder;
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      decoder = std::move(idle_.back());
      idle_.pop_back();
    }
  }
  if (decoder == nullptr) return SphinxDecoder::make(files_, tuning_);
  decoder->forget();
  return decoder;
}

void SphinxDecoders::give_back(std::unique_ptr<SphinxDecoder> decoder) {
  const std::lock_guard lock(mutex_);
  if (idle_.size() < most_idle_) idle_.push_back(std::move(decoder));
}

}  // namespace parley
