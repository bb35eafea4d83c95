// agents/front_desk.json as it is embedded into the program: what an agent talks about to whom nothing else was
// told.
#pragma once

#include <string_view>

namespace parley {

std::string_view front_desk_text();

}  // namespace parley
