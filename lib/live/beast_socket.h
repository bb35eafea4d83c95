// A WebSocket over any stream of Boost.Beast's kind. Only the files of lib/live that make connections include this:
// it brings all of Beast with it.
//
// Callbacks and not coroutines, for this is the loop that every media frame goes through (docs/decisions/0012).
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/stream_traits.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/fifo.h"
#include "live/event_loop.h"
#include "live/web_socket.h"

namespace parley {

/// The concrete executor everywhere: a type-erased one costs more than the frame does.
using TcpSocket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;
using TlsSocket = boost::beast::ssl_stream<TcpSocket>;

template <class Stream>
class BeastSocket final : public WebSocket, public std::enable_shared_from_this<BeastSocket<Stream>> {
 public:
  /// No deflate: Twilio offers none, and a compressed frame costs more than all the rest.
  using Socket = boost::beast::websocket::stream<Stream, false>;
  using ErrorCode = boost::system::error_code;

  static constexpr std::chrono::seconds kCloseWithin{5};

  BeastSocket(EventLoop& loop, Stream stream, std::size_t max_message_bytes, std::string remote)
      : loop_(loop), socket_(std::move(stream)), remote_(std::move(remote)) {
    socket_.read_message_max(max_message_bytes);
    socket_.auto_fragment(false);
  }

  Socket& socket() { return socket_; }

  void start(Listener& listener) override {
    listener_ = &listener;
    read();
  }
  void forget_listener() override { listener_ = nullptr; }

  void send(std::string text) override { queue({std::move(text), false}); }
  void send_binary(std::string data) override { queue({std::move(data), true}); }

  void close(std::uint16_t code, std::string_view reason) override {
    if (closing_ || ended_) return;
    closing_ = true;
    close_code_ = code;
    close_reason_ = reason.substr(0, 120);
    if (!writing_) shake_hands();
    loop_.after(kCloseWithin, [weak = this->weak_from_this()] {
      if (auto self = weak.lock()) self->abort();
    });
  }

  void abort() override {
    ErrorCode ignored;
    boost::beast::get_lowest_layer(socket_).close(ignored);
    if (!reading_ && !writing_ && !shaking_) end(boost::asio::error::operation_aborted);
  }

  void pause_reading(bool paused) override {
    paused_ = paused;
    if (!paused_ && !reading_ && listener_ != nullptr) read();
  }

  std::size_t unwritten() const override { return queued_.size() + (writing_ ? 1 : 0); }
  std::size_t unwritten_bytes() const override { return unwritten_bytes_; }
  std::string remote() const override { return remote_; }

 private:
  struct Outgoing {
    std::string data;
    bool binary = false;
  };

  void queue(Outgoing message) {
    if (closing_ || ended_) return;
    unwritten_bytes_ += message.data.size();
    queued_.push(std::move(message));
    if (!writing_) write();
  }

  void read() {
    if (paused_ || ended_) return;
    reading_ = true;
    socket_.async_read(buffer_, [self = this->shared_from_this()](const ErrorCode& error, std::size_t) {
      self->reading_ = false;
      self->on_read(error);
    });
  }

  void on_read(const ErrorCode& error) {
    if (error) {
      end(error);
      return;
    }
    if (listener_ != nullptr) {
      const auto data = buffer_.cdata();
      const std::string_view content(static_cast<const char*>(data.data()), data.size());
      if (socket_.got_text()) {
        listener_->on_text(content);
      } else {
        listener_->on_binary_data(content);
      }
    }
    buffer_.consume(buffer_.size());
    read();
  }

  void write() {
    writing_ = true;
    being_written_ = std::move(*queued_.pop());
    socket_.text(!being_written_.binary);
    socket_.async_write(boost::asio::buffer(being_written_.data),
                        [self = this->shared_from_this()](const ErrorCode& error, std::size_t) {
                          self->writing_ = false;
                          self->on_written(error);
                        });
  }

  void on_written(const ErrorCode& error) {
    if (error) {
      end(error);
      return;
    }
    unwritten_bytes_ -= being_written_.data.size();
    if (listener_ != nullptr) listener_->on_wrote();
    if (writing_ || ended_) return;  // the listener sent more, and that began to be written
    if (!queued_.empty()) {
      write();
    } else if (closing_) {
      shake_hands();
    }
  }

  void shake_hands() {
    shaking_ = true;
    boost::beast::websocket::close_reason reason;
    reason.code = close_code_;
    reason.reason.assign(close_reason_.data(), close_reason_.size());
    socket_.async_close(reason, [self = this->shared_from_this()](const ErrorCode& error) {
      self->shaking_ = false;
      self->end(error ? error : ErrorCode(boost::beast::websocket::error::closed));
    });
  }

  void end(const ErrorCode& error) {
    if (ended_) return;
    ended_ = true;
    const bool clean = error == boost::beast::websocket::error::closed;
    SocketEnd how;
    how.by_peer = !closing_ && error != boost::asio::error::operation_aborted;
    how.clean = clean;
    // A close frame that came counts even where it could no longer be answered.
    const bool told = socket_.reason().code != boost::beast::websocket::close_code::none;
    how.code = closing_ ? close_code_ : told ? socket_.reason().code : std::uint16_t{1006};
    if (told && !closing_) {
      how.reason.assign(socket_.reason().reason.data(), socket_.reason().reason.size());
    } else {
      how.reason = clean ? close_reason_ : error.message();
    }
    if (!clean) {
      ErrorCode ignored;
      boost::beast::get_lowest_layer(socket_).close(ignored);
    }
    if (Listener* listener = std::exchange(listener_, nullptr)) listener->on_closed(how);
  }

  EventLoop& loop_;
  Socket socket_;
  boost::beast::flat_buffer buffer_;
  Listener* listener_ = nullptr;
  Fifo<Outgoing> queued_;
  Outgoing being_written_;  // apart from the queue, which may move what it holds
  std::size_t unwritten_bytes_ = 0;
  std::string remote_;
  std::uint16_t close_code_ = 0;
  std::string close_reason_;
  bool paused_ = false;
  bool reading_ = false;
  bool writing_ = false;
  bool closing_ = false;
  bool shaking_ = false;
  bool ended_ = false;
};

}  // namespace parley
