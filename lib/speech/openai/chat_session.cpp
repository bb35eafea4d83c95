#include "speech/openai/chat_session.h"

#include <algorithm>
#include <utility>

namespace parley {
namespace {

constexpr std::chrono::milliseconds kToolTimeout{3'000};

}  // namespace

ChatSession::ChatSession(ProviderSeat seat, std::shared_ptr<const ChatService> with, const AgentProfile& profile)
    : seat_(std::move(seat)), with_(std::move(with)), profile_(profile) {
  warm_up(seat_.loop, with_->service.to);
}

ChatSession::~ChatSession() {
  *alive_ = false;
}

void ChatSession::ask(const AskReply& ask, const Conversation& conversation) {
  stop();
  turn_ = ask.turn;
  messages_ = chat_messages(profile_, conversation);
  request();
}

void ChatSession::cancel(TurnId turn) {
  if (turn_ == turn) stop();
}

void ChatSession::stop() {
  ++asked_;
  turn_.reset();
  call_.reset();
  tools_.clear();
  rounds_ = 0;
  any_text_ = false;
}

void ChatSession::request() {
  answer_.reset();
  written_.clear();
  const ReplyTools* tools = rounds_ < kMostRounds ? &with_->tools : nullptr;
  ServiceAnswer answer;
  answer.began = [this](const Headers& headers) { answer_.emplace(headers); };
  answer.piece = [this](std::string_view piece) { take(piece); };
  answer.end = [this] {
    if (turn_ && answer_ && !answer_->over()) conclude({});
  };
  // Once the model has written all it will, it does not matter any more how its answer's connection ends.
  answer.failed = [this](const ProviderFault& fault) {
    if (!answer_ || !answer_->over()) fail(fault);
  };
  call_ = std::make_unique<ServiceCall>(
      seat_.loop, with_->service.post("application/json", chat_body(with_->options, messages_, tools)),
      with_->service.who, std::move(answer));
}

void ChatSession::take(std::string_view piece) {
  // Once a reply is complete the rest of its answer is read only so that the connection can serve again.
  if (!turn_ || !answer_ || answer_->over()) return;
  std::string text = answer_->push(piece);
  if (answer_->over()) return conclude(std::move(text));
  give(std::move(text));
}

void ChatSession::conclude(std::string text) {
  text += answer_->finish();
  if (const std::string problem = answer_->problem(); !problem.empty()) {
    if (give(std::move(text))) fail({with_->service.who.name + " " + shown(with_->service.who, problem), true});
    return;
  }
  const std::vector<ToolCall>& calls = answer_->calls();
  for (const ToolCall& call : calls) {
    if (act(call, text)) return;
  }
  if (!calls.empty() && rounds_ < kMostRounds) return run_tools(std::move(text));
  if (!calls.empty() && !any_text_ && text.empty()) {
    return fail({with_->service.who.name + " asks for tools without end", false});
  }
  const TurnId turn = *std::exchange(turn_, std::nullopt);
  say(ReplyText{turn, std::move(text), true});
}

/// Ends the reply with what the call is asked to do; false for other tools, and for targets that there are not.
bool ChatSession::act(const ToolCall& call, const std::string& text) {
  ReplyText last;
  last.done = true;
  if (call.name == ReplyTools::kHangUp && with_->tools.may_hang_up()) {
    last.then = AfterReply::kHangUp;
  } else if (call.name == ReplyTools::kTransfer) {
    const auto number = with_->tools.transfer_number(call.arguments);
    if (!number) return false;
    last.then = AfterReply::kTransfer;
    last.transfer_to = *number;
  } else {
    return false;
  }
  last.text = any_text_ || !text.empty() ? text : words_of(call.arguments);
  last.turn = *std::exchange(turn_, std::nullopt);
  say(std::move(last));
  return true;
}

void ChatSession::run_tools(std::string text) {
  written_ += text;
  messages_.push_back({ChatMessage::Role::kAssistant, written_, answer_->calls(), {}});
  tools_.clear();
  for (const ToolCall& call : answer_->calls()) tools_.push_back({call, {}, false, nullptr});
  const int asked = asked_;
  for (std::size_t i = 0; i < tools_.size(); ++i) run_tool(i);
  if (std::all_of(tools_.begin(), tools_.end(), [](const ToolRun& run) { return run.done; })) {
    // Its own event is still running: the next question is asked from the loop.
    seat_.loop.post([this, alive = alive_, asked] {
      if (*alive && asked == asked_ && turn_) go_on_after_tools();
    });
  }
  written_.clear();  // it stands in the messages
  give(std::move(text));
}

void ChatSession::run_tool(std::size_t index) {
  ToolRun& run = tools_[index];
  const HttpTool* tool = with_->tools.find(run.asked.name);
  const std::string arguments = run.asked.arguments.empty() ? "{}" : run.asked.arguments;
  run.done = tool == nullptr || !json::parse(arguments, "arguments");
  if (run.done) {
    run.answer = tool == nullptr ? "There is no such tool." : "The arguments are no JSON.";
    return;
  }
  HttpStreamRequest request;
  request.to = tool->address.to;
  request.request.method = "POST";
  request.request.target = tool->address.target;
  request.request.headers = {{"Content-Type", "application/json"}, {"User-Agent", "parley"}};
  if (!with_->tool_token.empty()) {
    request.request.headers.emplace_back("Authorization", "Bearer " + with_->tool_token);
  }
  request.request.body = arguments;
  request.first_byte_timeout = request.total_timeout = kToolTimeout;
  ServiceAnswer answer;
  answer.piece = [this, index](std::string_view piece) {
    std::string& heard = tools_[index].answer;
    heard += piece.substr(0, kMostToolAnswer - std::min(kMostToolAnswer, heard.size()));
  };
  answer.end = [this, index] { tool_done(index, std::move(tools_[index].answer)); };
  answer.failed = [this, index](const ProviderFault& fault) {
    tool_done(index, "The tool failed: " + fault.reason);
  };
  run.call = std::make_unique<ServiceCall>(seat_.loop, std::move(request),
                                           ProviderName{tool->name, with_->tool_token, {}}, std::move(answer));
}

void ChatSession::tool_done(std::size_t index, std::string answer) {
  tools_[index].answer = std::move(answer);
  tools_[index].done = true;
  if (std::all_of(tools_.begin(), tools_.end(), [](const ToolRun& run) { return run.done; })) go_on_after_tools();
}

void ChatSession::go_on_after_tools() {
  for (ToolRun& run : tools_) {
    messages_.push_back({ChatMessage::Role::kTool, std::move(run.answer), {}, run.asked.id});
  }
  tools_.clear();
  ++rounds_;
  request();
}

void ChatSession::fail(const ProviderFault& fault) {
  if (!turn_) return;  // the reply was complete, only its connection was not
  const TurnId turn = *turn_;
  stop();
  say(ReplyFailed{turn, fault.reason, fault.may_retry});
}

bool ChatSession::give(std::string text) {
  if (text.empty()) return true;
  written_ += text;
  any_text_ = true;
  const auto alive = alive_;
  const int asked = asked_;
  say(ReplyText{*turn_, std::move(text), false});
  return *alive && asked == asked_;
}

void ChatSession::say(ProviderEvent event) {
  const auto tell = seat_.say;  // whom it tells may let go of us
  tell(std::move(event));
}

}  // namespace parley
