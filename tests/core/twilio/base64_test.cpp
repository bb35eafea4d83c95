#include "core/twilio/base64.h"

#include <gtest/gtest.h>

#include <vector>

#include "core/base/random.h"

namespace parley::twilio {
namespace {

std::string encoded(std::string_view bytes) {
  const std::vector<std::uint8_t> copy(bytes.begin(), bytes.end());
  std::string text;
  base64_encode(copy, text);
  return text;
}

/// The decoded bytes as text, or "not base64".
std::string decoded(std::string_view text) {
  const auto size = base64_decoded_size(text);
  if (!size) return "not base64";
  std::vector<std::uint8_t> bytes(*size);  // exactly, so that a sanitizer sees a byte too many
  if (!base64_decode(text, bytes.data())) return "not base64";
  return {bytes.begin(), bytes.end()};
}

TEST(Base64, AgreesWithTheVectorsOfTheStandard) {
  const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(encoded(bytes), text);
    EXPECT_EQ(decoded(text), bytes);
  }
}

TEST(Base64, UsesPlusAndSlash) {
  EXPECT_EQ(encoded("\xFB\xFF\xFE"), "+//+");
  EXPECT_EQ(decoded("+//+"), "\xFB\xFF\xFE");
  EXPECT_EQ(decoded("-__-"), "not base64");
}

TEST(Base64, AppendsToWhatIsThere) {
  std::string text = "before ";
  base64_encode(std::vector<std::uint8_t>{'f', 'o', 'o'}, text);
  EXPECT_EQ(text, "before Zm9v");
}

TEST(Base64, KnowsTheSizeBeforeDecoding) {
  EXPECT_EQ(base64_decoded_size(""), 0U);
  EXPECT_EQ(base64_decoded_size("Zg=="), 1U);
  EXPECT_EQ(base64_decoded_size("Zm8="), 2U);
  EXPECT_EQ(base64_decoded_size("Zm9v"), 3U);
  EXPECT_EQ(base64_decoded_size(std::string(216, 'A')), 162U);
  EXPECT_EQ(base64_decoded_size("Zm9"), std::nullopt);
}

TEST(Base64, RefusesMissingAndMisplacedPadding) {
  for (const char* text :
       {"Zg", "Zg=", "Zm8", "Z===", "====", "=", "Zg==Zg==", "Zm8=Zm9v", "Z=g=", "=Zg=", "Zm9v="}) {
    EXPECT_EQ(decoded(text), "not base64") << text;
  }
}

TEST(Base64, RefusesStrayBitsUnderThePadding) {
  EXPECT_EQ(decoded("Zh=="), "not base64");
  EXPECT_EQ(decoded("Zm9="), "not base64");
}

TEST(Base64, RefusesEveryByteThatIsNotInTheAlphabetAtEveryPlace) {
  const std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (int byte = 0; byte < 256; ++byte) {
    const char c = static_cast<char>(byte);
    const bool good = alphabet.find(c) != std::string_view::npos;
    for (std::size_t place = 0; place < 8; ++place) {
      if (c == '=' && place == 7) continue;  // that is padding
      std::string text = "AAAAAAAA";
      text[place] = c;
      EXPECT_EQ(decoded(text) != "not base64", good) << "byte " << byte << " at " << place;
    }
  }
}

TEST(Base64, BringsBackAnyBytes) {
  Random random(1);
  for (std::int64_t round = 0; round < 2000; ++round) {
    std::string bytes(static_cast<std::size_t>(random.below(400)), ' ');
    for (char& c : bytes) c = static_cast<char>(random.below(256));
    ASSERT_EQ(decoded(encoded(bytes)), bytes);
  }
}

}  // namespace
}  // namespace parley::twilio
