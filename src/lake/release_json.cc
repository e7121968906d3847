#include "lake/release_json.h"

#include <chrono>

#include <fmt/chrono.h>
#include <nlohmann/json.hpp>

#include "base/json_integer.h"
#include "lake/json_text_internal.h"

namespace assay::lake {
namespace {

using Json = nlohmann::ordered_json;

std::string TimestampText(std::int64_t time_ms) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(std::chrono::milliseconds(time_ms));
  return fmt::format("{:%Y-%m-%d %H:%M:%S}.{:03}+00", fmt::gmtime(static_cast<std::time_t>(seconds.count())),
                     time_ms - seconds.count() * 1000);
}

}  // namespace

std::string ReleaseText(const Release& release) {
  Json tables = Json::array();
  for (const ReleaseTable& table : release.tables) {
    tables.push_back(Json{{"name", table.name}, {"path", table.path}, {"version", table.version}});
  }
  return JsonText({{"number", release.number},
                   {"asOf", release.as_of},
                   {"runId", release.run_id},
                   {"publishedAt", release.published_ms},
                   {"tables", tables},
                   {"facts", release.facts}});
}

Result<Release> ParseRelease(std::string_view text) {
  try {
    const Json json = Json::parse(text);
    Release release{.number = RequireInteger<std::int64_t>(json.at("number")),
                    .as_of = json.at("asOf").get<std::string>(),
                    .run_id = json.at("runId").get<std::string>(),
                    .published_ms = RequireInteger<std::int64_t>(json.at("publishedAt")),
                    .facts = json.at("facts").get<std::string>()};
    for (const Json& table : json.at("tables")) {
      release.tables.push_back({table.at("name").get<std::string>(), table.at("path").get<std::string>(),
                                RequireInteger<std::int64_t>(table.at("version"))});
    }
    return release;
  } catch (const Json::exception& error) {
    return Corrupt("Cannot read release: {}", error.what());
  }
}

std::string ReleaseRows(const Release& release) {
  std::string rows;
  for (const ReleaseTable& table : release.tables) {
    rows += JsonText({{"release_number", release.number},
                      {"as_of", release.as_of},
                      {"run_id", release.run_id},
                      {"published_at", TimestampText(release.published_ms)},
                      {"table_name", table.name},
                      {"table_path", table.path},
                      {"table_version", table.version},
                      {"facts", release.facts}}) +
            "\n";
  }
  return rows;
}

std::string_view ReleaseColumns() {
  return "release_number BIGINT, as_of VARCHAR, run_id VARCHAR, published_at TIMESTAMPTZ, table_name VARCHAR, "
         "table_path VARCHAR, table_version BIGINT, facts VARCHAR";
}

table::Schema ReleaseSchema() {
  using table::DataType;
  using table::TypeKind;
  const DataType text = DataType::Of(TypeKind::kString);
  const DataType number = DataType::Of(TypeKind::kInt64);
  return {{{"release_number", number},
           {"as_of", text},
           {"run_id", text},
           {"published_at", DataType::Of(TypeKind::kTimestamp)},
           {"table_name", text},
           {"table_path", text},
           {"table_version", number},
           {"facts", text}}};
}

}  // namespace assay::lake
