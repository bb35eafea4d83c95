// Deepgram's live recogniser on a free port of the loopback interface: keeps what comes, hears letters in place of
// words, and misbehaves as it is told. Configure it before anybody calls.
#pragma once

#include <gtest/gtest.h>

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "core/base/json.h"
#include "live/server.h"

namespace parley {

class DeepgramFake final : private WebService {
 public:
  struct Stream {
    std::string target;
    std::string authorization;
    std::string audio;
    std::vector<std::string> texts;
    bool over = false;
  };
  enum class Fault { kNone, kCloses, kResets, kHangs, kBabbles, kComplains, kBinary };

  DeepgramFake() : server_(ServerConfig{}, *this) {
    const auto port = server_.start();
    EXPECT_TRUE(port.has_value());
    port_ = port ? *port : std::uint16_t{0};
  }
  ~DeepgramFake() override { stop(); }
  void stop() { server_.stop(); }
  std::string url() const { return "ws://127.0.0.1:" + std::to_string(port_) + "/v1/listen"; }

  /// In the first stream, once it has so many bytes and texts together in messages.
  void misbehave(Fault fault, int at_message) {
    fault_ = fault;
    fault_at_ = at_message;
  }
  void refuse(int status, std::string body) {
    refusal_ = status;
    refusal_body_ = std::move(body);
  }
  void drip(int times) { drips_ = times; }

  std::vector<Stream> streams() {
    const std::lock_guard lock(mutex_);
    return streams_;
  }
  bool wait_for(const std::function<bool(const std::vector<Stream>&)>& holds) {
    std::unique_lock lock(mutex_);
    const bool in_time = changed_.wait_for(lock, std::chrono::seconds(20), [&] { return holds(streams_); });
    EXPECT_TRUE(in_time) << "waited in vain";
    return in_time;
  }
  bool wait_for_text(const std::string& text) {
    return wait_for([&](const std::vector<Stream>& streams) {
      for (const Stream& stream : streams) {
        for (const std::string& each : stream.texts) {
          if (each == text) return true;
        }
      }
      return false;
    });
  }

 private:
  struct Connection final : WebSocket::Listener {
    Connection(DeepgramFake& its_fake, std::shared_ptr<WebSocket> its_socket, std::size_t its_index)
        : fake(its_fake), socket(std::move(its_socket)), index(its_index) {}
    void on_text(std::string_view text) override { fake.on_text(*this, std::string(text)); }
    void on_binary(std::size_t) override {}
    void on_binary_data(std::string_view data) override { fake.on_audio(*this, data); }
    void on_wrote() override {}
    void on_closed(const SocketEnd&) override {
      fake.note([&] { fake.streams_[index].over = true; });
    }
    DeepgramFake& fake;
    std::shared_ptr<WebSocket> socket;
    std::size_t index;
    int messages = 0;
    std::size_t final_until = 0;
  };

  void handle(EventLoop&, const HttpRequest&, Respond respond) override {
    respond(HttpResponse{404, "text/plain", "", {}});
  }
  UpgradeAnswer upgrade(const HttpRequest&) override {
    if (refusal_ != 0) return HttpResponse{refusal_, "application/json", refusal_body_, {}};
    return UpgradeAccepted{};
  }
  void opened(EventLoop&, const HttpRequest& request, std::shared_ptr<WebSocket> socket) override {
    std::size_t index = 0;
    note([&] {
      index = streams_.size();
      streams_.emplace_back().target = request.target;
      for (const auto& [name, value] : request.headers) {
        if (name == "Authorization" || name == "authorization") streams_.back().authorization = value;
      }
    });
    open_.push_back(std::make_unique<Connection>(*this, std::move(socket), index));
    open_.back()->socket->start(*open_.back());
  }

  /// Not before: until the loops have ended one more may be opened.
  void stopped() override { open_.clear(); }

  void on_audio(Connection& from, std::string_view data) {
    std::string audio;
    note([&] {
      streams_[from.index].audio += data;
      audio = streams_[from.index].audio;
    });
    if (misbehaves(from)) return;
    const std::string words = words_in(audio, from.final_until);
    for (int i = 0; i < drips_; ++i) say(from, words, audio.size(), false, false);
    if (!words.empty()) say(from, words, audio.size(), false, false);
  }
  void on_text(Connection& from, std::string text) {
    std::string audio;
    note([&] {
      streams_[from.index].texts.push_back(text);
      audio = streams_[from.index].audio;
    });
    if (misbehaves(from)) return;
    const bool ends = text.find("CloseStream") != std::string::npos;
    if (ends || text.find("Finalize") != std::string::npos) {
      say(from, words_in(audio, from.final_until), audio.size(), true, !ends);
      from.final_until = audio.size();
    }
    if (!ends) return;
    from.socket->send(R"({"type":"Metadata","request_id":"r"})");
    from.socket->close(1000, "");
  }

  bool misbehaves(Connection& from) {
    const bool due = from.index == 0 && fault_ != Fault::kNone && from.messages++ >= fault_at_;
    if (!due) return false;
    switch (fault_) {
      case Fault::kNone:
      case Fault::kHangs:
        break;
      case Fault::kCloses:
        from.socket->close(1011, "NET-0001 K-secret-key");
        break;
      case Fault::kResets:
        from.socket->abort();
        break;
      case Fault::kBabbles:
        from.socket->send("<html>");
        break;
      case Fault::kComplains:
        from.socket->send(R"({"type":"Error","description":"no more credit for K-secret-key"})");
        break;
      case Fault::kBinary:
        from.socket->send_binary("\x01\x02");
        from.socket->close(1008, "DATA-0000");
        break;
    }
    return true;
  }

  static void say(Connection& to, const std::string& words, std::size_t end, bool is_final, bool from_finalize) {
    const auto seconds = [](std::size_t samples) {
      return std::to_string(samples / 8000) + "." + std::to_string(10000 + samples % 8000 * 10000 / 8000).substr(1);
    };
    std::string out;
    out += R"({"type":"Results","channel_index":[0,1],"start":)" + seconds(to.final_until);
    out += R"(,"duration":)" + seconds(end - to.final_until);
    out += is_final ? R"(,"is_final":true)" : R"(,"is_final":false)";
    out += from_finalize ? R"(,"from_finalize":true)" : R"(,"from_finalize":false)";
    out += R"(,"channel":{"alternatives":[{"transcript":")" + words + R"(","confidence":0.9,"words":[]}]}})";
    to.socket->send(std::move(out));
  }
  static std::string words_in(const std::string& audio, std::size_t from) {
    std::string words;
    for (std::size_t i = from; i < audio.size(); ++i) {
      if (audio[i] < 'a' || audio[i] > 'z' || (i > from && audio[i] == audio[i - 1])) continue;
      if (!words.empty()) words += ' ';
      words += audio[i];
    }
    return words;
  }

  void note(const std::function<void()>& change) {
    const std::lock_guard lock(mutex_);
    change();
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Stream> streams_;
  std::vector<std::unique_ptr<Connection>> open_;
  Fault fault_ = Fault::kNone;
  int fault_at_ = 0;
  int refusal_ = 0;
  std::string refusal_body_;
  int drips_ = 0;
  Server server_;
  std::uint16_t port_ = 0;
};

}  // namespace parley
