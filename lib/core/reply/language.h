// What the agent says and hears by itself in one language: the files of languages/, which are embedded and may be
// replaced in part by a user's own. It knows words only; what a business talks about is in its intents, and the
// sound of a phrase is made elsewhere.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/reply/phrases.h"

namespace parley {

using Words = std::vector<std::string>;

/// What the replies by intent say. Words in braces are inserted.
struct DialogueTexts {
  std::string hint;  // {topics}
  std::string join_or;
  std::string unsure;     // {topics}
  std::string menu_item;  // {topic} {key}
  std::string nothing_to_repeat;
  std::string ask_name;
  std::string ask_number;
  std::string ask_number_by_key;
  std::string ask_other;    // {slot}
  std::string more_digits;  // {number}
  std::string name_unclear;
  std::string number_unclear;
  std::string other_unclear;          // {slot}
  std::string confirm_number;         // {number}
  std::string confirm_number_by_key;  // {number}
  std::string number_again;
  std::string lead_taken;  // {name}
  std::string lead_taken_without_name;
  std::string cancelled;
  std::string transfer;
  std::string no_transfer;
  std::string keypad_only;
  std::string no_such_key;
  std::string star;  // the key
};

/// What the call and the replies by intent understand whatever the business.
struct HeardWords {
  Words yes;      // accepts the offer to go on, as a whole utterance
  Words agrees;   // confirms what was read back, alone or with other words
  Words refuses;  // ... or does not
  Words repeat;
  Words cancel;
  Words negations;
  Words backchannels;
  Words openers;
  Words closers;
  Words small_words;   // decide nothing
  Words common_words;  // decide little
  Words name_intros;
};

struct Language {
  std::string code;  // "en"
  std::string name;  // "English"
  Phrases phrases;   // without audio
  std::string busy;  // to a caller for whom there is no line; Twilio reads it aloud, by what it calls these two:
  std::string busy_voice;
  std::string busy_language;  // each empty: Twilio's default
  Words once_more;
  DialogueTexts dialogue;
  HeardWords hears;
  std::vector<std::pair<int, Words>> numbers;
  std::vector<std::pair<int, Words>> times_over;
  std::vector<std::pair<std::string, Words>> days;
  Words times;
  Words time_words;
  Words names;
};

using LanguagePtr = std::shared_ptr<const Language>;
using Languages = std::map<std::string, LanguagePtr, std::less<>>;

/// `base` is what holds where the file says nothing; without one every member has to be given. An error names file
/// and line, and for an unknown key the nearest one.
Result<Language> read_language(std::string_view text, std::string_view file, const Language* base = nullptr);
/// The same, over the language of that code among `languages`, where it is put.
Result<LanguagePtr> add_language(Languages& languages, std::string_view text, std::string_view file);

/// The languages of the program itself.
const Languages& embedded_languages();
/// What an agent speaks that was told nothing.
const Language& english();
/// The one of that code, or English where there is none: an agent has to say something.
const Language& language_of(const Languages& languages, std::string_view code);

}  // namespace parley
