// Services that hear nothing and answer after a set time: as little work for each message as their protocols allow,
// so that what is measured is the way to them and back. Each goes on until its process ends.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace parley::bench {

class Answering {
 public:
  virtual ~Answering() = default;
  virtual std::uint16_t port() const = 0;
  /// Connections that were made; 0 where that is not known.
  virtual std::int64_t accepted() const { return 0; }
};

/// Null where the build is without gRPC. As many streams on a connection as Google has: a hundred.
std::unique_ptr<Answering> answering_google(std::chrono::milliseconds think);
/// Deepgram's WebSocket and OpenAI's transcription.
std::unique_ptr<Answering> answering_web(std::chrono::milliseconds think);

/// "google", "deepgram", "openai"; null for any other.
std::unique_ptr<Answering> answering(const std::string& provider, std::chrono::milliseconds think);

constexpr int kMessagesAPartial = 3;

}  // namespace parley::bench
