#include "demo/shop_database.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <utility>

#include <sqlite3.h>

namespace assay::demo {
namespace {

// The sizes let ODBC readers bind columns of fixed width.
constexpr const char* kSchema = R"(
CREATE TABLE products (product_id INTEGER, product_name VARCHAR(80), category VARCHAR(40), list_price VARCHAR(20), name_ar VARCHAR(160));
CREATE TABLE stores (store_id INTEGER, store_name VARCHAR(80), location VARCHAR(80), country VARCHAR(80));
CREATE TABLE transactions (transaction_id INTEGER, order_id INTEGER, sale_date VARCHAR(19), customer_id INTEGER, product_id INTEGER,
  store_id INTEGER, quantity INTEGER, sale_price VARCHAR(20), updated_at VARCHAR(19));
)";

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
};
struct FinalizeStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;
using Statement = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

std::unexpected<Error> SqliteFailed(sqlite3& database) {
  return Io("Cannot write the demo shop's database: {}", sqlite3_errmsg(&database));
}

Result<Database> Create(const std::string& path) {
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  Database database(opened);
  if (code != SQLITE_OK) return Io("Cannot create database {}: {}", path, sqlite3_errstr(code));
  return database;
}

Status Execute(sqlite3& database, const char* sql) {
  if (sqlite3_exec(&database, sql, nullptr, nullptr, nullptr) != SQLITE_OK) return SqliteFailed(database);
  return {};
}

int Bind(sqlite3_stmt* statement, int at, std::int64_t value) { return sqlite3_bind_int64(statement, at, value); }
int Bind(sqlite3_stmt* statement, int at, const std::string& value) {
  return sqlite3_bind_text64(statement, at, value.data(), value.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

/// One prepared INSERT, run once a row.
class Inserter {
 public:
  static Result<Inserter> Make(sqlite3& database, const char* sql) {
    sqlite3_stmt* prepared = nullptr;
    if (sqlite3_prepare_v2(&database, sql, -1, &prepared, nullptr) != SQLITE_OK) return SqliteFailed(database);
    return Inserter(database, Statement(prepared));
  }

  template <typename... Values>
  Status Add(const Values&... values) {
    int at = 0;
    const bool bound = ((Bind(statement_.get(), ++at, values) == SQLITE_OK) && ...);
    if (!bound || sqlite3_step(statement_.get()) != SQLITE_DONE) return SqliteFailed(database_);
    if (sqlite3_reset(statement_.get()) != SQLITE_OK) return SqliteFailed(database_);
    return {};
  }

 private:
  Inserter(sqlite3& database, Statement statement) : database_(database), statement_(std::move(statement)) {}

  sqlite3& database_;
  Statement statement_;
};

Status InsertRows(const ShopRows& rows, sqlite3& database) {
  ASSIGN_OR_RETURN(Inserter products, Inserter::Make(database, "INSERT INTO products VALUES (?, ?, ?, ?, ?)"));
  for (const Product& row : rows.products) {
    const std::string price = DecimalText(row.list_price);
    RETURN_IF_ERROR(products.Add(row.product_id, row.product_name, row.category, price, row.name_ar));
  }
  ASSIGN_OR_RETURN(Inserter stores, Inserter::Make(database, "INSERT INTO stores VALUES (?, ?, ?, ?)"));
  for (const Store& row : rows.stores) {
    RETURN_IF_ERROR(stores.Add(row.store_id, row.store_name, row.location, row.country));
  }
  ASSIGN_OR_RETURN(Inserter sales,
                   Inserter::Make(database, "INSERT INTO transactions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"));
  for (const Transaction& row : rows.transactions) {
    RETURN_IF_ERROR(sales.Add(row.transaction_id, row.order_id, row.sale_date, row.customer_id, row.product_id,
                              row.store_id, row.quantity, row.sale_price, row.updated_at));
  }
  return {};
}

Status WriteAll(const ShopRows& rows, const std::string& path) {
  ASSIGN_OR_RETURN(const Database database, Create(path));
  RETURN_IF_ERROR(Execute(*database, "BEGIN"));
  RETURN_IF_ERROR(Execute(*database, kSchema));
  RETURN_IF_ERROR(InsertRows(rows, *database));
  return Execute(*database, "COMMIT");
}

}  // namespace

Status WriteShopDatabase(const ShopRows& rows, const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::exists(path, ignored))
    return AlreadyExists("Cannot create database {}: the file exists; choose another", path);
  Status written = WriteAll(rows, path);
  if (!written) std::filesystem::remove(path, ignored);
  return written;
}

}  // namespace assay::demo
