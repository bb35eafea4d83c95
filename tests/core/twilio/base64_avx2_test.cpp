#include "core/twilio/base64_avx2.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/base/cpu.h"
#include "core/base/random.h"

namespace parley::twilio {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// One group at a time, by the definition.
std::string encoded_plainly(std::span<const std::uint8_t> bytes) {
  std::string text;
  for (std::size_t i = 0; i + 3 <= bytes.size(); i += 3) {
    const unsigned group = bytes[i] * 65536U + bytes[i + 1] * 256U + bytes[i + 2];
    for (const unsigned shift : {18U, 12U, 6U, 0U}) text += kAlphabet[(group >> shift) % 64U];
  }
  return text;
}

class Base64Avx2 : public testing::Test {
 protected:
  void SetUp() override {
    if (!has_avx2()) GTEST_SKIP() << "this processor has no AVX2";
  }
};

TEST_F(Base64Avx2, EncodesAsTheDefinitionDoesWhereverItStops) {
  Random random(5);
  for (std::size_t size = 0; size < 400; ++size) {
    std::vector<std::uint8_t> bytes(size);  // exactly, so that a sanitizer sees a byte read too far
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random.below(256));
    std::string text(size / 3 * 4, '?');
    const std::size_t done = base64_encode_avx2(bytes, text.data());
    ASSERT_EQ(done % 24, 0U);
    EXPECT_GE(done + 28, size / 24 * 24);
    EXPECT_EQ(text.substr(0, done / 3 * 4), encoded_plainly(std::span(bytes).first(done)));
    EXPECT_EQ(text.find_first_not_of('?', done / 3 * 4), std::string::npos) << "written too far";
  }
}

TEST_F(Base64Avx2, EncodesEveryNumberOfSixBitsAtEveryPlaceOfItsGroup) {
  for (unsigned place = 0; place < 4; ++place) {
    for (unsigned value = 0; value < 64; ++value) {
      const unsigned group = value << (6 * place);
      std::vector<std::uint8_t> bytes(28, 0);
      bytes[21] = static_cast<std::uint8_t>(group >> 16U);
      bytes[22] = static_cast<std::uint8_t>(group >> 8U & 0xFFU);
      bytes[23] = static_cast<std::uint8_t>(group & 0xFFU);
      std::string text(36, '?');
      ASSERT_EQ(base64_encode_avx2(bytes, text.data()), 24U);
      EXPECT_EQ(text.substr(28, 4), encoded_plainly(std::span(bytes).subspan(21, 3)));
    }
  }
}

TEST_F(Base64Avx2, DecodesWhatWasEncodedAndWritesNoByteMore) {
  Random random(6);
  for (std::size_t groups = 0; groups < 150; ++groups) {
    std::vector<std::uint8_t> bytes(groups * 3);
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random.below(256));
    const std::string text = encoded_plainly(bytes);
    const std::size_t whole = text.size() / 32 * 32;
    std::vector<std::uint8_t> out(whole / 4 * 3);
    bool wrong = true;
    EXPECT_EQ(base64_decode_avx2(text, out.data(), wrong), whole);
    EXPECT_FALSE(wrong);
    EXPECT_EQ(out,
              std::vector<std::uint8_t>(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(out.size())));
  }
}

TEST_F(Base64Avx2, RefusesEveryByteThatIsNotInTheAlphabetAtEveryPlace) {
  std::vector<std::uint8_t> out(48);
  for (int byte = 0; byte < 256; ++byte) {
    const char c = static_cast<char>(byte);
    for (std::size_t place = 0; place < 64; ++place) {
      std::string text(64, 'A');
      text[place] = c;
      bool wrong = false;
      base64_decode_avx2(text, out.data(), wrong);
      EXPECT_EQ(wrong, kAlphabet.find(c) == std::string_view::npos) << "byte " << byte << " at " << place;
    }
  }
}

}  // namespace
}  // namespace parley::twilio
