#include "ingest/odbc/odbc_connector.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <nlohmann/json.hpp>

#include "base/uuid.h"
#include "ingest/odbc/odbc_value.h"

namespace assay::ingest {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

using TextRow = std::vector<std::string>;

struct Loaded {
  table::Schema schema;
  std::vector<TextRow> rows;  ///< null is "NULL"
  std::vector<std::size_t> batches;
  Reach reach = Reach::kFull;
  std::string method;
};

class SqliteSourceTest : public testing::Test {
 protected:
  void SetUp() override {
    const std::vector<std::string> drivers = InstalledDrivers();
    if (std::ranges::find(drivers, "SQLite3") == drivers.end()) {
      GTEST_SKIP() << "skipped, because the ODBC driver SQLite3 (libsqliteodbc) is not installed";
    }
    path_ = fs::temp_directory_path() / ("shop-" + NewUuid() + ".db");
    source_.name = "shop";
    source_.connection = "Driver={SQLite3};Database=" + path_.string() + ";";
    table_.name = "t";
    options_.retry.first_wait = std::chrono::milliseconds(0);
  }
  void TearDown() override { fs::remove(path_); }

  void Sql(const std::string& sql) {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(path_.c_str(), &database), SQLITE_OK);
    char* message = nullptr;
    EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, &message), SQLITE_OK) << message;
    sqlite3_free(message);
    sqlite3_close(database);
  }

  Result<Loaded> Load(std::stop_token stop = {}) {
    OdbcConnector connector(options_);
    ASSIGN_OR_RETURN(Extract extract, connector.Open({source_, table_, resume_, std::move(stop)}));
    auto& stream = *std::get<std::unique_ptr<table::BatchStream>>(extract.rows);
    Loaded loaded{
        .schema = stream.schema(), .rows = {}, .batches = {}, .reach = extract.reach, .method = extract.method};
    while (true) {
      ASSIGN_OR_RETURN(const table::RecordBatch batch, stream.Next());
      if (batch.rows == 0) break;
      loaded.batches.push_back(batch.rows);
      for (std::size_t row = 0; row < batch.rows; ++row) {
        TextRow texts;
        for (const table::Column& column : batch.columns)
          texts.push_back(column.valid[row] == 0 ? "NULL" : CursorText(column, row));
        loaded.rows.push_back(std::move(texts));
      }
    }
    resume_ = extract.resume();
    return loaded;
  }

  Error LoadError() {
    auto loaded = Load();
    EXPECT_FALSE(loaded) << "expected an error";
    return loaded ? Error{ErrorKind::kInternal, ""} : loaded.error();
  }

  static std::vector<std::string> Types(const Loaded& loaded) {
    std::vector<std::string> types;
    for (const table::Field& field : loaded.schema.fields) types.push_back(field.name + " " + SqlName(field.type));
    return types;
  }

  fs::path path_;
  config::Source source_;
  config::SourceTable table_;
  nlohmann::json resume_;
  OdbcOptions options_;
};

TEST_F(SqliteSourceTest, ReadsDeclaredTypesAndNulls) {
  Sql("CREATE TABLE t (id INTEGER PRIMARY KEY, n BIGINT, price DECIMAL(18,4), r REAL, ok BOOLEAN, d DATE, at "
      "TIMESTAMP, name TEXT, raw BLOB);"
      "INSERT INTO t VALUES (1, 9223372036854775807, '19.99', 2.5, 1, '2024-02-29', '2024-02-29 23:59:59.123456', "
      "'caf\u00e9', x'00ff'),"
      "(2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),"
      "(-3, -9223372036854775808, 100, 3, 0, '0001-01-01', '9999-12-31 23:59:59', '', x'')");
  const auto loaded = Load();
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_THAT(Types(*loaded), ElementsAre("id bigint", "n bigint", "price string", "r string", "ok boolean", "d string",
                                          "at string", "name string", "raw binary"));
  EXPECT_THAT(loaded->rows, testing::UnorderedElementsAre(
                                TextRow{"1", "9223372036854775807", "19.99", "2.5", "1", "2024-02-29",
                                        "2024-02-29 23:59:59.123456", "caf\u00e9", "00FF"},
                                TextRow{"2", "NULL", "NULL", "NULL", "NULL", "NULL", "NULL", "NULL", "NULL"},
                                TextRow{"-3", "-9223372036854775808", "100", "3.0", "0", "0001-01-01",
                                        "9999-12-31 23:59:59", "", ""}));
  EXPECT_EQ(loaded->reach, Reach::kFull);
  EXPECT_EQ(loaded->method, "reads all rows");
}

TEST_F(SqliteSourceTest, KeepsEveryDigitOfMoney) {
  Sql("CREATE TABLE t (id INTEGER, price DECIMAL(18,4), exact TEXT);"
      "INSERT INTO t VALUES (1, '12345678901.1234', '12345678901234567890.1234'), (2, '0.1', '0.10'), (3, '-0.0001', "
      "'-0'), (4, '79228162514.2643', '1e5')");
  const auto loaded = Load();
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_THAT(loaded->rows,
              ElementsAre(TextRow{"1", "12345678901.1234", "12345678901234567890.1234"}, TextRow{"2", "0.1", "0.10"},
                          TextRow{"3", "-0.0001", "-0"}, TextRow{"4", "79228162514.2643", "1e5"}));
}

TEST_F(SqliteSourceTest, LosesNoValueThatDoesNotFitItsColumn) {
  Sql("CREATE TABLE t (id INTEGER, d DATE, at DATETIME, price DECIMAL(10,2), n INTEGER, ok BOOLEAN, raw BLOB, u);"
      "INSERT INTO t VALUES (1, 'not-a-date', '2024-13-45', 'abc', '12 pieces', 'maybe', 'text', x'01'),"
      "(2, '2024-01-01', 1700000000, 1.5, '010', 1, x'0A', 'x'), (3, 20240101, '2024-01-01T10:00:00Z', '', 7, 2, NULL, "
      "1.25)");
  const auto loaded = Load();
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_THAT(Types(*loaded), ElementsAre("id bigint", "d string", "at string", "price string", "n string", "ok string",
                                          "raw string", "u string"));
  EXPECT_THAT(loaded->rows,
              ElementsAre(TextRow{"1", "not-a-date", "2024-13-45", "abc", "12 pieces", "maybe", "text", "X'01'"},
                          TextRow{"2", "2024-01-01", "1700000000", "1.5", "10", "1", "X'0A'", "x"},
                          TextRow{"3", "20240101", "2024-01-01T10:00:00Z", "", "7", "2", "NULL", "1.25"}));
}

TEST_F(SqliteSourceTest, ReadsEmojiAndLongTextWhole) {
  const std::string long_text(5000, 'x');
  std::string many;
  for (int i = 0; i < 70'000; ++i) many += "\U0001F600";
  Sql("CREATE TABLE t (a VARCHAR(10), b TEXT); INSERT INTO t VALUES ('" + long_text +
      "', 'hi \U0001F389 \u0645\u0631\u062d\u0628\u0627'), ('s', '" + many + "'), ('', NULL)");
  const auto loaded = Load();
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->rows, (std::vector<TextRow>{
                              {long_text, "hi \U0001F389 \u0645\u0631\u062d\u0628\u0627"}, {"s", many}, {"", "NULL"}}));
}

TEST_F(SqliteSourceTest, ReadsLargeBinaryWhole) {
  Sql("CREATE TABLE t (raw BLOB, n INTEGER); INSERT INTO t VALUES (zeroblob(200000), 5), (x'41', 6)");
  const auto loaded = Load();
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->rows, (std::vector<TextRow>{{std::string(400000, '0'), "5"}, {"41", "6"}}));
}

TEST_F(SqliteSourceTest, RefusesTextThatTheDriverWouldCutOrThatIsNoUtf8) {
  Sql("CREATE TABLE t (name TEXT); INSERT INTO t VALUES (CAST(x'610062' AS TEXT))");
  EXPECT_THAT(LoadError().message, HasSubstr("Cannot read table shop.t: a text in column name holds a zero byte"));
  Sql("DELETE FROM t; INSERT INTO t VALUES ('a'), (CAST(x'61E9' AS TEXT))");
  EXPECT_EQ(LoadError().message,
            "Cannot read table shop.t, row 2 of this read: Cannot read column name: expected string, got bytes that "
            "are no UTF-8; correct it in the "
            "source, or read the table by a query that casts it to text");
}

TEST_F(SqliteSourceTest, ReadsAnEmptyTableAndKeepsItsColumns) {
  Sql("CREATE TABLE t (id INTEGER, price DECIMAL(18,4), ok BOOLEAN, raw BLOB)");
  const auto loaded = Load();
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_THAT(Types(*loaded), ElementsAre("id bigint", "price string", "ok boolean", "raw binary"));
  EXPECT_TRUE(loaded->rows.empty());
}

TEST_F(SqliteSourceTest, ReadsManyRowsInBatches) {
  options_.sizes.batch_rows = 1'500;
  Sql("CREATE TABLE t (id INTEGER, name TEXT); WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM c WHERE "
      "i<4321) "
      "INSERT INTO t SELECT i, 'name ' || i FROM c");
  const auto loaded = Load();
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_THAT(loaded->batches, ElementsAre(2000, 2000, 321));
  EXPECT_EQ(loaded->rows.front(), (TextRow{"1", "name 1"}));
  EXPECT_EQ(loaded->rows.back(), (TextRow{"4321", "name 4321"}));
}

TEST_F(SqliteSourceTest, TakesAwkwardNames) {
  Sql("CREATE TABLE \"dbo.sales \"\"x\"\"\" (\"a.b\" INTEGER, \"order\" TEXT, \"\u0627\u0633\u0645\" TEXT); INSERT "
      "INTO \"dbo.sales \"\"x\"\"\" VALUES (1, 'x', 'y')");
  table_.name = "dbo.sales \"x\"";
  const auto loaded = Load();
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_THAT(Types(*loaded), ElementsAre("a.b bigint", "order string", "\u0627\u0633\u0645 string"));
  EXPECT_EQ(loaded->rows, (std::vector<TextRow>{{"1", "x", "y"}}));
}

TEST_F(SqliteSourceTest, ReadsAQueryInPlaceOfATable) {
  Sql("CREATE TABLE o (id INTEGER, at TEXT); INSERT INTO o VALUES (1, '2024-01-01'), (2, '2024-01-02')");
  table_.query = "SELECT id, at, id * 2 AS double_id FROM o WHERE id > 0; -- all\n;";
  EXPECT_EQ(LoadError().kind, ErrorKind::kInvalidInput);
  table_.query = "SELECT id, at, id * 2 AS double_id FROM o WHERE id > 0;";
  auto loaded = Load();
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->rows, (std::vector<TextRow>{{"1", "2024-01-01", "2"}, {"2", "2024-01-02", "4"}}));
  table_.cursor = "at";
  ASSERT_TRUE(Load());
  Sql("INSERT INTO o VALUES (3, '2024-01-03')");
  loaded = Load();
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->rows, (std::vector<TextRow>{{"3", "2024-01-03", "6"}}));
}

TEST_F(SqliteSourceTest, ReadsEachRowOnceByItsCursorWithTiesAtTheBoundary) {
  Sql("CREATE TABLE t (id INTEGER, at TIMESTAMP); INSERT INTO t VALUES (1, '2024-01-01 10:00:00'), (2, '2024-01-02 "
      "10:00:00'), (3, '2024-01-02 10:00:00'),"
      "(3, '2024-01-02 10:00:00')");
  table_.cursor = "at";
  auto loaded = Load();
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->rows.size(), 4U);
  EXPECT_EQ(loaded->reach, Reach::kFull);
  EXPECT_EQ(resume_["last"], "2024-01-02 10:00:00");
  EXPECT_EQ(resume_["boundary"].size(), 3U);

  loaded = Load();
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_TRUE(loaded->rows.empty());
  EXPECT_EQ(loaded->reach, Reach::kNew);
  EXPECT_THAT(loaded->method,
              HasSubstr("reads rows whose at is at least 2024-01-02 10:00:00; rows deleted in the source"));
  EXPECT_EQ(resume_["boundary"].size(), 3U);

  Sql("INSERT INTO t VALUES (3, '2024-01-02 10:00:00'), (4, '2024-01-02 10:00:00'), (5, '2024-01-03 00:00:00'), (6, "
      "NULL)");
  loaded = Load();
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_THAT(loaded->rows,
              testing::UnorderedElementsAre(TextRow{"3", "2024-01-02 10:00:00"}, TextRow{"4", "2024-01-02 10:00:00"},
                                            TextRow{"5", "2024-01-03 00:00:00"}));
  EXPECT_THAT(loaded->method, HasSubstr("; 1 rows without a value there are read by the first load only"));
  EXPECT_EQ(resume_["last"], "2024-01-03 00:00:00");
  EXPECT_EQ(resume_["boundary"].size(), 1U);
}

TEST_F(SqliteSourceTest, KnowsTheBoundaryAcrossBatches) {
  options_.sizes.batch_rows = 2;
  options_.sizes.rowset_rows = 2;
  Sql("CREATE TABLE t (id INTEGER, v INTEGER); INSERT INTO t VALUES (1, 9), (2, 10), (3, 10), (4, 10), (5, 10), (6, "
      "NULL)");
  table_.cursor = "V";
  ASSERT_TRUE(Load());
  EXPECT_EQ(resume_["last"], "10");
  EXPECT_EQ(resume_["boundary"].size(), 4U);
  Sql("INSERT INTO t VALUES (7, 10), (8, 100)");
  const auto loaded = Load();
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->rows, (std::vector<TextRow>{{"7", "10"}, {"8", "100"}}));
}

TEST_F(SqliteSourceTest, ComparesNumbersAsNumbersInAnUntypedCursor) {
  Sql("CREATE TABLE t (id INTEGER, v); INSERT INTO t VALUES (1, 9), (2, 10)");
  table_.cursor = "v";
  ASSERT_TRUE(Load());
  Sql("INSERT INTO t VALUES (3, 11)");
  const auto loaded = Load();
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->rows, (std::vector<TextRow>{{"3", "11"}}));
}

TEST_F(SqliteSourceTest, KeepsTheBoundaryWhileTheSourceLooksEmpty) {
  Sql("CREATE TABLE t (id INTEGER, v INTEGER); INSERT INTO t VALUES (1, 9)");
  table_.cursor = "v";
  ASSERT_TRUE(Load());
  Sql("DELETE FROM t");
  EXPECT_TRUE(Load()->rows.empty());
  Sql("INSERT INTO t VALUES (1, 9), (2, 10)");
  EXPECT_EQ(Load()->rows, (std::vector<TextRow>{{"2", "10"}}));
}

TEST_F(SqliteSourceTest, RefusesACursorWithoutOneOrder) {
  Sql("CREATE TABLE t (id INTEGER, v, r REAL, ok BOOLEAN); INSERT INTO t VALUES (1, 9, 1.5, 1), (2, 'x', 2.5, 0)");
  for (const char* column : {"v", "r"}) {
    table_.cursor = column;
    EXPECT_THAT(LoadError().message, HasSubstr("must hold integers only or texts only")) << column;
  }
  table_.cursor = "ok";
  EXPECT_THAT(LoadError().message, HasSubstr("Cannot use column ok as cursor: expected an integer"));
}

TEST_F(SqliteSourceTest, StartsAnewWithAnotherCursorColumn) {
  Sql("CREATE TABLE t (id INTEGER, v INTEGER); INSERT INTO t VALUES (1, 9)");
  table_.cursor = "v";
  ASSERT_TRUE(Load());
  table_.cursor = "id";
  const auto loaded = Load();
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->reach, Reach::kFull);
  EXPECT_EQ(loaded->rows.size(), 1U);
}

TEST_F(SqliteSourceTest, NamesWhatIsNearWhenATableOrColumnIsMissing) {
  Sql("CREATE TABLE orders (order_id INTEGER, updated_at TEXT); CREATE TABLE stores (id INTEGER)");
  table_.name = "ordres";
  EXPECT_EQ(
      LoadError().message,
      "Cannot read table shop.ordres: there is no such table; did you mean 'orders'?; the source has orders, stores");
  table_.name = "orders";
  table_.cursor = "update_at";
  EXPECT_EQ(LoadError().message,
            "Cannot read table shop.orders: cursor column update_at is not one of its columns; did you mean "
            "'updated_at'?; it has order_id, updated_at");
  table_.cursor.reset();
  table_.key = {"id"};
  EXPECT_THAT(LoadError().message, HasSubstr("key column id is not one of its columns"));
}

TEST_F(SqliteSourceTest, NamesTheInstalledDriversWhenOneIsMissing) {
  source_.connection = "Driver={SQLite4};Database=x;";
  const Error error = LoadError();
  EXPECT_EQ(error.kind, ErrorKind::kInvalidInput);
  EXPECT_THAT(error.message, HasSubstr("installed drivers: SQLite, SQLite3; did you mean 'SQLite'?"));
}

TEST_F(SqliteSourceTest, MakesNoNewDatabaseForAWrongPath) {
  const Error error = LoadError();
  EXPECT_THAT(error.message, HasSubstr("Cannot read table shop.t"));
  EXPECT_FALSE(fs::exists(path_));
  EXPECT_FALSE(OdbcConnector(options_).Ping(source_));
}

TEST_F(SqliteSourceTest, RefusesAFileThatIsNoDatabase) {
  std::ofstream(path_) << std::string(4096, 'x');
  const Status ping = OdbcConnector(options_).Ping(source_);
  ASSERT_FALSE(ping);
  EXPECT_THAT(ping.error().message, HasSubstr("Cannot connect to source shop"));
  EXPECT_THAT(LoadError().message, HasSubstr("not a database"));
}

TEST_F(SqliteSourceTest, ShowsNoPartOfTheConnectionString) {
  source_.connection = "Driver={SQLite4};Database=/x/secret-place;Uid=a-user;Pwd={p}}w;1};";
  const std::string message = LoadError().message;
  for (const char* secret : {"a-user", "p}w", "p}}w", source_.connection.c_str()})
    EXPECT_THAT(message, Not(HasSubstr(secret)));
  source_.connection = "hunter2";
  EXPECT_THAT(LoadError().message, Not(HasSubstr("hunter2")));
}

TEST_F(SqliteSourceTest, ListsTablesAndAnswersAPing) {
  Sql("CREATE TABLE b (id INTEGER); CREATE TABLE a (id INTEGER); CREATE VIEW v AS SELECT id FROM a; CREATE INDEX i ON "
      "a (id)");
  EXPECT_THAT(OdbcConnector(options_).ListTables(source_).value(), ElementsAre("a", "b", "v"));
  EXPECT_TRUE(OdbcConnector(options_).Ping(source_));
}

TEST_F(SqliteSourceTest, StopsOnRequest) {
  Sql("CREATE TABLE t (id INTEGER); INSERT INTO t VALUES (1)");
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(Load(stop.get_token()).error().kind, ErrorKind::kCancelled);
}

}  // namespace
}  // namespace assay::ingest
