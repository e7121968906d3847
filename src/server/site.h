#pragma once

#include <string>
#include <utility>

#include "server/access_log.h"
#include "server/application.h"
#include "server/gate.h"
#include "server/metrics.h"
#include "server/router.h"

namespace assay::server {

/// Answers requests by the table of routes: finds the route, lets the gate decide, calls the handler, counts and logs.
/// Routes are added before the first request.
class Site final : public Application {
 public:
  Site(const Gate& gate, AccessLog& log) : gate_(gate), log_(log) {}

  Router& router() { return router_; }
  /// Answers browsers that ask for a page where there is none; programs get an error in JSON.
  void ShowWhereNothingIs(Handler page) { missing_page_ = std::move(page); }
  Metrics& metrics() { return metrics_; }

  bool IsQuick(const Request& request) const override;
  Response Handle(Request request) override;
  void Done(const Exchange& exchange) override;
  void ConnectionsAre(std::size_t open) override { metrics_.ConnectionsAre(open); }

 private:
  Response Answer(const Route& route, Request& request) const;
  Response NothingThere(const Request& request) const;

  const Gate& gate_;
  AccessLog& log_;
  Router router_;
  Handler missing_page_;
  Metrics metrics_;
};

/// /healthz and /metrics.
void AddWatchRoutes(Site& site);

}  // namespace assay::server
