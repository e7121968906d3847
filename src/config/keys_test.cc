#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "config/config_fixture.h"
#include "config/keys.h"
#include "config/reference_page.h"

namespace assay::config {
namespace {

constexpr const char* kPage = ASSAY_SOURCE_DIR "/docs/reference/assay-yaml.md";

TEST(Keys, AreUniqueAndDescribed) {
  std::set<std::string_view> paths;
  for (const KeyGroup& group : KeyGroups()) {
    EXPECT_TRUE(paths.insert(group.path).second) << group.path;
    std::set<std::string_view> names;
    for (const Key& key : group.keys) {
      EXPECT_TRUE(names.insert(key.name).second) << group.path << " " << key.name;
      EXPECT_FALSE(key.type.empty()) << key.name;
      EXPECT_FALSE(key.example.empty()) << key.name;
      EXPECT_TRUE(key.meaning.ends_with('.')) << key.name;
      EXPECT_TRUE(!key.is_required || key.default_value.empty()) << key.name;
    }
  }
}

// Where a mapping of each group stands in a whole project; "@" is the place of the key under test.
const std::map<std::string_view, std::string>& Templates() {
  static const std::string kSource = "project: t\nroles: {transactions: {from: s.t}}\nsources: {s: ";
  static const std::string kRest = kSource + "{type: rest, resources: [t], client: {base_url: \"http://x\"";
  static const std::string kRoles =
      "project: t\nsources: {shop: {type: odbc, connection: x, tables: [sales, order_detail, order_header, products, "
      "stores, returns]}, "
      "crm: {type: odbc, connection: x, tables: [customers, merged]}, finance: {type: odbc, connection: x, tables: "
      "[rates]}}\ncurrency: EGP\n";
  static const std::string kTransactions = kRoles + "roles: {transactions: {from: shop.sales, ";
  static const std::map<std::string_view, std::string> templates{
      {"", kRoles + "@"},
      {"sources.<files>", kSource + "{type: files, tables: {t: a.csv}, @}}"},
      {"sources.<files>.tables[]", kSource + "{type: files, tables: [{name: t, files: a.csv, @}]}}"},
      {"sources.<odbc>", kSource + "{type: odbc, connection: x, tables: [t], @}}"},
      {"sources.<odbc>.tables[]", kSource + "{type: odbc, connection: x, tables: [{name: t, @}]}}"},
      {"sources.<rest>", kRest + "}, @}}"},
      {"sources.<rest>.client", kRest + ", @}}}"},
      {"sources.<rest>.client.auth", kRest + ", auth: {@}}}}"},
      {"sources.<rest>.paginator", kRest + ", paginator: {type: page_number, @}}}}"},
      {"sources.<rest>.resources[]",
       kSource + "{type: rest, client: {base_url: \"http://x\"}, resources: [{name: t, @}]}}"},
      {"sources.<rest>.endpoint",
       kSource + "{type: rest, client: {base_url: \"http://x\"}, resources: [{name: t, endpoint: {@}}]}}"},
      {"roles", kRoles + "roles: {transactions: {from: shop.sales}, @}"},
      {"roles.<entity>", kTransactions + "@}}"},
      {"roles.transactions", kTransactions + "@}}"},
      {"roles.customers", kTransactions + "}, customers: {from: crm.customers, @}}"},
      {"roles.<entity>.join[]", kTransactions + "join: {table: shop.products, on: a, @}}}"},
      {"roles.transactions.keys.<key>", kTransactions + "keys: {customer_id: {@}}}}"},
      {"roles.transactions.keys.<key>.map", kTransactions + "keys: {customer_id: {map: {@}}}}}"},
      {"roles.transactions.returns", kTransactions + "returns: {@}}}"},
      {"roles.merge", kTransactions + "}, merge: {from: crm.merged, @}}"},
      {"rates", kTransactions + "}}\nrates: {from: finance.rates, @}"},
      {"segmentation", kTransactions + "}}\nsegmentation: {@}"},
      {"segmentation.tiers[]", kTransactions + "}}\nsegmentation: {tiers: [{name: A, @}, {name: B}]}"},
      {"history", kTransactions + "}}\nhistory: {@}"},
      {"gates", kTransactions + "}}\ngates: {@}"},
  };
  return templates;
}

// The key's own complaint is what the test looks for; a template may lack a sibling or hold the key already.
bool IsAboutKey(const std::string& message, std::string_view name) {
  std::istringstream lines(message);
  for (std::string line; std::getline(lines, line);) {
    const bool is_own = line.contains(fmt::format(".{}: ", name)) || line.contains(fmt::format("read {}: ", name)) ||
                        line.contains("YAML");
    if (is_own && !line.contains("belong")) return true;
    if (line.contains("unknown in")) return true;
  }
  return false;
}

TEST(Keys, HaveExamplesThatTheReaderTakes) {
  for (const KeyGroup& group : KeyGroups()) {
    const auto found = Templates().find(group.path);
    ASSERT_NE(found, Templates().end()) << group.path;
    for (const Key& key : group.keys) {
      std::string text = found->second;
      text.replace(text.find('@'), 1, fmt::format("{}: {}", key.name, key.example));
      const std::string message = ErrorOf(text);
      EXPECT_FALSE(IsAboutKey(message, key.name)) << text << "\n" << message;
    }
  }
}

TEST(ReferencePage, IsTheOneInTheTree) {
  const std::string page = ReferenceMarkdown();
  if (std::getenv("ASSAY_UPDATE_DOCS") != nullptr) std::ofstream(kPage, std::ios::binary) << page;
  std::ifstream stream(kPage, std::ios::binary);
  std::stringstream held;
  held << stream.rdbuf();
  EXPECT_EQ(held.str(), page) << "run config_test with ASSAY_UPDATE_DOCS=1 and commit " << kPage;
}

}  // namespace
}  // namespace assay::config
