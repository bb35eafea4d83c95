// What the three OpenAI-compatible providers share: base address, key, what is trusted. The same interface is
// offered by vLLM, Ollama, LocalAI, llama.cpp's and whisper.cpp's servers and others, mostly without a key.
#pragma once

#include <array>
#include <chrono>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "speech/http/http_stream.h"
#include "speech/provider_fault.h"
#include "speech/provider_setting.h"

namespace parley {

extern const std::array<ProviderSetting, 5> kOpenaiSettings;

struct OpenaiService {
  ProviderName who;
  WireTarget to;
  std::string target;  // path and query
  Headers headers;     // the key's
  std::chrono::milliseconds timeout{};

  /// A POST with this body, its deadlines set.
  HttpStreamRequest post(std::string content_type, std::string body) const;
};

/// `path` is a setting that holds a path below the base address, or a whole address of its own.
Result<OpenaiService> openai_service(const ProviderValues& values, const ProviderSetting& path);

}  // namespace parley
