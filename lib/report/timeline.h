// The picture of a call in a terminal: both voices at the time they were heard, what the far end held, marks,
// states, and where the findings lie. Text in, text out; the caller decides about width and colour.
//
//            0s        2s        4s        6s
//  caller    ·········▂▅▇▆▃·······················
//  agent     ▅▇▆▅·············▃▆▇▇▆▅▃▂▁···········
//  buffer    ▂▁▁              ▃▃▃▃▃▃▂▁
//  marks         1●                    2●              ● came back  ○ never did  × released by a clear
//  states    L····P···S····························   only where the trace knows them
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "core/account/call_account.h"
#include "core/diagnosis/finding.h"

namespace parley {

struct TimelineOptions {
  std::size_t width = 100;  // columns of the terminal; 60 to 200 are kept to
  bool colour = false;
};

std::string timeline(const CallAccount& account, std::span<const Finding> findings = {},
                     const TimelineOptions& options = {});

}  // namespace parley
