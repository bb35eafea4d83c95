#include "voice/hebrew/letters.h"

namespace parley::hebrew {

std::u32string without_points(std::u32string_view word) {
  std::u32string letters;
  for (const char32_t c : word) {
    if (is_point(c)) continue;
    letters += c == kGeresh ? U'\'' : c == kGershayim ? U'"' : c;
  }
  return letters;
}

std::string_view consonant(char32_t letter, bool hard, bool foreign) {
  switch (letter) {
    case kAlef:
    case kAyin:
      return "?";
    case kBet:
      return hard ? "b" : "v";
    case kGimel:
      return foreign ? "dZ" : "g";
    case kDalet:
      return "d";
    case kHe:
      return "h";
    case kVav:
      return "v";
    case kZayin:
      return foreign ? "Z" : "z";
    case kHet:
      return "X";
    case kTet:
      return "t";
    case kYod:
      return "j";
    case kKaf:
    case kFinalKaf:
      return hard ? "k" : "X";
    case kLamed:
      return "l";
    case kMem:
    case kFinalMem:
      return "m";
    case kNun:
    case kFinalNun:
      return "n";
    case kSamekh:
      return "s";
    case kPe:
    case kFinalPe:
      return hard ? "p" : "f";
    case kTsadi:
    case kFinalTsadi:
      return foreign ? "tS" : "ts";
    case kQof:
      return "k";
    case kResh:
      return kR;
    case kShin:
      return "S";
    case kTav:
      return "t";
    default:
      return {};
  }
}

}  // namespace parley::hebrew
