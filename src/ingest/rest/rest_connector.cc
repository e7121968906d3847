#include "ingest/rest/rest_connector.h"

#include <map>

#include <nlohmann/json.hpp>

#include "base/stop.h"
#include "ingest/rest/http_status.h"
#include "ingest/rest/json_page.h"
#include "ingest/rest/rest_resource.h"

namespace assay::ingest {
namespace {

using PageNumber = std::optional<std::int64_t>;

Result<PageFacts> AddPage(RestResource& resource, const LoadRequest& request, PageNumber page, RowTable& rows) {
  ASSIGN_OR_RETURN(const HttpReply reply, resource.Get(page));
  const config::Paginator& paginator = request.source.rest.paginator;
  auto facts =
      AddJsonPage(reply.body, {.rows = request.table.data_selector, .total = page ? paginator.total_path : ""}, rows);
  if (facts) return facts;
  const std::string quoted =
      request.table.pii.empty() ? fmt::format("; it begins: {}", FirstBytes(reply.body, resource.secrets())) : "";
  const Error& error = facts.error();
  return Fail(error.kind, "{}: {}{}", resource.Place(page), resource.secrets().Mask(error.message), quoted);
}

// Decides whether to go on, and refuses pages that show a wrong configuration or lost rows.
class PageWalk {
 public:
  explicit PageWalk(const config::Paginator& paginator) : paginator_(paginator), page_(paginator.base_page) {}
  std::int64_t page() const { return page_; }
  bool ended() const { return ended_; }
  std::int64_t pages_read() const { return pages_read_; }
  bool reached_maximum() const { return reached_maximum_; }

  Status Take(const PageFacts& facts, const std::string& place) {
    ++pages_read_;
    if (facts.rows == 0) return TakeEmpty(facts, place);
    const auto [earlier, is_new] = pages_by_digest_.emplace(facts.digest, page_);
    if (!is_new) {
      return InvalidInput(
          "{}: it holds the same rows as page {}; does the API know the parameter '{}'? Check 'paginator'", place,
          earlier->second, paginator_.page_param);
    }
    reached_maximum_ = paginator_.maximum_page && page_ >= *paginator_.maximum_page;
    ended_ = reached_maximum_ || (facts.total_pages && pages_read_ >= *facts.total_pages);
    ++page_;
    return {};
  }

 private:
  Status TakeEmpty(const PageFacts& facts, const std::string& place) {
    ended_ = true;
    if (!facts.total_pages || pages_read_ >= *facts.total_pages) return {};
    return InvalidInput(
        "{}: it is empty, although '{}' promises {} pages; does that path hold the number of pages, not of rows?",
        place, paginator_.total_path, *facts.total_pages);
  }

  const config::Paginator& paginator_;
  std::int64_t page_;
  std::int64_t pages_read_ = 0;
  bool ended_ = false;
  bool reached_maximum_ = false;
  std::map<std::string, std::int64_t> pages_by_digest_;
};

Result<std::string> ReadPages(RestResource& resource, const LoadRequest& request, RowTable& rows) {
  PageWalk walk(request.source.rest.paginator);
  while (!walk.ended()) {
    RETURN_IF_ERROR(CheckStop(request.stop));
    ASSIGN_OR_RETURN(const PageFacts facts, AddPage(resource, request, walk.page(), rows));
    RETURN_IF_ERROR(walk.Take(facts, resource.Place(walk.page())));
  }
  const std::string limit = walk.reached_maximum() ? "; pages behind maximum_page are not read" : "";
  return fmt::format("reads all {} pages{}; rows that move between pages meanwhile can be missed or come twice",
                     walk.pages_read(), limit);
}

Result<std::string> ReadRows(RestResource& resource, const LoadRequest& request, RowTable& rows) {
  switch (request.source.rest.paginator.kind) {
    case config::Paginator::Kind::kSinglePage: {
      RETURN_IF_ERROR(AddPage(resource, request, std::nullopt, rows));
      return std::string("reads all rows from one answer");
    }
    case config::Paginator::Kind::kPageNumber:
      return ReadPages(resource, request, rows);
  }
  return Internal("Cannot read table {}.{}: its paginator is of no known kind", request.source.name,
                  request.table.name);
}

}  // namespace

Result<Extract> RestConnector::Open(const LoadRequest& request) {
  RETURN_IF_ERROR(CheckStop(request.stop));
  const std::string what = fmt::format("Cannot read table {}.{}", request.source.name, request.table.name);
  RestResource resource(request.source, &request.table, what, options_.retry, options_.clock, request.stop);
  RowTable rows(options_.batch_rows);
  ASSIGN_OR_RETURN(std::string method, ReadRows(resource, request, rows));
  return Extract{.rows = std::make_unique<RowTableStream>(std::move(rows)),
                 .reach = Reach::kFull,
                 .resume = [] { return nlohmann::json::object(); },
                 .method = std::move(method)};
}

Result<std::vector<std::string>> RestConnector::ListTables(const config::Source&) { return std::vector<std::string>{}; }

Status RestConnector::Ping(const config::Source& source) {
  const config::SourceTable* table = source.tables.empty() ? nullptr : &source.tables.front();
  RestResource resource(source, table, fmt::format("Cannot reach source {}", source.name), options_.retry,
                        options_.clock, {});
  const bool paged = table != nullptr && source.rest.paginator.kind == config::Paginator::Kind::kPageNumber;
  RETURN_IF_ERROR(resource.Get(paged ? PageNumber(source.rest.paginator.base_page) : std::nullopt));
  return {};
}

}  // namespace assay::ingest
