// Ctrl-C and SIGTERM as a count that is looked at, so that a call is hung up and a server ended before we go.
#pragma once

namespace parley {

void watch_interrupts();
int interrupts_seen();

}  // namespace parley
