#include "interrupts.h"

#include <csignal>

namespace parley {
namespace {

volatile std::sig_atomic_t seen = 0;

void count_interrupt(int) {
  seen = seen + 1;
}

}  // namespace

void watch_interrupts() {
  std::signal(SIGINT, count_interrupt);
  std::signal(SIGTERM, count_interrupt);
}

int interrupts_seen() {
  return seen;
}

}  // namespace parley
