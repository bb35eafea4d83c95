// Google's StreamingRecognize as plain values: what one stream is opened with, what it answers and how it ends.
// gRPC is behind this door (google_grpc.cpp), so everything that decides what to do with a stream knows nothing of
// it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace parley {

class EventLoop;

/// How Google is reached, and as whom.
struct GoogleAccess {
  std::string url = "https://speech.googleapis.com";  // http:// speaks without TLS, for what is on this machine
  std::string api_key;
  std::string service_account;  // the JSON of a service account's key; empty: the API key
  std::string certificates;     // PEM of authorities to trust in place of the system's; empty: the system's
  std::string account_file;     // where the account was read, for errors
};

/// What a stream is opened with.
struct GoogleSpeechConfig {
  std::string language;  // "he-IL"
  std::string model;     // empty: Google's choice for the language
  bool enhanced = false;
  bool punctuation = false;
  std::vector<std::string> phrases;
};

struct GoogleResult {
  std::string text;
  bool is_final = false;
  std::int64_t end = 0;  // samples at 8 kHz from the beginning of the stream
};

/// The codes are gRPC's own.
struct GoogleEnd {
  enum Code : int {
    kOk = 0,
    kCancelled = 1,
    kUnknown = 2,
    kInvalidArgument = 3,
    kDeadlineExceeded = 4,
    kNotFound = 5,
    kPermissionDenied = 7,
    kResourceExhausted = 8,
    kOutOfRange = 11,
    kUnimplemented = 12,
    kUnavailable = 14,
    kUnauthenticated = 16,
  };
  int code = kOk;
  std::string message;  // Google's, as it came
};

/// One stream. All on the loop's thread; destroyed, it is cancelled and says nothing more.
class GoogleStream {
 public:
  class Listener {
   public:
    /// The connection took what was to be written last; the next may be.
    virtual void on_written() = 0;
    virtual void on_results(std::vector<GoogleResult> results) = 0;
    /// Nothing more comes.
    virtual void on_ended(GoogleEnd end) = 0;

   protected:
    ~Listener() = default;
  };

  virtual ~GoogleStream() = default;
  /// One message of audio, once `on_written` has been told for the one before (the opening's included).
  virtual void write(std::string mulaw) = 0;
  /// No more audio comes; results and the end do. Said at any time: what is being written goes first.
  virtual void half_close() = 0;
  /// No new stream is to use the connection of this one.
  virtual void distrust() = 0;
};

/// The connections to Google of one server, shared by the calls of all loops.
class GoogleLine {
 public:
  virtual ~GoogleLine() = default;
  /// Opens a stream and writes its configuration, for which `on_written` is told. The listener outlives the stream.
  virtual std::unique_ptr<GoogleStream> open(EventLoop& loop, const GoogleSpeechConfig& config,
                                             GoogleStream::Listener& listener) = 0;
};

/// An error where the build has no gRPC, or where the credentials cannot be read.
Result<std::shared_ptr<GoogleLine>> make_google_line(const GoogleAccess& access);

}  // namespace parley
