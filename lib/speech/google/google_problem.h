// What is wrong with a stream of Google's, in one sentence, and whether trying again can help.
#pragma once

#include <string>
#include <string_view>

#include "speech/google/google_stream.h"

namespace parley {

struct GoogleProblem {
  std::string sentence;
  bool may_pass = true;  // false: only a person can mend it
};

/// `secret` is what must not be shown, should Google quote it.
GoogleProblem google_problem(const GoogleEnd& end, std::string_view secret);

}  // namespace parley
