// Words that people say on the telephone about anything at all. They stand in the embedded recogniser's model so
// that speech about something else becomes these words and not an intent's. Not a vocabulary: nothing is answered
// to them.
#pragma once

#include <string>
#include <vector>

namespace parley {

const std::vector<std::string>& background_words();

}  // namespace parley
