#include "server/metrics.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

namespace assay::server {
namespace {

std::string Heading(std::string_view name, std::string_view kind, std::string_view help) {
  return fmt::format("# HELP {0} {2}\n# TYPE {0} {1}\n", name, kind, help);
}

}  // namespace

void Metrics::Count(const Exchange& exchange) {
  const double seconds = static_cast<double>(exchange.duration.count()) / 1e6;
  const auto bound = std::ranges::lower_bound(kBounds, seconds);
  const std::lock_guard lock(mutex_);
  ++requests_[{exchange.route, exchange.status}];
  Histogram& histogram = durations_[exchange.route];
  ++histogram.counts[static_cast<std::size_t>(std::distance(kBounds.begin(), bound))];
  histogram.sum += seconds;
}

void Metrics::Add(std::string name, std::string kind, std::string help, std::function<double()> value) {
  figures_.push_back({std::move(name), std::move(kind), std::move(help), std::move(value)});
}

std::string Metrics::Text() const {
  std::string text = Heading("assay_connections", "gauge", "Open connections.");
  text += fmt::format("assay_connections {}\n", connections_.load());
  for (const Figure& figure : figures_)
    text += Heading(figure.name, figure.kind, figure.help) + fmt::format("{} {}\n", figure.name, figure.value());
  const std::lock_guard lock(mutex_);
  text += Heading("assay_requests_total", "counter", "Requests by route and status.");
  for (const auto& [key, count] : requests_)
    text += fmt::format("assay_requests_total{{route=\"{}\",status=\"{}\"}} {}\n", key.first, key.second, count);
  text += Heading("assay_request_seconds", "histogram", "From the request's last byte to the answer's.");
  for (const auto& [route, histogram] : durations_) {
    std::uint64_t below = 0;
    for (std::size_t i = 0; i < histogram.counts.size(); ++i) {
      below += histogram.counts[i];
      const std::string bound = i < kBounds.size() ? fmt::format("{}", kBounds[i]) : "+Inf";
      text += fmt::format("assay_request_seconds_bucket{{route=\"{}\",le=\"{}\"}} {}\n", route, bound, below);
    }
    text += fmt::format(
        "assay_request_seconds_sum{{route=\"{0}\"}} {1}\nassay_request_seconds_count{{route=\"{0}\"}} "
        "{2}\n",
        route, histogram.sum, below);
  }
  return text;
}

}  // namespace assay::server
