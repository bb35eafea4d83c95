// What an idle telephone line sounds like on Twilio's wire: not constant silence but the four codes around zero,
// about as often as one recorded frame had them (82 x 7F, 76 x FF, and one each of FE and 7E; TWILIO.md 1.2).
#pragma once

#include "core/audio/frame.h"
#include "core/base/random.h"

namespace parley {

bool is_silence(const Frame& frame);
void fill_with_line_silence(Random& random, Frame& frame);

}  // namespace parley
