#include "speech/openai/openai_service.h"

#include <utility>

#include "speech/http/service_address.h"

namespace parley {

const std::array<ProviderSetting, 5> kOpenaiSettings{{
    {"openai.base_url", "OPENAI_BASE_URL", "https://api.openai.com/v1",
     "Address of the OpenAI-compatible interface that the paths of openai.*_path continue.", SettingKind::kUrl},
    {"openai.key", "OPENAI_API_KEY", "", "Key, sent as a bearer token; servers of one's own need none.",
     SettingKind::kText, 0, 0, true},
    {"openai.organization", "OPENAI_ORG_ID", "", "Organisation that is billed, where a key has several."},
    {"openai.ca_file", "", "", "PEM file of authorities that are trusted beside the system's."},
    {"openai.timeout_ms", "", "6000",
     "Milliseconds until the first byte of an answer; the call itself gives up 7 s after the caller's last word.",
     SettingKind::kNumber, 100, 120'000},
}};

Result<OpenaiService> openai_service(const ProviderValues& values, const ProviderSetting& path) {
  const auto& [base, key, organization, ca_file, timeout] = kOpenaiSettings;
  auto address = service_address(values.text(base), values.text(path), path.key);
  if (!address) return address.error();
  OpenaiService out;
  out.who = {"openai", values.text(key), std::string(key.environment)};
  // A server of one's own is named, for "openai" would send people to the wrong one.
  if (values.text(base) != base.fallback || address->to.host != "api.openai.com") {
    out.who.name = "openai (" + address->to.host + ")";
  }
  out.to = address->to;
  out.to.ca_file = values.text(ca_file);
  if (auto trust = prepare_trust(out.to); !trust) return trust.error();
  out.target = address->target;
  out.timeout = std::chrono::milliseconds(values.number(timeout));
  if (!out.who.secret.empty()) out.headers.emplace_back("Authorization", "Bearer " + out.who.secret);
  if (values.given(organization)) out.headers.emplace_back("OpenAI-Organization", values.text(organization));
  return out;
}

HttpStreamRequest OpenaiService::post(std::string content_type, std::string body) const {
  HttpStreamRequest out;
  out.to = to;
  out.request.method = "POST";
  out.request.target = target;
  out.request.headers = headers;
  out.request.headers.emplace_back("Content-Type", std::move(content_type));
  out.request.headers.emplace_back("User-Agent", "parley");
  out.request.body = std::move(body);
  out.first_byte_timeout = timeout;
  return out;
}

}  // namespace parley
