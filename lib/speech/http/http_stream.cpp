#include "speech/http/http_stream.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <optional>
#include <utility>

#include "speech/http/http_pool.h"

namespace parley {
namespace {

namespace http = boost::beast::http;
using ErrorCode = boost::beast::error_code;
using Text = boost::beast::string_view;

/// Hands on what it reads at once; it keeps nothing of the body.
class AnswerParser final : public http::basic_parser<false> {
 public:
  struct Reader {
    std::function<void(int status, Headers headers)> header;
    std::function<bool(std::string_view piece)> body;  // false: no more is wanted
  };
  explicit AnswerParser(Reader reader) : reader_(std::move(reader)) { eager(true); }

 private:
  bool informational() const { return status_ >= 100 && status_ < 200; }

  void on_request_impl(http::verb, Text, Text, int, ErrorCode&) override {}
  void on_response_impl(int code, Text, int, ErrorCode&) override { status_ = code; }
  void on_field_impl(http::field, Text name, Text value, ErrorCode&) override {
    if (!header_done_) headers_.emplace_back(std::string(name), std::string(value));
  }
  void on_header_impl(ErrorCode&) override {
    header_done_ = true;
    if (!informational()) reader_.header(status_, std::move(headers_));
  }
  void on_body_init_impl(const boost::optional<std::uint64_t>&, ErrorCode&) override {}
  std::size_t on_body_impl(Text body, ErrorCode& error) override {
    if (!reader_.body({body.data(), body.size()})) error = http::error::end_of_stream;
    return body.size();
  }
  void on_chunk_header_impl(std::uint64_t, Text, ErrorCode&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, Text body, ErrorCode& error) override {
    return on_body_impl(body, error);
  }
  void on_finish_impl(ErrorCode&) override {}

  Reader reader_;
  int status_ = 0;
  bool header_done_ = false;
  Headers headers_;
};

/// The request as it goes out; nothing where a header would break the form, so that no setting can smuggle one in.
std::optional<std::string> request_text(const HttpStreamRequest& asked) {
  const HttpRequest& request = asked.request;
  const auto broken = [](std::string_view part) {
    return part.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos;
  };
  std::string out = request.method + " " + request.target + " HTTP/1.1\r\nHost: ";
  out += asked.to.host.find(':') == std::string::npos ? asked.to.host : "[" + asked.to.host + "]";
  if (asked.to.port != (asked.to.secure ? 443 : 80)) out += ":" + std::to_string(asked.to.port);
  out += "\r\n";
  if (broken(request.method + request.target) || request.target.find(' ') != std::string::npos) return {};
  for (const auto& [name, value] : request.headers) {
    if (name.empty() || broken(name) || broken(value)) return std::nullopt;
    out += name + ": " + value + "\r\n";
  }
  if (request.method != "GET" || !request.body.empty()) {
    out += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
  }
  return out + "\r\n" + request.body;
}

}  // namespace

/// It lives while the stream wants it, and through every event.
class HttpStream::Exchange final : public std::enable_shared_from_this<Exchange>,
                                   private HttpWire::Owner,
                                   private Sleeper {
 public:
  Exchange(EventLoop& loop, HttpStreamRequest request, HttpStreamEvents events)
      : loop_(loop), asked_(std::move(request)), events_(std::move(events)) {}
  ~Exchange() override { drop_wire(); }

  void start() {
    began_ = std::chrono::steady_clock::now();
    auto text = request_text(asked_);
    if (!text) {
      loop_.post([self = shared_from_this()] {
        self->fail({HttpTrouble::Kind::kConnect, false, "a header or the path holds a line break or a space"});
      });
      return;
    }
    text_ = std::move(*text);
    wire_ = HttpPool::of(loop_).take(asked_.to);
    reused_ = wire_ != nullptr;
    if (reused_) {
      wire_->own(this);
      send();
    } else {
      connect();
    }
  }

  void cancel() {
    ended_ = true;
    loop_.arm(*this, SteadyTime::max());
    drop_wire();
  }

 private:
  void connect() {
    wire_ = open_wire(loop_, asked_.to, this);
    wait(asked_.connect_timeout);
  }

  void send() {
    sent_ = true;
    expect_answer();
    wire_->write(text_);
    wait(asked_.first_byte_timeout);
  }

  void expect_answer() {
    parser_.emplace(AnswerParser::Reader{[this](int status, Headers headers) { on_header(status, headers); },
                                         [this](std::string_view piece) {
                                           if (!ended_ && events_.body) events_.body(piece);
                                           return !ended_;
                                         }});
    parser_->header_limit(static_cast<std::uint32_t>(asked_.max_header_bytes));
    parser_->body_limit(asked_.max_body_bytes);
  }

  void on_header(int status, const Headers& headers) {
    answered_ = true;
    if (!ended_ && events_.header) events_.header(status, headers);
  }

  void on_open() override {
    const auto self = shared_from_this();
    if (!ended_) send();
  }

  void on_bytes(std::string_view bytes) override {
    const auto self = shared_from_this();
    if (ended_) return;
    if (!sent_) return fail({HttpTrouble::Kind::kMalformed, false, "it spoke before it was asked"});
    any_bytes_ = true;
    wait(asked_.piece_timeout);
    unread_.append(bytes);
    parse();
  }

  /// Feeds the parser until it wants more, or has all.
  void parse() {
    while (!ended_ && !unread_.empty()) {
      ErrorCode error;
      const std::size_t used = parser_->put(boost::asio::buffer(unread_), error);
      if (ended_) return;
      unread_.erase(0, used);
      if (error == http::error::need_more) return;
      if (error) return fail(trouble_of(error));
      if (parser_->is_done()) {
        if (answered_) return finish(parser_->keep_alive() && unread_.empty());
        expect_answer();  // that was an informational one; the true one follows
      }
    }
  }

  void on_lost(const WireLoss& why) override {
    const auto self = shared_from_this();
    wire_ = nullptr;
    if (ended_) return;
    // It was closed while it waited for us: the request was never seen.
    if (reused_ && !any_bytes_) {
      reused_ = false;
      sent_ = false;
      return connect();
    }
    if (answered_ && parser_ && parser_->need_eof() && why.clean) return finish(false);
    const bool stood = why.step == ConnectFailure::Step::kHandshake;
    fail({stood ? HttpTrouble::Kind::kBroken : HttpTrouble::Kind::kConnect, answered_, why.what});
  }

  void on_wake(SteadyTime now) override {
    const auto self = shared_from_this();
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(now - waits_since_).count();
    const bool connecting = !sent_;
    fail({connecting ? HttpTrouble::Kind::kConnect : HttpTrouble::Kind::kLate, answered_,
          (connecting ? "no connection within " : "nothing came for ") + std::to_string(ms) + " ms"});
  }

  void wait(std::chrono::milliseconds most) {
    waits_since_ = std::chrono::steady_clock::now();
    loop_.arm(*this, std::min(waits_since_ + most, began_ + asked_.total_timeout));
  }

  HttpTrouble trouble_of(const ErrorCode& error) const {
    const bool large = error == http::error::body_limit || error == http::error::header_limit;
    return {large ? HttpTrouble::Kind::kTooLarge : HttpTrouble::Kind::kMalformed, answered_, error.message()};
  }

  void finish(bool keep) {
    ended_ = true;
    loop_.arm(*this, SteadyTime::max());
    if (keep && wire_ && wire_->is_open() && wire_->written()) {
      HttpPool::of(loop_).give(loop_, asked_.to, std::exchange(wire_, nullptr));
    }
    drop_wire();
    if (const auto end = std::move(events_.end)) end();
  }

  void fail(HttpTrouble trouble) {
    if (ended_) return;
    cancel();
    if (const auto failed = std::move(events_.failed)) failed(trouble);
  }

  void drop_wire() {
    if (const auto wire = std::exchange(wire_, nullptr)) wire->close();
  }

  EventLoop& loop_;
  HttpStreamRequest asked_;
  HttpStreamEvents events_;
  std::string text_;
  std::shared_ptr<HttpWire> wire_;
  std::optional<AnswerParser> parser_;
  std::string unread_;
  SteadyTime began_;
  SteadyTime waits_since_;
  bool reused_ = false;
  bool sent_ = false;
  bool any_bytes_ = false;
  bool answered_ = false;
  bool ended_ = false;
};

HttpStream::HttpStream(EventLoop& loop, HttpStreamRequest request, HttpStreamEvents events)
    : exchange_(std::make_shared<Exchange>(loop, std::move(request), std::move(events))) {
  exchange_->start();
}

HttpStream::~HttpStream() {
  exchange_->cancel();
}

}  // namespace parley
