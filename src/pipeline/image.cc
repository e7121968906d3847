#include "pipeline/image.h"

#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

#include "base/digest.h"
#include "engine/duckdb/column_stream.h"
#include "engine/sql_text.h"
#include "semantic/sold_line.h"

namespace assay::pipeline {
namespace {

using engine::duckdb::ColumnChunk;
using engine::duckdb::Connection;

struct AttributeSource {
  std::string name;
  std::string sql;
};

struct AxisSource {
  std::string name;
  std::string table;
  std::string key;
  std::string order;  ///< of the members
  std::string label;
  std::vector<AttributeSource> attributes;
};

// Gives every value a code, in the order of first appearance; the release decides the order of members, so the codes
// are stable.
class Codes {
 public:
  explicit Codes(std::string name) { attribute_.name = std::move(name); }

  void Add(std::string_view value) {
    auto found = known_.find(std::string(value));
    if (found == known_.end()) {
      found = known_.emplace(value, static_cast<std::uint32_t>(attribute_.labels.size())).first;
      attribute_.labels.emplace_back(value);
    }
    attribute_.codes.push_back(found->second);
  }

  cube::Attribute Take() { return std::move(attribute_); }

 private:
  cube::Attribute attribute_;
  std::unordered_map<std::string, std::uint32_t> known_;
};

// Customers of one tier and segment stand together: a choice of tiers or segments then passes or leaves out whole
// blocks of rows.
AxisSource Customers() {
  return {"customer",
          "gold.dim_customer",
          "customer_key",
          "customer_tier NULLS FIRST, segment NULLS FIRST, customer_key",
          "COALESCE(customer_name, CAST(customer_id AS VARCHAR), '')",
          {{"tier", "customer_tier"}, {"segment", "segment"}, {"customer_country", "country"}}};
}

AxisSource Products() {
  return {"product",
          "gold.dim_product",
          "product_key",
          "product_key",
          "product_name",
          {{"category", "category"},
           {"non_goods", "CASE WHEN is_non_goods THEN '1' ELSE '0' END"},
           {"name_ar", "name_ar"}}};
}

AxisSource Stores() {
  return {"store",     "gold.dim_store", "store_key",
          "store_key", "store_name",     {{"location", "location"}, {"country", "country"}, {"name_ar", "name_ar"}}};
}

Result<cube::Axis> ReadAxis(Connection& connection, const AxisSource& source) {
  std::string columns = fmt::format("{}, COALESCE({}, '')", source.key, source.label);
  std::vector<Codes> codes;
  for (const AttributeSource& attribute : source.attributes) {
    columns += fmt::format(", COALESCE({}, '')", attribute.sql);
    codes.emplace_back(attribute.name);
  }
  cube::Axis axis{.name = source.name, .keys = {}, .labels = {}, .attributes = {}};
  const auto take = [&](const ColumnChunk& chunk) -> Status {
    const auto keys = chunk.Column<std::int64_t>(0);
    axis.keys.insert(axis.keys.end(), keys.begin(), keys.end());
    for (std::size_t row = 0; row < chunk.rows(); ++row) {
      axis.labels.emplace_back(chunk.Text(1, row));
      for (std::size_t i = 0; i < codes.size(); ++i) codes[i].Add(chunk.Text(i + 2, row));
    }
    return {};
  };
  RETURN_IF_ERROR(StreamColumns(
      connection, fmt::format("SELECT {} FROM {} ORDER BY {}", columns, source.table, source.order), take));
  for (Codes& code : codes) {
    cube::Attribute attribute = code.Take();
    const bool is_empty = std::ranges::all_of(attribute.labels, &std::string::empty);
    if (attribute.name != "name_ar" || !is_empty) axis.attributes.push_back(std::move(attribute));
  }
  return axis;
}

// image_<axis>: the position of every key among its axis's members.
Status MakeMembers(Connection& connection, const AxisSource& source) {
  return connection.Execute(fmt::format(
      "CREATE OR REPLACE TEMP TABLE image_{0} AS SELECT {1}, CAST(row_number() OVER (ORDER BY {3}) - 1 AS UINTEGER) AS "
      "member FROM {2}",
      source.name, source.key, source.table, source.order));
}

struct Measure {
  std::string name;
  std::string sql;
};

Result<std::vector<Measure>> FindMeasures(Connection& connection) {
  std::vector<Measure> measures{
      {"total_sale_amount", "f.total_sale_amount"},
      {"return_amount", "COALESCE(f.return_amount, CAST(0 AS DECIMAL(18,4)))"},
      {"quantity", "f.quantity"},
  };
  ASSIGN_OR_RETURN(const engine::Rows given,
                   connection.Query("SELECT count(discount), count(cost) FROM gold.fact_sales"));
  if (given.Text(0, 0) != "0") measures.push_back({"discount", "COALESCE(f.discount, CAST(0 AS DECIMAL(18,4)))"});
  if (given.Text(0, 1) != "0") {
    measures.push_back({"cost", "COALESCE(f.cost, CAST(0 AS DECIMAL(18,4)))"});
    measures.push_back(
        {"costed_sales", "CASE WHEN f.cost IS NULL THEN CAST(0 AS DECIMAL(18,4)) ELSE f.total_sale_amount END"});
  }
  return measures;
}

// A line without an order number is an order of its own. The number needs only be equal for equal orders.
std::string FactSelect(const std::string& as_of, const std::vector<Measure>& measures) {
  std::string columns;
  for (const Measure& measure : measures) columns += ", " + measure.sql;
  return fmt::format(
      "SELECT c.member, f.date, p.member, s.member, CASE WHEN f.order_id IS NULL THEN -1 - CAST(hash(f.transaction_id) "
      ">> 1 AS BIGINT) ELSE CAST(hash(f.order_id) >> 1 AS BIGINT) END, COALESCE(f.is_purchase, false), {}{} FROM "
      "gold.fact_sales AS f JOIN image_customer AS c ON c.customer_key = f.customer_key JOIN image_product AS p ON "
      "p.product_key = f.product_key "
      "JOIN image_store AS s ON s.store_key = f.store_key WHERE f.date <= {}",
      semantic::SoldLineSql("f"), columns, as_of);
}

Result<std::int64_t> AppendFacts(Connection& connection, cube::ImageBuilder& builder, const std::string& as_of,
                                 const std::vector<Measure>& measures) {
  std::int64_t rows = 0;
  constexpr std::size_t kFirstMeasure = 7;
  const auto take = [&](const ColumnChunk& chunk) -> Status {
    cube::RowBatch batch{.customers = chunk.Column<std::uint32_t>(0),
                         .days = chunk.Column<std::int32_t>(1),
                         .axes = {chunk.Column<std::uint32_t>(2), chunk.Column<std::uint32_t>(3)},
                         .orders = chunk.Column<std::int64_t>(4),
                         .is_purchase = chunk.Column<std::uint8_t>(5),
                         .is_sold = chunk.Column<std::uint8_t>(6),
                         .measures = {}};
    for (std::size_t i = 0; i < measures.size(); ++i)
      batch.measures.push_back(chunk.Column<std::int64_t>(kFirstMeasure + i));
    rows += static_cast<std::int64_t>(chunk.rows());
    return builder.Append(batch);
  };
  RETURN_IF_ERROR(StreamColumns(connection, FactSelect(as_of, measures), take));
  return rows;
}

}  // namespace

std::string ImageIdentity(const lake::Release& release) {
  std::string text = fmt::format("release {} of run {}", release.number, release.run_id);
  for (const lake::ReleaseTable& table : release.tables) text += fmt::format("; {}@{}", table.path, table.version);
  return Sha256Hex(text);
}

Status BuildImage(const lake::Release& release, Connection& connection, const std::string& path) {
  cube::Outline outline{.identity = ImageIdentity(release), .customers = {}, .axes = {}, .measures = {}};
  ASSIGN_OR_RETURN(outline.customers, ReadAxis(connection, Customers()));
  for (const AxisSource& source : {Products(), Stores()}) {
    ASSIGN_OR_RETURN(cube::Axis axis, ReadAxis(connection, source));
    outline.axes.push_back(std::move(axis));
  }
  for (const AxisSource& source : {Customers(), Products(), Stores()}) RETURN_IF_ERROR(MakeMembers(connection, source));
  ASSIGN_OR_RETURN(const std::vector<Measure> measures, FindMeasures(connection));
  for (const Measure& measure : measures) outline.measures.push_back(measure.name);
  ASSIGN_OR_RETURN(cube::ImageBuilder builder, cube::ImageBuilder::Start(std::move(outline)));
  const std::string as_of = release.as_of.empty() ? "DATE '9999-12-31'" : fmt::format("DATE '{}'", release.as_of);
  ASSIGN_OR_RETURN(const std::int64_t rows, AppendFacts(connection, builder, as_of, measures));
  ASSIGN_OR_RETURN(const std::string expected,
                   connection.Scalar(fmt::format("SELECT count(*) FROM gold.fact_sales WHERE date <= {}", as_of)));
  if (std::to_string(rows) != expected)
    return Internal("Cannot build the image of release {}: expected {} fact rows, got {}", release.number, expected,
                    rows);
  RETURN_IF_ERROR(connection.Execute("DROP TABLE image_customer; DROP TABLE image_product; DROP TABLE image_store"));
  return builder.Finish(path);
}

Result<std::shared_ptr<const cube::Image>> OpenImage(const lake::Release& release, Connection& connection,
                                                     const std::string& path,
                                                     const std::function<void(std::string_view)>& note) {
  const std::string identity = ImageIdentity(release);
  auto opened = cube::Image::Open(path, identity);
  if (opened) return opened;
  const bool can_be_built = opened.error().kind == ErrorKind::kNotFound || opened.error().kind == ErrorKind::kCorrupt;
  if (!can_be_built) return opened;
  if (note && opened.error().kind == ErrorKind::kCorrupt)
    note(fmt::format("the image of release {} is built anew: {}", release.number, opened.error().message));
  RETURN_IF_ERROR(BuildImage(release, connection, path));
  return cube::Image::Open(path, identity);
}

}  // namespace assay::pipeline
