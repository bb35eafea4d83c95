// A name beside a file under which its successor is written, and the rename at the end. Whatever happens before the
// commit, the old file stays and the unfinished new one is removed.
#pragma once

#include <string>

#include "core/base/result.h"

namespace parley {

class Replacement {
 public:
  explicit Replacement(std::string path);
  ~Replacement();
  Replacement(const Replacement&) = delete;
  Replacement& operator=(const Replacement&) = delete;

  const std::string& temporary_path() const { return temporary_; }
  Result<void> commit();

 private:
  std::string path_;
  std::string temporary_;
  bool committed_ = false;
};

}  // namespace parley
