// The page of web/pace.html as text; the build puts it into the program, so that a report needs no file beside it.
#pragma once

#include <string_view>

namespace parley {

std::string_view pace_page();

}  // namespace parley
