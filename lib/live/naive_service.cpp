#include "live/naive_service.h"

#include <algorithm>
#include <utility>

#include "sim/naive_guest.h"

namespace parley {

NaiveService::NaiveService(NaiveChoice choice, std::function<void(const std::string&)> said)
    : choice_(std::move(choice)), said_(std::move(said)) {}

void NaiveService::handle(EventLoop&, const HttpRequest& request, Respond respond) {
  if (request.path() == "/healthz") {
    respond({200, "text/plain; charset=utf-8", "ok\n", {}});
    return;
  }
  respond({426,
           "text/plain; charset=utf-8",
           "This is a media stream: connect with a WebSocket.\n",
           {{"Upgrade", "websocket"}}});
}

UpgradeAnswer NaiveService::upgrade(const HttpRequest&) {
  return UpgradeAccepted{};
}

void NaiveService::opened(EventLoop& loop, const HttpRequest&, std::shared_ptr<WebSocket> socket) {
  AgentMaker maker = [this](const twilio::Start& start, const AgentSeat&) -> Result<std::unique_ptr<Agent>> {
    auto config = choice_(start);
    if (!config) return config.error();
    said_("call " + start.call_sid + " begins");
    config->calls_before = std::max(config->calls_before, calls_before_++);
    return std::unique_ptr<Agent>(std::make_unique<NaiveGuest>(*config));
  };
  LiveCallEvents events;
  events.refused = [this](const std::string& problem) { said_("refused: " + problem); };
  events.ended = [this](const SocketEnd& end) {
    said_("a call ended, code " + std::to_string(end.code) + (end.reason.empty() ? "" : ": " + end.reason));
  };
  calls_.add(loop, std::move(socket), std::move(maker), std::move(events));
}

}  // namespace parley
