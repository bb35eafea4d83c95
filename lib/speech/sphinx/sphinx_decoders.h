// The decoders of the agents that share a book of intents: the files they are made from, in a folder that only this
// user may read and that goes with them, and those decoders that are idle between calls. On any thread.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "speech/sphinx/language_model.h"
#include "speech/sphinx/sphinx_decoder.h"

namespace parley {

class SphinxDecoders {
 public:
  static Result<std::shared_ptr<SphinxDecoders>> make(const std::string& acoustic_model, const LanguageModel& words,
                                                      const SphinxTuning& tuning, std::size_t most_idle);
  ~SphinxDecoders();
  SphinxDecoders(const SphinxDecoders&) = delete;
  SphinxDecoders& operator=(const SphinxDecoders&) = delete;

  /// One that knows nothing of the last call; it takes tens of milliseconds where none is idle.
  Result<std::unique_ptr<SphinxDecoder>> take();
  void give_back(std::unique_ptr<SphinxDecoder> decoder);

 private:
  SphinxDecoders(std::string folder, SphinxFiles files, SphinxTuning tuning, std::size_t most_idle);

  const std::string folder_;
  const SphinxFiles files_;
  const SphinxTuning tuning_;
  const std::size_t most_idle_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<SphinxDecoder>> idle_;
};

}  // namespace parley
