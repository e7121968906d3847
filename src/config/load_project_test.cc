#include "config/load_project.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "base/uuid.h"
#include "config/config_fixture.h"

namespace assay::config {
namespace {

constexpr std::string_view kDesignExample = R"(project: nile-retail
lake: ./lake                      # or az://account/container/prefix
engine: duckdb                    # or {spark: "sc://host:15002"}
as_of: latest                     # business date of the newest valid line, or a date
sources:
  shop: {type: odbc, connection: "${SHOP_ODBC}", tables: [{name: dbo.transactions, key: transaction_id, cursor: updated_at}, {name: dbo.products}, {name: dbo.stores}]}
  crm:  {type: rest, client: {base_url: "${CRM_URL}", auth: {type: bearer, token: "${CRM_TOKEN}"}}, resources: [{name: customers, endpoint: {path: customers, data_selector: data}}]}
roles:
  transactions: {from: shop.dbo.transactions, keys: {customer_id: {map: {offset: 900}}}}   # 101 in the shop is 1001 in the CRM
  customers:    {from: crm.customers}
currency: EGP
timezone: Africa/Cairo
segmentation: {tiers: [{name: Gold, top: 30%}, {name: Silver, top: 50%}, {name: Bronze}]}
)";

TEST(ParseProject, ReadsTheExampleOfTheDesign) {
  const auto project = Parse(kDesignExample);
  ASSERT_TRUE(project) << project.error().message;
  EXPECT_EQ(project->name, "nile-retail");
  EXPECT_EQ(project->folder, "/shop");
  EXPECT_EQ(project->lake, "/shop/lake");
  ASSERT_EQ(project->sources.size(), 2U);
  const Source& shop = project->sources[0];
  EXPECT_EQ(shop.kind, SourceKind::kOdbc);
  EXPECT_EQ(shop.line, 6);
  EXPECT_EQ(shop.connection, "Driver=x;UID=sa;PWD=pw-1234;Server=db");
  ASSERT_EQ(shop.tables.size(), 3U);
  EXPECT_EQ(shop.tables[0].name, "dbo.transactions");
  EXPECT_EQ(shop.tables[0].key, std::vector<std::string>{"transaction_id"});
  EXPECT_EQ(shop.tables[0].cursor, "updated_at");
  const Source& crm = project->sources[1];
  EXPECT_EQ(crm.rest.base_url, "https://crm.example.com");
  EXPECT_EQ(crm.rest.auth.kind, RestAuth::Kind::kBearer);
  EXPECT_EQ(crm.rest.auth.token, "tok-123456");
  EXPECT_EQ(crm.tables[0].path, "customers");
  EXPECT_EQ(crm.tables[0].data_selector, "data");
  ASSERT_EQ(project->roles.transactions.size(), 1U);
  EXPECT_EQ(project->roles.transactions[0].from, (std::vector<TableRef>{{"shop", "dbo.transactions"}}));
  EXPECT_EQ(project->roles.transactions[0].keys.at("customer_id").offset, 900);
  EXPECT_EQ(project->roles.transactions[0].line, 9);
  EXPECT_EQ(project->roles.customers[0].from, (std::vector<TableRef>{{"crm", "customers"}}));
  EXPECT_EQ(project->segmentation.tiers[1].top_permille, 500);
  EXPECT_EQ(project->segmentation.tiers[2].top_permille, std::nullopt);
  EXPECT_TRUE(project->to_confirm.empty());
}

TEST(ParseProject, FillsDefaults) {
  const auto project = Parse(kSmallest);
  ASSERT_TRUE(project) << project.error().message;
  EXPECT_EQ(project->lake, "/shop/lake");
  EXPECT_EQ(project->engine, "duckdb");
  EXPECT_EQ(project->as_of, "latest");
  EXPECT_EQ(project->currency, "");
  EXPECT_FALSE(project->rates);
  EXPECT_EQ(project->timezone, "UTC");
  EXPECT_EQ(project->day_starts_minutes, 0);
  EXPECT_EQ(project->week_starts_iso, 1);
  EXPECT_EQ(project->fiscal_year_starts, 1);
  EXPECT_EQ(project->price, PriceRule::kCharged);
  EXPECT_EQ(project->adjustments, AdjustmentRule::kQuarantine);
  EXPECT_EQ(project->tax, TaxRule::kUndeclared);
  EXPECT_EQ(project->digits, Digits::kLatin);
  EXPECT_TRUE(project->non_goods.empty());
  ASSERT_EQ(project->segmentation.tiers.size(), 3U);
  EXPECT_EQ(project->segmentation.tiers[0].name, "Gold");
  EXPECT_EQ(project->segmentation.tiers[0].top_permille, 300);
  EXPECT_EQ(project->segmentation.measure, "monetary");
  EXPECT_FALSE(project->segmentation.window_months);
  EXPECT_EQ(project->history_month_ends, 13);
  EXPECT_EQ(project->gates.unmatched_permille, 10);
  EXPECT_EQ(project->gates.quarantine_permille, 10);
  EXPECT_EQ(project->threads, 0);
  EXPECT_EQ(project->memory_limit, "");
  EXPECT_EQ(project->sources[0].path, "/shop");
  EXPECT_FALSE(project->roles.transactions[0].returns);
  EXPECT_FALSE(project->roles.merge);
}

TEST(ParseProject, ReadsEveryTopLevelKey) {
  const auto project = Parse(std::string(kSmallest) + R"(lake: ../elsewhere/
as_of: 2024-02-29
currency: KWD
rates: {from: shop.products, rate: to_kwd}
timezone: Asia/Kuwait
day_starts: 04:00
week_starts: sunday
fiscal_year_starts: july
price: list
adjustments: keep
tax: excluded
digits: arab
non_goods: [POST, DOT]
segmentation: {tiers: [{name: A, min_amount: 1000}, {name: B, min_amount: 99.5}, {name: C}], window: 12 months}
history: {month_ends: 0}
gates: {unmatched: 0.5%, quarantine: 0%}
threads: ${TEN}
memory_limit: 2GB
)");
  ASSERT_TRUE(project) << project.error().message;
  EXPECT_EQ(project->lake, "/elsewhere");
  EXPECT_EQ(project->as_of, "2024-02-29");
  EXPECT_EQ(project->rates->from, (TableRef{"shop", "products"}));
  EXPECT_EQ(project->rates->rate, "to_kwd");
  EXPECT_EQ(project->rates->date, "date");
  EXPECT_EQ(project->day_starts_minutes, 240);
  EXPECT_EQ(project->week_starts_iso, 7);
  EXPECT_EQ(project->fiscal_year_starts, 7);
  EXPECT_EQ(project->price, PriceRule::kList);
  EXPECT_EQ(project->adjustments, AdjustmentRule::kKeep);
  EXPECT_EQ(project->tax, TaxRule::kExcluded);
  EXPECT_EQ(project->digits, Digits::kArabic);
  EXPECT_EQ(project->non_goods, (std::vector<std::string>{"POST", "DOT"}));
  EXPECT_EQ(project->segmentation.tiers[1].min_amount, "99.5");
  EXPECT_EQ(project->segmentation.window_months, 12);
  EXPECT_EQ(project->history_month_ends, 0);
  EXPECT_EQ(project->gates.unmatched_permille, 5);
  EXPECT_EQ(project->gates.quarantine_permille, 0);
  EXPECT_EQ(project->threads, 10);
  EXPECT_EQ(project->memory_limit, "2GB");
}

TEST(ParseProject, ListsWhatWaitsForConfirmation) {
  const auto project =
      Parse(std::string(kSmallest) + "currency: EGP  # CONFIRM guessed from the file\n  # CONFIRM: tax\r\n# confirm\n");
  ASSERT_TRUE(project) << project.error().message;
  const std::vector<std::pair<int, std::string>> expected{{4, "currency: EGP  # CONFIRM guessed from the file"},
                                                          {5, "# CONFIRM: tax"}};
  EXPECT_EQ(project->to_confirm, expected);
}

TEST(ParseProject, ReportsEveryMistakeInTheOrderOfLines) {
  EXPECT_EQ(ErrorOf("curency: EGP\nproject: [a]\nthreads: many\n"),
            "assay.yaml:1: Cannot use key 'curency': unknown in the project file; did you mean 'currency'?\n"
            "assay.yaml:1: Cannot read the project file: expected key 'sources', got none; "
            "add sources: {shop: {type: files, path: data, tables: {sales: sales.csv}}}\n"
            "assay.yaml:1: Cannot read the project file: expected key 'roles', got none; add roles: {transactions: "
            "{from: shop.sales}}\n"
            "assay.yaml:2: Cannot read project: expected text, got a list\n"
            "assay.yaml:3: Cannot read threads: expected a whole number from 0 to 1024, got 'many'");
}

TEST(ParseProject, KeepsSecretsOutOfMessages) {
  Secrets secrets;
  const Environment environment({{"CRM_TOKEN", "tok-123456"}}, {});
  const std::string text = std::string(kSmallest) + "price: ${CRM_TOKEN}\n";
  EXPECT_EQ(ParseProject(text, "/shop", environment, secrets).error().message,
            "assay.yaml:4: Cannot read price: expected charged | list, got '***'");
  EXPECT_EQ(secrets.Mask("Bearer tok-123456"), "Bearer ***");
}

TEST(ParseProject, MakesLiteralPasswordsSecret) {
  Secrets secrets;
  const std::string text =
      "project: t\nroles: {transactions: {from: db.t}}\nsources:\n"
      "  db: {type: odbc, connection: \"Driver=x;PWD=literal-pw\", tables: [t]}\n"
      "  api: {type: rest, client: {base_url: \"https://u:url-pw@x\", auth: {type: http_basic, username: u, password: "
      "basic-pw}, "
      "headers: {X-Api-Key: header-pw}}, resources: {t: {endpoint: {params: {token: param-pw, page: plain}}}}}\n";
  const auto project = ParseProject(text, "/shop", Environment({}, {}), secrets);
  ASSERT_TRUE(project) << project.error().message;
  EXPECT_EQ(secrets.Mask("literal-pw url-pw basic-pw header-pw param-pw plain"), "*** *** *** *** *** plain");
}

TEST(ParseProject, ReadsALongFile) {
  std::string text =
      "project: t\nroles: {transactions: {from: shop.table_0}}\nsources:\n  shop:\n    type: odbc\n    connection: x\n "
      "   tables:\n";
  for (int i = 0; i < 1000; ++i) text += fmt::format("    - name: table_{}\n      key: id\n      pii: [email]\n", i);
  const auto project = Parse(text);
  ASSERT_TRUE(project) << project.error().message;
  EXPECT_EQ(project->sources[0].tables.size(), 1000U);
  EXPECT_EQ(project->sources[0].tables[999].line, 3005);
  EXPECT_EQ(ErrorOf(text + "      kye: id\n"),
            "assay.yaml:3008: Cannot use key 'kye': unknown in sources.shop.tables[999]; did you mean 'key'?");
}

TEST(LoadProject, ReadsAFolder) {
  const auto folder = std::filesystem::temp_directory_path() / NewUuid();
  std::filesystem::create_directories(folder);
  Secrets secrets;
  const auto missing = LoadProject(folder.string(), secrets);
  EXPECT_EQ(missing.error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(missing.error().message, fmt::format("Cannot open the project: expected {}/assay.yaml, got no such file; "
                                                 "run 'assay init' there, or name the folder with -C",
                                                 folder.string()));
  std::ofstream(folder / ".env") << "export ASSAY_TEST_TAX=included\n";
  std::ofstream(folder / "assay.yaml") << kSmallest << "tax: ${ASSAY_TEST_TAX}\n";
  const auto project = LoadProject(folder.string() + "/", secrets);
  ASSERT_TRUE(project) << project.error().message;
  EXPECT_EQ(project->tax, TaxRule::kIncluded);
  EXPECT_EQ(project->folder, folder.string());
  std::ofstream(folder / ".env") << "oops\n";
  EXPECT_EQ(LoadProject(folder.string(), secrets).error().message,
            ".env:1: Cannot read the line: expected NAME=value, got a line without '='");
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace assay::config
