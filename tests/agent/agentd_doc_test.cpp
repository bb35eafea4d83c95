// docs/agentd.md is written by people; this keeps it complete.
#include <gtest/gtest.h>

#include "agent/agent_config.h"
#include "core/call/settings.h"
#include "files/text_file.h"
#include "live/webhooks.h"

namespace parley {
namespace {

bool tells_of(std::string_view name) {
  static const auto text = read_text_file(PARLEY_SOURCE_DIR "/docs/agentd.md");
  EXPECT_TRUE(text.has_value());
  return text && text->find("`" + std::string(name) + "`") != std::string::npos;
}

TEST(AgentdDocument, TellsOfEveryKeyAndVariable) {
  for (const AgentSetting& setting : agent_settings()) {
    EXPECT_TRUE(tells_of(setting.key)) << setting.key;
    EXPECT_TRUE(setting.environment.empty() || tells_of(setting.environment)) << setting.environment;
  }
  for (const Setting& setting : settings()) {
    EXPECT_TRUE(setting.environment.empty() || tells_of(setting.environment)) << setting.environment;
  }
}

TEST(AgentdDocument, TellsOfEveryEndpoint) {
  for (const std::string_view path : {kIncomingCallPath, kStreamStatusPath, kStreamEndedPath}) {
    const std::string post = "POST " + std::string(path);
    const std::string either = "GET " + std::string(path);
    EXPECT_TRUE(tells_of(post) || tells_of(either)) << path;
  }
  for (const char* path : {"/ws/twilio-media", "/healthz", "/readyz", "/metrics", "/calls", "/api/calls"}) {
    EXPECT_TRUE(tells_of("GET " + std::string(path))) << path;
  }
}

}  // namespace
}  // namespace parley
