// A folder for a test's own files that no other run of the same test shares; gone with it.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace parley::speech_test {

class OwnFolder {
 public:
  OwnFolder() : path_(testing::TempDir() + "/parley_XXXXXX") { EXPECT_NE(::mkdtemp(path_.data()), nullptr); }
  ~OwnFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  OwnFolder(const OwnFolder&) = delete;
  OwnFolder& operator=(const OwnFolder&) = delete;

  const std::string& path() const { return path_; }
  std::string file(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

}  // namespace parley::speech_test
