// Kinds of servers. A pipeline hears, thinks and speaks in steps of its own, and each of them can be asked about. A
// speech-to-speech model does all of that inside: where it sees the end of a turn, and whether it wants to answer
// at all, is its own affair, so rules that presume steps do not speak.
#pragma once

#include <optional>
#include <string_view>

#include "core/diagnosis/finding.h"

namespace parley {

std::string_view name_of(Profile profile);
std::optional<Profile> profile_from(std::string_view name);

/// Whether the rule of this id may speak about such a server.
bool applies(std::string_view rule, Profile profile);

}  // namespace parley
