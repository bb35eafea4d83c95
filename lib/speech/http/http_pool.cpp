#include "speech/http/http_pool.h"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <utility>

#include "speech/http/http_stream.h"

namespace parley {
namespace net = boost::asio;

/// Watches one connection while it waits.
class HttpPool::Kept final : private HttpWire::Owner, private Sleeper {
 public:
  Kept(HttpPool& pool, EventLoop& loop, WireTarget target) : pool_(pool), target_(std::move(target)) {
    loop.arm(*this, std::chrono::steady_clock::now() + kKeptFor);
  }
  ~Kept() override {
    if (wire_) wire_->close();
  }

  void hold(std::shared_ptr<HttpWire> wire) {
    wire_ = std::move(wire);
    wire_->own(this);
  }
  void open(EventLoop& loop) { wire_ = open_wire(loop, target_, this); }
  bool leads_to(const WireTarget& target) const { return target_ == target; }
  bool stands() const { return wire_ && wire_->is_open(); }
  std::shared_ptr<HttpWire> release() {
    wire_->own(nullptr);
    return std::exchange(wire_, nullptr);
  }

 private:
  void on_open() override {}
  void on_bytes(std::string_view) override { pool_.forget(*this); }  // nobody has asked for anything
  void on_lost(const WireLoss&) override { pool_.forget(*this); }
  void on_wake(SteadyTime) override { pool_.forget(*this); }

  HttpPool& pool_;
  WireTarget target_;
  std::shared_ptr<HttpWire> wire_;
};

namespace {

/// How Asio lets something go with its loop, before the sockets' own services do.
class PoolOfLoop final : public net::execution_context::service {
 public:
  using key_type = PoolOfLoop;
  inline static net::execution_context::id id;  // NOLINT: Asio asks for this name

  explicit PoolOfLoop(net::execution_context& context) : service(context) {}
  HttpPool pool;

 private:
  void shutdown() override { pool.clear(); }
};

}  // namespace

HttpPool::HttpPool() = default;
HttpPool::~HttpPool() = default;

void HttpPool::clear() {
  kept_.clear();
}

HttpPool& HttpPool::of(EventLoop& loop) {
  return net::use_service<PoolOfLoop>(loop.context()).pool;
}

std::shared_ptr<HttpWire> HttpPool::take(const WireTarget& target) {
  // The one used last is the least likely to have been closed meanwhile.
  const auto found = std::find_if(kept_.rbegin(), kept_.rend(),
                                  [&](const auto& kept) { return kept->stands() && kept->leads_to(target); });
  if (found == kept_.rend()) return nullptr;
  auto wire = (*found)->release();
  kept_.erase(std::next(found).base());
  return wire;
}

void HttpPool::give(EventLoop& loop, const WireTarget& target, std::shared_ptr<HttpWire> wire) {
  if (count(target) >= kMostForOne) return wire->close();
  if (kept_.size() >= kMostKept) kept_.pop_front();
  auto kept = std::make_unique<Kept>(*this, loop, target);
  kept->hold(std::move(wire));
  kept_.push_back(std::move(kept));
}

void HttpPool::warm(EventLoop& loop, const WireTarget& target) {
  if (count(target) > 0 || kept_.size() >= kMostKept) return;
  auto kept = std::make_unique<Kept>(*this, loop, target);
  kept->open(loop);
  kept_.push_back(std::move(kept));
}

void HttpPool::forget(const Kept& gone) {
  kept_.remove_if([&gone](const auto& kept) { return kept.get() == &gone; });
}

std::size_t HttpPool::count(const WireTarget& target) const {
  return static_cast<std::size_t>(
      std::count_if(kept_.begin(), kept_.end(), [&target](const auto& kept) { return kept->leads_to(target); }));
}

void warm_up(EventLoop& loop, const WireTarget& target) {
  HttpPool::of(loop).warm(loop, target);
}

std::size_t kept_connections(EventLoop& loop) {
  return HttpPool::of(loop).size();
}

}  // namespace parley
