// What the processor can do, asked once. Vector code is chosen by it when the program runs, never by a compiler
// flag, so one binary runs everywhere and gives the same bytes everywhere: each vector function has a scalar twin
// and a test that compares the two. It is no list of features; only what some code of ours uses is here.
#pragma once

namespace parley {

/// Marks a function that may use AVX2; it is called only where `has_avx2()`.
#if defined(__x86_64__)
#define PARLEY_AVX2 __attribute__((target("avx2")))
inline bool has_avx2() {
  return __builtin_cpu_supports("avx2") != 0;
}
#else
inline bool has_avx2() {
  return false;
}
#endif

}  // namespace parley
