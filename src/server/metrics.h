#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "server/application.h"

namespace assay::server {

/// What the server counts about itself, told in Prometheus' text format. Thread-safe.
class Metrics {
 public:
  void Count(const Exchange& exchange);
  void ConnectionsAre(std::size_t open) { connections_ = open; }

  /// A figure that is asked for when it is told. `kind` is "gauge" or "counter". Not after the first `Text`.
  void Add(std::string name, std::string kind, std::string help, std::function<double()> value);

  std::string Text() const;

 private:
  static constexpr std::array<double, 10> kBounds{0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5};
  struct Histogram {
    std::array<std::uint64_t, kBounds.size() + 1> counts{};
    double sum = 0;
  };
  struct Figure {
    std::string name;
    std::string kind;
    std::string help;
    std::function<double()> value;
  };

  mutable std::mutex mutex_;
  std::map<std::pair<std::string, int>, std::uint64_t> requests_;
  std::map<std::string, Histogram> durations_;
  std::vector<Figure> figures_;
  std::atomic<std::size_t> connections_ = 0;
};

}  // namespace assay::server
