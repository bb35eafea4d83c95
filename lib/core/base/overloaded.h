// Visit a variant with one lambda per alternative; leaving one out fails to compile.
#pragma once

namespace parley {

template <class... Ts>
struct overloaded : Ts... {
  using Ts::operator()...;
};
template <class... Ts>
overloaded(Ts...) -> overloaded<Ts...>;  // Clang 14 needs the guide spelled out.

}  // namespace parley
