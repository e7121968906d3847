#include <algorithm>

#include <nlohmann/json.hpp>

#include "server/data_routes.h"

namespace assay::server {
namespace {

using Json = nlohmann::json;

constexpr int kMostBaskets = 200;

// One customer, asked in parts; all statements hold the key as a number that the router has checked.
class Profile {
 public:
  Profile(const Served& served, std::string key, std::stop_token stop)
      : served_(served), key_(std::move(key)), stop_(std::move(stop)) {}

  Result<Json> Make() const {
    ASSIGN_OR_RETURN(const Json person, Rows("SELECT CAST(customer_key AS VARCHAR) AS key, CAST(customer_id AS "
                                             "VARCHAR) AS id, customer_name AS name, country, CAST(registered_on AS "
                                             "VARCHAR) AS registered_on, consent, customer_tier AS tier, segment, "
                                             "recency_days, frequency, monetary, r_score, f_score, m_score FROM "
                                             "gold.dim_customer WHERE customer_key = {0} AND customer_key > 0"));
    if (person.empty()) return NotFound("Cannot show the customer: there is none with key {}", key_);
    Json profile = person[0];
    profile["scores"] = {{"r", profile["r_score"]}, {"f", profile["f_score"]}, {"m", profile["m_score"]}};
    for (const char* name : {"r_score", "f_score", "m_score"}) profile.erase(name);
    ASSIGN_OR_RETURN(profile["cuts"], Cuts());
    ASSIGN_OR_RETURN(profile["history"],
                     Rows("SELECT CAST(as_of AS VARCHAR) AS as_of, customer_tier AS tier, segment, monetary FROM "
                          "gold.customer_segments WHERE customer_key = {0} ORDER BY as_of"));
    ASSIGN_OR_RETURN(profile["timeline"],
                     Rows("WITH sold AS (SELECT CAST(date_trunc('month', date) AS DATE) AS month, "
                          "sum(total_sale_amount) AS sales FROM gold.fact_sales WHERE customer_key = {0} AND date <= "
                          "DATE '{1}' GROUP BY 1), months AS (SELECT CAST(unnest(generate_series(min(month), DATE "
                          "'{1}', INTERVAL 1 MONTH)) AS DATE) AS month FROM sold) SELECT strftime(month, '%Y-%m') AS "
                          "month, CAST(COALESCE(sales, 0) AS DECIMAL(38,4)) AS sales FROM months LEFT JOIN sold USING "
                          "(month) ORDER BY 1"));
    ASSIGN_OR_RETURN(
        profile["baskets"],
        Rows("SELECT COALESCE(CAST(f.order_id AS VARCHAR), CAST(f.transaction_id AS VARCHAR)) AS \"order\", "
             "CAST(min(f.date) AS VARCHAR) AS date, min(s.store_name) AS store, count(*) AS lines, "
             "CAST(sum(f.total_sale_amount) AS DECIMAL(38,4)) AS amount FROM gold.fact_sales AS f LEFT "
             "JOIN gold.dim_store AS s USING (store_key) WHERE f.customer_key = {0} AND f.date <= DATE "
             "'{1}' GROUP BY 1 ORDER BY date DESC, 1 DESC LIMIT {2}"));
    profile["release"] = served_.release().number;
    return profile;
  }

 private:
  Result<Json> Rows(std::string_view sql) const {
    ASSIGN_OR_RETURN(const engine::Rows rows,
                     served_.Query(fmt::format(fmt::runtime(sql), key_, served_.release().as_of, kMostBaskets), stop_));
    Json list = Json::array();
    for (std::size_t i = 0; i < rows.size(); ++i) {
      Json row = Json::object();
      for (std::size_t c = 0; c < rows.columns.size(); ++c) {
        ASSIGN_OR_RETURN(row[rows.columns[c].name], CellJson(rows, i, c));
      }
      list.push_back(std::move(row));
    }
    return list;
  }

  // Counts and scores are numbers; money stays an exact decimal text.
  static Result<Json> CellJson(const engine::Rows& rows, std::size_t row, std::size_t column) {
    if (!rows.cells[row][column]) return Json(nullptr);
    const std::string text = rows.Text(row, column);
    if (rows.columns[column].kind != engine::CellKind::kNumber || text.contains('.')) return Json(text);
    ASSIGN_OR_RETURN(const std::int64_t number, rows.Integer(row, column));
    return Json(number);
  }

  // {"recency": [...], "frequency": [...], "monetary": [...]}: what is needed for the scores 2, 3, 4, 5; "tier": for
  // each tier but the last, the best first.
  Result<Json> Cuts() const {
    ASSIGN_OR_RETURN(const Json rows, Rows("SELECT measure, level, CAST(CAST(CASE WHEN measure = 'recency' THEN "
                                           "-from_value ELSE from_value END AS DECIMAL(18,4)) AS VARCHAR) AS value "
                                           "FROM gold.segment_cuts WHERE as_of = DATE '{1}' ORDER BY measure, level"));
    Json cuts{{"tier", Json::array()}};
    for (const char* measure : {"recency", "frequency", "monetary"}) cuts[measure] = ScoreCuts(rows, measure);
    for (const Json& row : rows) {
      if (row.at("measure") == "tier") cuts["tier"].push_back(row.at("value"));
    }
    if (!cuts["tier"].empty()) cuts["tier"].erase(cuts["tier"].size() - 1);
    return cuts;
  }

  // A score that nobody has is reached where the next one is.
  static Json ScoreCuts(const Json& rows, std::string_view measure) {
    Json cuts = Json::array();
    for (int score = 2; score <= 5; ++score) {
      const auto found = std::ranges::find_if(
          rows, [&](const Json& row) { return row.at("measure") == measure && row.at("level").get<int>() >= score; });
      if (found != rows.end()) cuts.push_back(found->at("value"));
    }
    return cuts;
  }

  const Served& served_;
  const std::string key_;
  const std::stop_token stop_;
};

Result<Response> Customer(DataContext& data, const Request& request) {
  ASSIGN_OR_RETURN(const auto number, ReleaseParameter(request));
  const ServedRelease served = data.releases->Find(number);
  if (!served) return Gone(*number);
  const Result<Json> profile = Profile(*served, request.PathValue("key"), request.stop).Make();
  if (!profile) return OrGone(data, *served, std::unexpected(profile.error()));
  return JsonResponse(*profile);
}

}  // namespace

void AddCustomerRoute(Router& router, DataContext& data) {
  router.Add({.method = Method::kGet, .pattern = "/api/customer/{key:int}", .handler = [&data](const Request& request) {
                return Customer(data, request);
              }});
}

}  // namespace assay::server
