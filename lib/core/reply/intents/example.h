// An example of what a caller says, as an author writes it, and every sentence it stands for:
//
//   when are you open [on {day}]          what is in brackets may be left out
//   (how much|what) is a {service}        one of the alternatives
//   {service}                             a slot: a value of that name is said there
//   ב{day}                                ... with a particle before it
//
// Brackets may be nested. It knows no slots, only their names.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/reply/intents/spoken_words.h"

namespace parley {

struct ExamplePart {
  std::string slot;  // the name of a slot; if empty:
  SpokenWord word;   // before a slot, what is written together with it, as Hebrew particles are
};
using ExampleVariant = std::vector<ExamplePart>;

/// More sentences than this from one example are a mistake of its author.
inline constexpr std::size_t kMostVariants = 600;
inline constexpr std::size_t kMostExampleParts = 24;

/// The sentences in the order in which they are written; an error says what is wrong with the example.
Result<std::vector<ExampleVariant>> read_example(std::string_view text);

}  // namespace parley
