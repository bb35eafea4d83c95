#include "live/agent_metrics.h"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <sstream>
#include <utility>
#include <vector>

#include "live/call_journal.h"
#include "live/server.h"

namespace parley {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

class Families {
 public:
  void counter(const char* name, const char* text, const std::atomic<std::int64_t>& value) {
    ClientMetric metric;
    metric.counter.value = static_cast<double>(value.load(std::memory_order_relaxed));
    add(name, text, MetricType::Counter, std::move(metric));
  }
  void gauge(const char* name, const char* text, double value) {
    ClientMetric metric;
    metric.gauge.value = value;
    add(name, text, MetricType::Gauge, std::move(metric));
  }
  void refusal(const char* why, const std::atomic<std::int64_t>& value) {
    ClientMetric metric;
    metric.label.push_back({"reason", why});
    metric.counter.value = static_cast<double>(value.load(std::memory_order_relaxed));
    if (refusals_ == 0) {
      add("parley_refused_total", "Requests and streams that were refused.", MetricType::Counter,
          std::move(metric));
      refusals_ = all_.size();
    } else {
      all_[refusals_ - 1].metric.push_back(std::move(metric));
    }
  }
  void lateness(const LatenessBuckets& histogram) {
    ClientMetric metric;
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < LatenessBuckets::kUpperUs.size(); ++i) {
      seen += static_cast<std::uint64_t>(histogram.count(i));
      metric.histogram.bucket.push_back({seen, static_cast<double>(LatenessBuckets::kUpperUs[i]) / 1e6});
    }
    seen += static_cast<std::uint64_t>(histogram.count(LatenessBuckets::kUpperUs.size()));
    metric.histogram.sample_count = seen;
    metric.histogram.sample_sum = static_cast<double>(histogram.sum_us()) / 1e6;
    add("parley_frame_lateness_seconds", "The kernel's acceptance of a frame less its deadline.",
        MetricType::Histogram, std::move(metric));
  }
  const std::vector<MetricFamily>& all() const { return all_; }

 private:
  void add(const char* name, const char* text, MetricType type, ClientMetric metric) {
    MetricFamily family;
    family.name = name;
    family.help = text;
    family.type = type;
    family.metric.push_back(std::move(metric));
    all_.push_back(std::move(family));
  }

  std::vector<MetricFamily> all_;
  std::size_t refusals_ = 0;  // where those are, plus one
};

void add_server(const ServerCounters& server, Families& families) {
  families.gauge("parley_connections", "Connections that are open.",
                 static_cast<double>(server.connections.load(std::memory_order_relaxed)));
  families.counter("parley_connections_total", "Connections that were accepted.", server.accepted);
  families.counter("parley_http_requests_total", "HTTP requests that were read.", server.requests);
  families.counter("parley_upgrades_total", "WebSockets that were opened.", server.upgrades);
  families.refusal("connections_full", server.refused_full);
  families.refusal("bad_request", server.bad_requests);
  families.refusal("timeout", server.timeouts);
  families.refusal("tls", server.tls_failures);
  families.refusal("upgrade", server.upgrades_refused);
}

}  // namespace

void LatenessBuckets::add(Duration lateness) {
  const auto bucket = std::lower_bound(kUpperUs.begin(), kUpperUs.end(), lateness.count()) - kUpperUs.begin();
  counts_[static_cast<std::size_t>(bucket)].fetch_add(1, std::memory_order_relaxed);
  sum_us_.fetch_add(lateness.count(), std::memory_order_relaxed);
}

std::string metrics_text(const MetricSources& sources) {
  Families families;
  const AgentCounters& agent = sources.agent;
  families.gauge("parley_calls", "Calls that are live.", static_cast<double>(sources.calls_live));
  families.gauge("parley_calls_reserved", "Calls whose stream is awaited.",
                 static_cast<double>(sources.calls_reserved));
  families.gauge("parley_draining", "1 while no new calls are taken.", sources.draining ? 1 : 0);
  families.counter("parley_calls_total", "Calls that began.", agent.calls_begun);
  families.counter("parley_calls_ended_total", "Calls that ended.", agent.calls_ended);
  families.counter("parley_calls_resumed_total", "Streams that were started anew in a living call.", agent.resumed);
  families.counter("parley_calls_transferred_total", "Calls that were handed to somebody else.", agent.transferred);
  families.counter("parley_webhooks_total", "Webhooks of Twilio's that were answered.", agent.webhooks);
  families.counter("parley_stream_errors_total", "Errors of streams that Twilio told of.", agent.stream_errors);
  families.counter("parley_frames_received_total", "Frames of calls that have ended.", agent.frames_received);
  families.counter("parley_frames_sent_total", "Frames of calls that have ended.", agent.frames_sent);
  families.counter("parley_recognizer_frames_dropped_total",
                   "Frames of callers' audio that a recogniser was given and had no room for.",
                   agent.recognizer_frames_dropped);
  families.refusal("busy", agent.refused_busy);
  families.refusal("signature", agent.refused_signature);
  families.refusal("operator", agent.refused_operator);
  families.refusal("stream", agent.refused_stream);
  if (sources.server != nullptr) add_server(*sources.server, families);
  families.counter("parley_traces_total", "Traces that were begun.", sources.journal.traces);
  families.counter("parley_traces_cut_total", "Traces that end before their call did.", sources.journal.traces_cut);
  families.counter("parley_trace_bytes_total", "Bytes of traces that were written.", sources.journal.trace_bytes);
  families.counter("parley_log_lines_total", "Lines of the acceptance log.", sources.journal.lines);
  families.counter("parley_log_lines_dropped_total", "Lines for which there was no room.",
                   sources.journal.lines_dropped);
  families.lateness(agent.lateness);
  std::ostringstream out;
  prometheus::TextSerializer().Serialize(out, families.all());
  return out.str();
}

}  // namespace parley
