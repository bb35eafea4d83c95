// The server that `twisim run` starts, waits for and ends: a shell command in a process group of its own, so that
// what it starts ends with it, whatever happens to us.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <string>

#include "core/base/result.h"

namespace parley {

class ServerUnderTest {
 public:
  ServerUnderTest() = default;
  ServerUnderTest(const ServerUnderTest&) = delete;
  ServerUnderTest& operator=(const ServerUnderTest&) = delete;
  /// Asks the group to end and, five seconds later, ends it.
  ~ServerUnderTest();

  /// `output` is the file that takes what it prints; empty: nobody does.
  Result<void> start(const std::string& command, const std::string& output);
  /// True once it has ended by itself.
  bool has_ended();

 private:
  void stop();

  pid_t group_ = 0;
  bool reaped_ = false;
};

/// Waits until the URL answers 200, asking again and again; an error once `deadline` has passed, or when `gives_up`
/// says that there is nothing to wait for.
Result<void> wait_until_ready(const std::string& url, std::chrono::seconds deadline,
                              const std::function<bool()>& gives_up);

}  // namespace parley
