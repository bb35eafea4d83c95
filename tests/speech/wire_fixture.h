// Exchanges with providers as fixtures/wire/ keeps them.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

namespace parley::speech_test {

/// Tests run in the tree's root. Of a file of one line, the line.
inline std::string wire_fixture(const std::string& name) {
  std::ifstream in("fixtures/wire/" + name, std::ios::binary);
  EXPECT_TRUE(in.is_open()) << name;
  std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (text.find('\n') == text.size() - 1) text.pop_back();
  return text;
}

}  // namespace parley::speech_test
