// The lines that are added to a file while somebody looks on: a server's log during a call. Only what is added
// after it was made is read; a file that does not exist yet, is cut or is begun anew is read from its beginning
// then.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace parley {

class LogTail {
 public:
  explicit LogTail(std::string file);

  /// The lines that are whole since the last time, without escapes of a terminal; of a line at most the first 500
  /// bytes, and of the file at most 64 KiB a time, for whoever asks has a call to play: the rest comes the next
  /// time.
  std::vector<std::string> take_lines();

 private:
  std::string file_;
  std::int64_t position_ = 0;
  std::string begun_;  // a line whose end has not been written
};

}  // namespace parley
