#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include "base/uuid.h"
#include "demo/demo_shop.h"

namespace assay::demo {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

std::string TextOf(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class DemoProject : public testing::Test {
 protected:
  void TearDown() override { fs::remove_all(folder_); }

  /// The rows that SQLite answers, columns joined by '|'.
  std::vector<std::string> Query(const std::string& sql) const {
    sqlite3* opened = nullptr;
    EXPECT_EQ(sqlite3_open_v2((folder_ / "shop.db").c_str(), &opened, SQLITE_OPEN_READONLY, nullptr), SQLITE_OK);
    const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> database(opened, &sqlite3_close);
    std::vector<std::string> rows;
    const auto collect = [](void* into, int count, char** values, char**) {
      std::string row;
      for (int at = 0; at < count; ++at)
        row += std::string(at > 0 ? "|" : "") + (values[at] != nullptr ? values[at] : "null");
      static_cast<std::vector<std::string>*>(into)->push_back(row);
      return 0;
    };
    EXPECT_EQ(sqlite3_exec(opened, sql.c_str(), collect, &rows, nullptr), SQLITE_OK) << sqlite3_errmsg(opened);
    return rows;
  }

  std::map<std::string, std::string> Files() const {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::directory_iterator(folder_)) files[entry.path().filename()] = TextOf(entry.path());
    return files;
  }

  const fs::path folder_ = fs::temp_directory_path() / ("assay demo " + NewUuid());
};

// Everything below is said once more in SQL, apart from the generator's own words.
constexpr const char* kLines = R"(
WITH lines AS (
  SELECT DISTINCT transaction_id, order_id, sale_date, customer_id + 900 AS customer_id, product_id, store_id, quantity,
    quantity * CAST(replace(sale_price, '.', '') AS INTEGER) AS cents
  FROM transactions WHERE date(sale_date) = sale_date AND sale_price NOT LIKE '-%'
), buyers AS (
  SELECT customer_id, sum(cents) AS cents, 100 * (rank() OVER (ORDER BY sum(cents) DESC) - 1) AS place,
    count(*) OVER () - 1 AS others
  FROM lines GROUP BY customer_id
), tiers AS (
  SELECT *, CASE WHEN place <= 30 * others THEN 'Gold' WHEN place <= 50 * others THEN 'Silver' ELSE 'Bronze' END AS tier FROM buyers
)
)";

TEST_F(DemoProject, DatabaseHoldsThePublishedFigures) {
  ASSERT_TRUE(CreateDemoProject(folder_.string()));
  const auto query = [this](const std::string& sql) { return Query(kLines + sql); };
  EXPECT_THAT(
      query("SELECT sum(cents), count(DISTINCT customer_id), sum(cents) / count(DISTINCT customer_id) FROM lines"),
      ElementsAre("17766000|27|658000"));
  EXPECT_THAT(query("SELECT tier, count(*), sum(cents) FROM tiers GROUP BY tier ORDER BY sum(cents) DESC"),
              ElementsAre("Gold|8|9000000", "Bronze|13|5736000", "Silver|6|3030000"));
  EXPECT_THAT(
      query("SELECT store_name, sum(cents) FROM lines JOIN stores USING (store_id) GROUP BY 1 ORDER BY 2 DESC LIMIT 2"),
      ElementsAre("High Street Store|8904000", "Cairo Festival City|5884000"));
  EXPECT_THAT(query("SELECT store_id FROM lines JOIN tiers USING (customer_id) GROUP BY 1 HAVING "
                    "sum(CASE WHEN tier = CASE store_id WHEN 1 THEN 'Gold' ELSE 'Bronze' END THEN lines.cents END) * "
                    "100 >= 95 * sum(lines.cents)"),
              ElementsAre("1", "2"));
  EXPECT_THAT(
      query("SELECT category FROM lines JOIN products USING (product_id) GROUP BY 1 ORDER BY sum(cents) DESC LIMIT 1"),
      ElementsAre("Electronics"));
  EXPECT_THAT(query("SELECT product_name FROM lines JOIN products USING (product_id) GROUP BY 1 ORDER BY sum(cents) "
                    "DESC LIMIT 1"),
              ElementsAre("Smartwatch"));
  EXPECT_THAT(query("SELECT count(*) FROM lines WHERE product_id NOT IN (SELECT product_id FROM products)"),
              ElementsAre("1"));
  EXPECT_THAT(query("SELECT min(sale_date), max(sale_date) FROM lines"), ElementsAre("2025-01-06|2025-10-30"));
}

TEST_F(DemoProject, DatabaseHoldsTheGeneratedRowsAsExactTypes) {
  ASSERT_TRUE(CreateDemoProject(folder_.string()));
  const ShopRows shop = GenerateShop();
  EXPECT_THAT(Query("SELECT count(*) FROM transactions UNION ALL SELECT count(*) FROM products UNION ALL SELECT "
                    "count(*) FROM stores"),
              ElementsAre(std::to_string(shop.transactions.size()), "20", "5"));
  EXPECT_THAT(Query("SELECT DISTINCT typeof(sale_price), typeof(sale_date), typeof(quantity), typeof(customer_id) FROM "
                    "transactions"),
              ElementsAre("text|text|integer|integer"));
  EXPECT_THAT(Query("SELECT product_name, list_price, name_ar FROM products WHERE product_id = 1"),
              ElementsAre("Smartwatch|1249.00|ساعة ذكية"));
}

TEST_F(DemoProject, HasAllFilesAndKeepsTheTokenPrivate) {
  ASSERT_TRUE(CreateDemoProject(folder_.string()));
  const auto files = Files();
  ASSERT_EQ(files.size(), 4u);
  EXPECT_EQ(files.at("assay.yaml"), TextOf(fs::path(ASSAY_SOURCE_DIR) / "demo/assay.yaml"));
  EXPECT_EQ(files.at("README.txt"), TextOf(fs::path(ASSAY_SOURCE_DIR) / "demo/demo_readme.txt"));
  EXPECT_THAT(files.at(".env"),
              HasSubstr("SHOP_ODBC='Driver=SQLite3;Database=" + (folder_ / "shop.db").string() + "'\n"));
  EXPECT_THAT(files.at(".env"), HasSubstr("CRM_URL=demo:customers\nCRM_TOKEN=" + std::string(kCustomersToken) + "\n"));
  EXPECT_EQ(fs::status(folder_ / ".env").permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(DemoProject, SecondCallChangesNothing) {
  ASSERT_TRUE(CreateDemoProject(folder_.string()));
  std::ofstream(folder_ / "assay.yaml", std::ios::app) << "# mine\n";
  const auto before = Files();
  const auto written = fs::last_write_time(folder_ / "shop.db");
  EXPECT_TRUE(CreateDemoProject(folder_.string() + "/"));
  EXPECT_EQ(Files(), before);
  EXPECT_EQ(fs::last_write_time(folder_ / "shop.db"), written);
}

TEST_F(DemoProject, CompletesWhatAnInterruptedCallLeft) {
  ASSERT_TRUE(CreateDemoProject(folder_.string()));
  const auto whole = Files();
  fs::remove(folder_ / "assay.yaml");
  fs::remove(folder_ / ".env");
  ASSERT_TRUE(CreateDemoProject(folder_.string()));
  EXPECT_EQ(Files(), whole);
}

TEST_F(DemoProject, OverwritesNoFileOfAnother) {
  fs::create_directories(folder_);
  std::ofstream(folder_ / ".env") << "PASSWORD=mine\n";
  const Status status = CreateDemoProject(folder_.string());
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().kind, ErrorKind::kAlreadyExists);
  EXPECT_EQ(TextOf(folder_ / ".env"), "PASSWORD=mine\n");
  EXPECT_FALSE(fs::exists(folder_ / "assay.yaml"));
}

TEST_F(DemoProject, RefusesAFolderThatAConnectionStringCannotName) {
  const Status status = CreateDemoProject(folder_.string() + ";x");
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().kind, ErrorKind::kInvalidInput);
}

}  // namespace
}  // namespace assay::demo
