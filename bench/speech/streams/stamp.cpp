#include "bench/speech/streams/stamp.h"

#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <sstream>

namespace parley::bench {

std::int64_t monotonic_us() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

std::string stamp_text(std::int64_t heard_us) {
  return "heard " + std::to_string(heard_us) + " said " + std::to_string(monotonic_us());
}

std::optional<Stamp> read_stamp(const std::string& text) {
  std::istringstream in(text);
  std::string heard;
  std::string said;
  Stamp stamp;
  if (!(in >> heard >> stamp.heard_us >> said >> stamp.said_us) || heard != "heard" || said != "said") return {};
  return stamp;
}

Usage usage_now() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  const auto micros = [](const timeval& time) { return std::int64_t{time.tv_sec} * 1'000'000 + time.tv_usec; };
  std::int64_t pages = 0;
  std::int64_t resident = 0;
  std::ifstream("/proc/self/statm") >> pages >> resident;
  return {micros(used.ru_utime) + micros(used.ru_stime), resident * ::sysconf(_SC_PAGESIZE) / 1024, 0};
}

}  // namespace parley::bench
