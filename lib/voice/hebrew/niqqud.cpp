#include "voice/hebrew/niqqud.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "voice/hebrew/letters.h"

namespace parley::hebrew {
namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

/// A letter with what is written at it.
struct Letter {
  char32_t base = 0;
  char32_t vowel = 0;  // one of the points, kSheva among them
  bool dagesh = false;
  bool sin = false;
  bool foreign = false;
  bool stressed = false;
};

/// A consonant, which may be silent, and the vowel behind it.
struct Sound {
  char32_t base = 0;
  std::string_view consonant;
  char vowel = 0;      // 'a', or none
  char32_t point = 0;  // that the vowel was written with
  bool stressable = true;
  bool stressed = false;
  bool vowel_first = false;  // "noaX"
};
using Sounds = std::vector<Sound>;

bool is_vowel_point(char32_t c) {
  return (c >= kHatafSegol && c <= kQubuts) || c == kQamatsQatan;
}

char vowel_of(char32_t point) {
  switch (point) {
    case kPatah:
    case kQamats:
    case kHatafPatah:
      return 'a';
    case kSegol:
    case kTsere:
    case kHatafSegol:
      return 'e';
    case kHiriq:
      return 'i';
    case kHolam:
    case kHolamHaser:
    case kHatafQamats:
    case kQamatsQatan:
      return 'o';
    case kQubuts:
      return 'u';
    default:
      return 0;
  }
}

std::vector<Letter> letters_of(std::u32string_view word) {
  std::vector<Letter> letters;
  for (const char32_t c : word) {
    if (is_letter(c)) {
      letters.push_back({.base = c});
      continue;
    }
    if (letters.empty()) continue;
    Letter& last = letters.back();
    if (c == kDagesh) last.dagesh = true;
    if (c == kSinDot) last.sin = true;
    if (c == kGeresh || c == U'\'') last.foreign = true;
    if (c == kStress) last.stressed = true;
    if (c == kSheva || is_vowel_point(c)) last.vowel = c;
  }
  return letters;
}

/// A sheva that is spoken as a short e: where the tongue could not do without, and after one that is not.
bool spoken_sheva(const std::vector<Letter>& letters, std::size_t at) {
  const Letter& letter = letters[at];
  if (at + 1 >= letters.size()) return false;
  const Letter& next = letters[at + 1];
  if (at > 0) return letters[at - 1].vowel == kSheva || letter.base == next.base;
  constexpr std::u32string_view kSonorants = U"\u05D5\u05D9\u05DC\u05DE\u05E0\u05E8";
  const bool particle = (letter.base == kBet || letter.base == kKaf) && letter.dagesh;
  return kSonorants.find(letter.base) != std::u32string_view::npos || particle || next.base == kAlef ||
         next.base == kHe || next.base == kAyin || letter.base == next.base;
}

/// Vav and yod that only lengthen or carry the vowel of the letter before them. True: the letter is done with.
bool carries_vowel(const std::vector<Letter>& letters, std::size_t at, Sounds& sounds) {
  const Letter& letter = letters[at];
  if (sounds.empty()) {
    if (letter.base != kVav || !letter.dagesh || letter.vowel != 0) return false;
    sounds.push_back({.base = kVav, .consonant = "", .vowel = 'u', .point = kQubuts});
    return true;
  }
  Sound& before = sounds.back();
  const bool open = before.vowel == 0 && letters[at - 1].vowel != kSheva;
  if (letter.base == kVav) {
    const bool shuruk = letter.dagesh && letter.vowel == 0;
    const bool holam = letter.vowel == kHolam || letter.vowel == kHolamHaser;
    if (open && (shuruk || holam)) {
      before.vowel = shuruk ? 'u' : 'o';
      before.point = shuruk ? kQubuts : kHolam;
      before.stressed = before.stressed || letter.stressed;
      return true;
    }
    return letter.vowel == 0 && !letter.dagesh && before.vowel == 'o';
  }
  if (letter.base != kYod || letter.vowel != 0 || letter.dagesh) return false;
  const bool before_last_vav =
      at + 2 == letters.size() && letters[at + 1].base == kVav && letters[at + 1].vowel == 0;
  return before.vowel == 'i' || before.point == kSegol || (before.point == kQamats && before_last_vav);
}

/// Alef and ayin at the beginning, where they have no vowel, and he at the end are not heard.
std::string_view heard(const std::vector<Letter>& letters, std::size_t at, bool first) {
  const Letter& letter = letters[at];
  const bool last = at + 1 == letters.size();
  const bool vav_carries =
      !last && letters[at + 1].base == kVav &&
      (letters[at + 1].vowel == kHolam || (letters[at + 1].dagesh && letters[at + 1].vowel == 0));
  const bool has_vowel = (letter.vowel != 0 && letter.vowel != kSheva) || (letter.vowel == 0 && vav_carries);
  if (letter.base == kAlef || letter.base == kAyin) {
    return first || !has_vowel ? std::string_view{} : consonant(letter.base, false, false);
  }
  if (letter.base == kHe && last && !has_vowel) return {};
  if (letter.base == kShin && letter.sin) return "s";
  return consonant(letter.base, letter.dagesh, letter.foreign);
}

/// "noaX": a patah under a last het, ayin or he that follows another vowel is spoken before its letter.
bool is_furtive(const Letter& letter, const Sounds& before) {
  const bool takes = letter.base == kHet || letter.base == kAyin || (letter.base == kHe && letter.dagesh);
  if (!takes || letter.vowel != kPatah || before.empty()) return false;
  const char vowel = before.back().vowel;
  return vowel == 'e' || vowel == 'i' || vowel == 'o' || vowel == 'u' ||
         (before.back().base == kYod && before.back().vowel == 0);
}

Sounds sounds_of(const std::vector<Letter>& letters) {
  Sounds sounds;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    if (carries_vowel(letters, i, sounds)) continue;
    const Letter& letter = letters[i];
    const bool last = i + 1 == letters.size();
    Sound sound{.base = letter.base,
                .consonant = heard(letters, i, sounds.empty()),
                .vowel = vowel_of(letter.vowel),
                .point = letter.vowel,
                .stressed = letter.stressed};
    if (letter.vowel == kSheva && spoken_sheva(letters, i)) {
      sound.vowel = 'e';
      sound.stressable = false;
    }
    if (last && is_furtive(letter, sounds)) {
      sound.vowel_first = true;
      sound.stressable = false;
      if (letter.base != kHet) sound.consonant = {};
    }
    sounds.push_back(sound);
  }
  return sounds;
}

/// Whether nothing but an onset stands between two vowels.
bool open_between(const Sounds& sounds, std::size_t first, std::size_t second) {
  return std::all_of(sounds.begin() + static_cast<std::ptrdiff_t>(first) + 1,
                     sounds.begin() + static_cast<std::ptrdiff_t>(second),
                     [](const Sound& sound) { return sound.consonant.empty(); });
}

/// Endings that are not stressed: "-ti", "-nu", "-eXa", "-ajim".
bool light_ending(const Sounds& sounds, std::size_t last) {
  const Sound& sound = sounds[last];
  const bool ends = last + 1 == sounds.size();
  if (ends && sound.base == kTav && sound.vowel == 'i') return true;
  if (ends && sound.base == kNun && sound.vowel == 'u') return true;
  if (ends && sound.base == kFinalKaf && sound.vowel == 'a' && last > 0) return sounds[last - 1].point == kSegol;
  const bool before_a = last > 0 && sounds[last - 1].vowel == 'a';
  return last + 2 == sounds.size() && sound.base == kYod && sound.vowel == 'i' && before_a &&
         sounds.back().base == kFinalMem;
}

/// "erev", "sefer", "rega": two vowels of which the second only helps.
bool is_segolate(const Sounds& sounds, std::size_t before, std::size_t last) {
  if (last + 2 != sounds.size() || !open_between(sounds, before, last)) return false;
  const Sound& second = sounds[last];
  const char32_t first = sounds[before].point;
  const char32_t end = sounds.back().base;
  if (second.point == kSegol) {
    const bool pronoun = (end == kFinalMem || end == kFinalNun) &&
                         (second.base == kHe || second.base == kKaf || second.base == kTav);
    const bool full = first == kSegol || first == kTsere || first == kHolam || first == kQamats || first == kPatah;
    return full && !pronoun && !sounds.back().consonant.empty();
  }
  if (second.point != kPatah) return false;
  if (end == kHet || end == kAyin) return first == kSegol || first == kTsere || first == kHolam;
  const bool guttural = second.base == kAyin || second.base == kHet || second.base == kHe;
  return guttural && (first == kPatah || first == kHolam);
}

std::size_t stressed_sound(const Sounds& sounds) {
  std::size_t last = kNone;
  std::size_t before = kNone;
  for (std::size_t i = 0; i < sounds.size(); ++i) {
    if (sounds[i].vowel == 0) continue;
    if (sounds[i].stressed) return i;
    if (!sounds[i].stressable) continue;
    before = last;
    last = i;
  }
  if (before == kNone || last == kNone) return last;
  return light_ending(sounds, last) || is_segolate(sounds, before, last) ? before : last;
}

}  // namespace

bool has_vowels(std::u32string_view word) {
  constexpr char32_t kShuruk[] = {kVav, kDagesh, 0};
  return std::any_of(word.begin(), word.end(), is_vowel_point) || word.find(kShuruk) != std::u32string_view::npos;
}

std::string phonemes_of_pointed(std::u32string_view word) {
  const Sounds sounds = sounds_of(letters_of(word));
  const std::size_t stressed = stressed_sound(sounds);
  std::string phonemes;
  for (std::size_t i = 0; i < sounds.size(); ++i) {
    const Sound& sound = sounds[i];
    if (!sound.vowel_first) phonemes += sound.consonant;
    if (i == stressed) phonemes += '\'';
    if (sound.vowel != 0) phonemes += sound.vowel;
    if (sound.vowel_first) phonemes += sound.consonant;
  }
  return phonemes;
}

}  // namespace parley::hebrew
