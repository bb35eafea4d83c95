// How an English word that no dictionary has is probably spoken, from its letters alone: for the names of streets,
// people and products in somebody's intents. A guess by rule, and often wrong; whoever writes the intents is told.
#pragma once

#include <string>
#include <string_view>

namespace parley {

/// Phones of the en-us model ("HH AH L OW"), separated by spaces; empty where there is nothing to pronounce. Takes
/// a to z, digits and apostrophes, and makes nothing of any other byte.
std::string guessed_pronunciation(std::string_view word);

}  // namespace parley
