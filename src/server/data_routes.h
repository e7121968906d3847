#pragma once

#include <memory>
#include <string>

#include "server/answer_cache.h"
#include "server/answer_places.h"
#include "server/releases.h"
#include "server/router.h"
#include "server/single_flight.h"

namespace assay::server {

/// What the routes of data share.
struct DataContext {
  explicit DataContext(const Releases* open_releases) : releases(open_releases) {}

  const Releases* releases;  ///< not nullptr once a request is answered
  AnswerCache cache{64 * 1024 * 1024};
  SingleFlight<AnswerText> flights;
  AnswerPlaces places;
};

/// /api/pages, /api/query, /api/members, /api/release. `data` must outlive the router.
void AddPageRoutes(Router& router, DataContext& data);

/// /api/rows, /api/explain, /api/csv: what is answered in SQL.
void AddRowRoutes(Router& router, DataContext& data);

/// /api/customer/<key>.
void AddCustomerRoute(Router& router, DataContext& data);

/// The release that a request names, or the newest.
using ServedRelease = std::shared_ptr<const Served>;
Result<std::optional<std::int64_t>> ReleaseParameter(const Request& request);

/// The whole number that a parameter gives, up to `most`.
Result<std::size_t> SizeParameter(const Request& request, std::string_view name, std::size_t fallback,
                                  std::size_t most);

/// 410: the page shows "new data" and loads again.
Response Gone(std::int64_t release);

/// Files of a release that is no longer the newest may be gone; then the answer is 410 in place of an error of the
/// disk.
Result<Response> OrGone(const DataContext& data, const Served& served, Result<Response> response);

}  // namespace assay::server
