// The table of settings as text: for people, for programs, and as a JSON Schema for editors. It reads the table and
// nothing else, so that what it says cannot differ from what is obeyed. It sets nothing (settings.h does).
#pragma once

#include <string>

namespace parley {

/// One line a setting: key, default, unit, range, environment name, meaning.
std::string settings_text();
/// An array, one object and one line a setting.
std::string settings_json();
/// JSON Schema (draft 2020-12) of an object of settings by their keys, as a scenario has it. It asks for numbers
/// and switches by their JSON types, although `apply_setting` would take them as strings too.
std::string settings_schema();

}  // namespace parley
