// Hebrew letters and points as Unicode has them, and how consonants are spelt for the engine (espeak's names of
// phonemes for its Hebrew voice).
#pragma once

#include <string>
#include <string_view>

namespace parley::hebrew {

inline constexpr char32_t kAlef = 0x5D0, kBet = 0x5D1, kGimel = 0x5D2, kDalet = 0x5D3, kHe = 0x5D4, kVav = 0x5D5,
                          kZayin = 0x5D6, kHet = 0x5D7, kTet = 0x5D8, kYod = 0x5D9, kFinalKaf = 0x5DA, kKaf = 0x5DB,
                          kLamed = 0x5DC, kFinalMem = 0x5DD, kMem = 0x5DE, kFinalNun = 0x5DF, kNun = 0x5E0,
                          kSamekh = 0x5E1, kAyin = 0x5E2, kFinalPe = 0x5E3, kPe = 0x5E4, kFinalTsadi = 0x5E5,
                          kTsadi = 0x5E6, kQof = 0x5E7, kResh = 0x5E8, kShin = 0x5E9, kTav = 0x5EA;

inline constexpr char32_t kSheva = 0x5B0, kHatafSegol = 0x5B1, kHatafPatah = 0x5B2, kHatafQamats = 0x5B3,
                          kHiriq = 0x5B4, kTsere = 0x5B5, kSegol = 0x5B6, kPatah = 0x5B7, kQamats = 0x5B8,
                          kHolam = 0x5B9, kHolamHaser = 0x5BA, kQubuts = 0x5BB, kDagesh = 0x5BC, kMaqaf = 0x5BE,
                          kShinDot = 0x5C1, kSinDot = 0x5C2, kQamatsQatan = 0x5C7;
/// The accent "ole", which dictionaries set on the stressed syllable where it is not the usual one.
inline constexpr char32_t kStress = 0x5AB;
inline constexpr char32_t kGeresh = 0x5F3, kGershayim = 0x5F4;

inline bool is_letter(char32_t c) {
  return c >= kAlef && c <= kTav;
}
/// Points and accents; not the marks among them that separate words.
inline bool is_point(char32_t c) {
  return c >= 0x591 && c <= kQamatsQatan && c != kMaqaf && c != 0x5C0 && c != 0x5C3 && c != 0x5C6;
}
inline bool is_guttural(char32_t c) {
  return c == kAlef || c == kHe || c == kHet || c == kAyin;
}

/// A word without its points; geresh and gershayim as ' and ".
std::u32string without_points(std::u32string_view word);

/// The engine's phoneme of a consonant. `hard` is with a dagesh; `foreign` with a geresh, as in "chips".
std::string_view consonant(char32_t letter, bool hard, bool foreign);

/// A phoneme of /r/, which needs a quote in C++ and so a name.
inline constexpr std::string_view kR = "Q\"";

}  // namespace parley::hebrew
