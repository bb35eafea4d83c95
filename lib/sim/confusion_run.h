// Plants each fault of the naive agent in calls of many kinds, in virtual time, and counts what the diagnosis makes
// of them: see core/diagnosis/confusion.h. The same calls every time, so that the counts can be checked in.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "core/diagnosis/confusion.h"
#include "sim/naive_faults.h"
#include "sim/scenario.h"

namespace parley {

struct ConfusionCounts {
  std::map<std::pair<std::string, std::string>, std::int64_t> first;  // fault, finding ("" for none): calls
  std::map<std::tuple<std::string, std::string, std::string>, std::int64_t> causes;  // fault, finding, cause: calls
  std::int64_t calls = 0;

  void add(const ConfusionCounts& other);
};

/// The callers, lines and habits of agents in which every fault is planted.
std::vector<Scenario> confusion_scenarios(NaiveFault fault);
/// What was found in the calls of one fault.
ConfusionCounts confuse(NaiveFault fault);
/// The text of core/diagnosis/confusion_table.h.
std::string confusion_header(const ConfusionCounts& counts);
/// For people: each fault, and what came first in how many of its calls.
std::string confusion_text(const ConfusionCounts& counts);

}  // namespace parley
