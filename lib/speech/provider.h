// What a call asks of the services that hear, think and speak for it, and how they answer. A driver performs what
// it is asked and says what came of it; it decides nothing: deadlines, retries, fallback, fillers and apologies are
// the reply machine's (core/reply), so they run in virtual time with scripted providers too.
//
// Threads: every door is called on the loop of its call and returns at once. What takes time is done elsewhere (a
// socket of the loop, a thread of a WorkerPool), and `ProviderSeat::say` is called on the loop's thread again.
// A driver that is destroyed says nothing any more; it must not wait for its work to end.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/time.h"
#include "core/reply/conversation.h"
#include "core/reply/intents/lead.h"
#include "core/reply/provider_event.h"
#include "speech/agent_profile.h"

namespace parley {

class EventLoop;

/// Where the drivers of one call live and whom they tell.
struct ProviderSeat {
  EventLoop& loop;  // outlives the driver
  std::function<void(ProviderEvent)> say;
  std::function<void(const Lead&)> collected{};  // a caller has left his number; may be empty: nobody keeps it
};

/// Hears one call, from its first frame on.
class Recognizer {
 public:
  virtual ~Recognizer() = default;
  /// Before any audio; and once more after a failure, or after close() when the session has grown old. The audio
  /// that has no final yet comes again then, faster than it was spoken, and its segments begin and are finished
  /// again. Without a stream (stt.streaming off) audio comes within segments only.
  virtual void open() = 0;
  /// Mu-law at 8 kHz in batches, in order; what was left out of the line is left out here.
  virtual void hear(const RecognizerAudio& audio) = 0;
  /// The caller's voice has begun here, pre-roll included. One that is never finished was noise.
  virtual void segment_begins(MediaTime begin) = 0;
  /// All audio of the segment has been given: say its Final, empty where nothing was spoken. A Final's range is
  /// what it covers and no more: what no final has covered may be given again.
  virtual void finish(const FinishSegment& segment) = 0;
  virtual void close() = 0;
  /// Of the caller's audio, for want of room, since the call began; those that wait and may yet be given are none.
  virtual std::int64_t frames_dropped() const { return 0; }
};

/// Thinks for one call.
class Replier {
 public:
  virtual ~Replier() = default;
  /// `conversation` ends with the caller's words that are to be answered. One turn at a time; asking again for the
  /// same turn is a retry.
  virtual void ask(const AskReply& ask, const Conversation& conversation) = 0;
  virtual void cancel(TurnId turn) = 0;
  /// These words of the caller's, said so far and now, could be answered as they are, and it knows of nothing that
  /// would follow them: a falling voice may end his utterance sooner (docs/decisions/0016). Asked for each partial.
  virtual bool is_complete(std::string_view /*words*/) const { return false; }
};

/// Speaks for one call. Sentences of one turn may be asked for before the first is done; audio may come in any
/// pieces, but the sentences' audio in order.
class Synthesizer {
 public:
  virtual ~Synthesizer() = default;
  virtual void synthesize(const Synthesize& sentence) = 0;
  virtual void cancel(TurnId turn) = 0;
};

/// One line of `agentd --check-config`.
struct ProviderCheck {
  bool good = false;
  std::string what;  // "openai: the voice alloy spoke 0.8 s in 412 ms", or what is wrong and what to do
};
using ToldCheck = std::function<void(ProviderCheck)>;

// A server has one of each kind, made once at its start, shared by all calls on all threads, and so const.

class RecognizerProvider {
 public:
  virtual ~RecognizerProvider() = default;
  virtual std::unique_ptr<Recognizer> recognizer(ProviderSeat seat, const AgentProfile& profile) const = 0;
  /// False: a caller of this language is served by keypad, and told so.
  virtual bool understands(std::string_view /*language*/) const { return true; }
  /// Tries whether it would work, and says so exactly once, on the loop's thread.
  virtual void check(EventLoop& loop, const AgentProfile& profile, ToldCheck told) const = 0;
};

class ReplyProvider {
 public:
  virtual ~ReplyProvider() = default;
  virtual std::unique_ptr<Replier> replier(ProviderSeat seat, const AgentProfile& profile) const = 0;
  virtual void check(EventLoop& loop, const AgentProfile& profile, ToldCheck told) const = 0;
};

class SynthesisProvider {
 public:
  virtual ~SynthesisProvider() = default;
  virtual std::unique_ptr<Synthesizer> synthesizer(ProviderSeat seat, const AgentProfile& profile) const = 0;
  virtual void check(EventLoop& loop, const AgentProfile& profile, ToldCheck told) const = 0;
};

}  // namespace parley
