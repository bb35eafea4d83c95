#include "speech/sphinx/background_words.h"

#include <sstream>
#include <string_view>

namespace parley {
namespace {

constexpr std::string_view kWords =
    "a the this that these those some any every each both other another same all none "
    "i you he she it we they me him her us them my your his its our their mine yours myself yourself "
    "am is are was were be been being have has had having do does did doing done can could will would shall should "
    "may "
    "might must not never don't doesn't didn't can't couldn't won't wouldn't isn't aren't wasn't i'm you're he's "
    "she's "
    "it's we're they're i've you've we've i'll you'll we'll i'd "
    "and or but so because if when while than then though although unless until since after before about above "
    "across "
    "against along among around at behind below beside between beyond by down during except for from in inside "
    "into "
    "like near of off on onto out outside over past through to toward under up upon with within without "
    "what who whom whose which where why how there here now again once always often sometimes usually already "
    "still yet "
    "just only even too very quite rather almost enough much many more most less least few little lot several "
    "say said tell told talk talked speak spoke ask asked answer call called go goes going went gone come comes "
    "came get "
    "gets got give gave given take takes took taken make makes made put see saw seen look looked watch hear heard "
    "listen "
    "feel felt think thought know knew known believe remember forget understand mean meant want wanted need needed "
    "try "
    "tried use used find found keep kept let leave left work worked play played run ran walk walked drive drove "
    "sit sat "
    "stand stood lie read write wrote written buy bought sell sold pay paid send sent bring brought carry carried "
    "show "
    "turn turned move moved change changed help helped start started stop stopped begin began end ended win won "
    "lose "
    "lost live lived die died eat ate drink drank sleep slept wait waited stay stayed hold held cut break broke "
    "build "
    "built fall fell grow grew learn teach taught meet met follow lead happen seem become became "
    "time year month week day night morning evening minute second hour today tomorrow yesterday people person man "
    "woman "
    "men women boy girl child children baby kid friend family mother father brother sister husband wife son "
    "daughter "
    "house home room door window wall floor table chair bed kitchen garden street road city town country world "
    "place "
    "school student teacher book paper page letter word story news music song picture movie game team ball car bus "
    "train plane boat bike trip way side part point line case fact thing things something anything nothing "
    "everything "
    "someone anyone nobody everybody name number question problem idea reason money dollar business company job "
    "office "
    "computer machine system program phone message group government law war president state power water fire air "
    "earth "
    "sun moon star sky rain snow wind weather summer winter tree flower grass animal dog cat bird horse fish food "
    "bread meat milk coffee tea sugar apple dinner lunch breakfast head face eye eyes ear nose mouth hand hands "
    "arm leg "
    "foot feet heart body blood hair doctor hospital health life death love hate hope fear luck "
    "good better best bad worse worst big small large long short high low old new young early late fast slow hot "
    "cold "
    "warm cool hard soft easy right wrong true false real sure full empty open closed free busy clean dirty dark "
    "light "
    "black white red blue green yellow brown strong weak rich poor happy sad angry tired sick nice great wonderful "
    "terrible strange funny beautiful important different special possible ready next last first second third "
    "one two three four five six seven eight nine ten hundred thousand million half "
    "well oh okay yes no yeah please sorry thanks hello maybe perhaps really actually probably certainly of course";

std::vector<std::string> split() {
  std::vector<std::string> words;
  std::istringstream in{std::string(kWords)};
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

}  // namespace

const std::vector<std::string>& background_words() {
  static const std::vector<std::string> words = split();
  return words;
}

}  // namespace parley
