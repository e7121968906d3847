#include "server/served.h"

#include <chrono>

#include <fmt/format.h>

#include "base/stop.h"
#include "engine/sql_text.h"
#include "lake/table_log.h"
#include "pipeline/delta_files.h"
#include "pipeline/image.h"
#include "semantic/pages.h"
#include "semantic/sql.h"

namespace assay::server {
namespace {

constexpr std::chrono::milliseconds kLookForStop{50};

// Holds one of the places for SQL.
class Slot {
 public:
  explicit Slot(std::counting_semaphore<>& slots) : slots_(slots) {}
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;
  ~Slot() {
    if (is_held_) slots_.release();
  }
  Status Take(const std::stop_token& stop) {
    while (!slots_.try_acquire_for(kLookForStop)) RETURN_IF_ERROR(CheckStop(stop));
    is_held_ = true;
    return {};
  }

 private:
  std::counting_semaphore<>& slots_;
  bool is_held_ = false;
};

Status BindTable(const lake::Lake& lake, engine::duckdb::Connection& connection, const lake::ReleaseTable& table) {
  ASSIGN_OR_RETURN(const lake::Snapshot snapshot, lake::ReadSnapshot(lake, table.path, table.version));
  ASSIGN_OR_RETURN(const std::string relation, pipeline::RelationOf(lake, table.path, snapshot));
  const std::size_t dot = table.name.find('.');
  return connection.Execute(fmt::format("CREATE SCHEMA IF NOT EXISTS {0}; CREATE VIEW {0}.{1} AS SELECT * FROM {2}",
                                        engine::SqlName(table.name.substr(0, dot)),
                                        engine::SqlName(table.name.substr(dot + 1)), relation));
}

}  // namespace

Result<std::shared_ptr<const Served>> Served::Open(const ServedParts& parts, const lake::Release& release) {
  ASSIGN_OR_RETURN(engine::duckdb::Database database,
                   engine::duckdb::Database::Open({.threads = parts.project.threads,
                                                   .memory_limit = parts.project.memory_limit,
                                                   .temp_directory = parts.scratch}));
  std::shared_ptr<Served> served(new Served(std::move(database), release));
  served->image_path_ = fmt::format("{}/release-{}.image", parts.image_folder, release.number);
  RETURN_IF_ERROR(served->Bind(parts));
  RETURN_IF_ERROR(served->OpenShop(parts));
  RETURN_IF_ERROR(served->CountLines());
  nlohmann::json pages = semantic::PagesJson(*served->shop_);
  pages["release"] = release.number;
  served->pages_ =
      std::make_shared<const std::string>(pages.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  return std::shared_ptr<const Served>(std::move(served));
}

Status Served::Bind(const ServedParts& parts) {
  ASSIGN_OR_RETURN(auto connection, engine::duckdb::Connection::Open(database_));
  for (const lake::ReleaseTable& table : release_.tables) {
    Status bound = BindTable(parts.lake, connection, table);
    if (!bound)
      return std::unexpected(std::move(bound.error()).WithContext(fmt::format("Cannot read table {}", table.name)));
  }
  return {};
}

Status Served::OpenShop(const ServedParts& parts) {
  ASSIGN_OR_RETURN(auto connection, engine::duckdb::Connection::Open(database_));
  ASSIGN_OR_RETURN(auto image, pipeline::OpenImage(release_, connection, image_path_, parts.note));
  ASSIGN_OR_RETURN(const std::string has_orders,
                   connection.Scalar("SELECT EXISTS (SELECT 1 FROM gold.fact_sales WHERE order_id IS NOT NULL)"));
  ASSIGN_OR_RETURN(auto settings, semantic::SettingsOf(parts.project, release_.as_of, has_orders == "true"));
  ASSIGN_OR_RETURN(shop_, semantic::OpenShop(parts.description, std::move(image), std::move(settings)));
  return {};
}

Result<CountedLines> Served::Count(const std::string& special) const {
  ASSIGN_OR_RETURN(const semantic::RowsQuery rows, semantic::RowsSql(*shop_, {}, {}, special, 0, 1));
  ASSIGN_OR_RETURN(const engine::Rows counted, Query(rows.count_sql, {}));
  if (counted.size() != 1 || counted.columns.size() < 2)
    return Internal("Cannot count lines: expected one row with lines and amount");
  CountedLines lines;
  ASSIGN_OR_RETURN(lines.lines, counted.Integer(0, 0));
  if (counted.cells[0][1]) lines.amount = counted.Text(0, 1);
  return lines;
}

Status Served::CountLines() {
  ASSIGN_OR_RETURN(unknown_, Count("unknown"));
  ASSIGN_OR_RETURN(guest_, Count("guest"));
  const auto facts = nlohmann::json::parse(release_.facts, nullptr, false);
  const nlohmann::json::json_pointer quarantined("/accounting/quarantined");
  if (!facts.is_object() || !facts.contains(quarantined)) return {};
  held_back_.lines = facts[quarantined].value("rows", std::int64_t{0});
  held_back_.amount = facts[quarantined].value("money", "0.0000");
  return {};
}

Result<engine::Rows> Served::Query(const std::string& sql, const std::stop_token& stop) const {
  Slot slot(slots_);
  RETURN_IF_ERROR(slot.Take(stop));
  ASSIGN_OR_RETURN(auto connection, engine::duckdb::Connection::Open(database_, stop));
  return connection.Query(sql);
}

Status Served::Stream(const std::string& sql, const std::stop_token& stop,
                      const std::function<Status(const engine::Rows&)>& take) const {
  Slot slot(slots_);
  RETURN_IF_ERROR(slot.Take(stop));
  ASSIGN_OR_RETURN(auto connection, engine::duckdb::Connection::Open(database_, stop));
  return connection.Stream(sql, take);
}

}  // namespace assay::server
