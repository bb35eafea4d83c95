// Any bytes are a sound file or an error whose place is the path. The file lies in memory, under a path of /proc.
#include <sys/mman.h>
#include <unistd.h>

#include "core/base/check.h"
#include "files/wav.h"
#include "tests/fuzz/fuzz_input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace parley;
  const int file = memfd_create("sound.wav", 0);
  PARLEY_CHECK(file >= 0);
  PARLEY_CHECK(write(file, data, size) == static_cast<ssize_t>(size));
  const std::string path = "/proc/self/fd/" + std::to_string(file);
  const auto mixed = read_sound(path);
  const auto apart = read_channels(path);
  PARLEY_CHECK(mixed.has_value() == apart.has_value());
  if (mixed.has_value()) {
    PARLEY_CHECK(apart->size() == static_cast<std::size_t>(mixed->channels));
    for (const Sound& channel : *apart) PARLEY_CHECK(channel.samples.size() == mixed->samples.size());
  } else {
    PARLEY_CHECK(!mixed.error().message.empty() && mixed.error().place == path);
  }
  PARLEY_CHECK(close(file) == 0);
  return 0;
}
