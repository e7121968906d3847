#include "cli/run_report.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/json_integer.h"
#include "cli/money_text.h"

namespace assay::cli {
namespace {

using nlohmann::json;

std::string Text(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return "";
  return found->is_string() ? found->get<std::string>() : found->dump();
}

std::int64_t Count(const json& object, const char* key) {
  const auto found = object.find(key);
  return found == object.end() ? 0 : AsInteger<std::int64_t>(*found).value_or(0);
}

class Report {
 public:
  explicit Report(const pipeline::RunResult& result)
      : result_(result), facts_(result.facts), currency_(Text(facts_, "currency")), decimals_(DecimalsOf(currency_)) {}

  std::string Write() {
    Sources();
    Release();
    Totals();
    Accounting();
    Tiers();
    Ranking("Top stores", "stores", "store_name");
    Ranking("Top products", "products", "product_name");
    Movement();
    Remarks();
    return text_;
  }

 private:
  template <typename... Args>
  void Line(fmt::format_string<Args...> format, Args&&... args) {
    text_ += fmt::format(format, std::forward<Args>(args)...) + "\n";
  }

  std::string Money(std::string_view amount) const { return ShowAmount(amount, decimals_); }

  void Sources() {
    Line("Sources");
    for (const pipeline::LoadReport& load : result_.loads) {
      const std::string name = load.ref.source + "." + load.ref.table;
      std::string what = load.added == 0 ? "nothing new" : fmt::format("{} rows added", ShowCount(load.added));
      if (load.held > 0) what += fmt::format(", {} already held", ShowCount(load.held));
      if (load.changed > 0) what += fmt::format(", {} changed in the source", ShowCount(load.changed));
      if (load.gone > 0) what += fmt::format(", {} gone from the source", ShowCount(load.gone));
      Line("  {:<28} {}  ({})", name, what, load.method);
    }
  }

  void Release() {
    if (!result_.rolled.empty()) Line("Recovered: {}", result_.rolled);
    if (!result_.housekeeping.empty()) Line("Not cleaned up: {}", result_.housekeeping);
    if (result_.published) {
      Line("Published release {}, data to {}{}", result_.release.number, result_.release.as_of,
           result_.rebuilt_because.empty()
               ? ""
               : fmt::format("; rebuilt because of {}", fmt::join(result_.rebuilt_because, ", ")));
      if (!result_.full_because.empty()) Line("  All months were rebuilt: {}", result_.full_because);
      if (!result_.rebuilt_months.empty()) Line("  Rebuilt months: {}", fmt::join(result_.rebuilt_months, ", "));
    } else {
      Line("Nothing new: release {} stands, data to {}", result_.release.number, result_.release.as_of);
    }
  }

  void Totals() {
    const json& totals = facts_["totals"];
    Line("");
    Line("Total sales                {:>16} {}", Money(Text(totals, "total_sales")), currency_);
    Line("  gross sales              {:>16}", Money(Text(totals, "gross_sales")));
    Line("  returns                  {:>16}", Money(Text(totals, "returns")));
    Line("Customers                  {:>16}", ShowCount(Count(totals, "customers")));
    Line("Average sale per customer  {:>16} {}", Money(Text(totals, "average_sale_per_customer")), currency_);
    Line("Lines / orders             {:>16}",
         fmt::format("{} / {}", ShowCount(Count(totals, "lines")), ShowCount(Count(totals, "orders"))));
    for (const auto& [name, label] :
         std::initializer_list<std::pair<const char*, const char*>>{{"guest", "Guests"},
                                                                    {"unknown_customer", "Unknown customer"},
                                                                    {"unknown_product", "Unknown product"},
                                                                    {"unknown_store", "Unknown store"}}) {
      const std::int64_t lines = Count(totals, fmt::format("{}_lines", name).c_str());
      if (lines > 0)
        Line("{:<26} {:>16}  in {} lines", label, Money(Text(totals, fmt::format("{}_sales", name).c_str())),
             ShowCount(lines));
    }
  }

  void Accounting() {
    Line("");
    Line("Every row accounted for");
    for (const json& sentence : facts_["accounting"]["sentences"]) Line("  {}", sentence.get<std::string>());
    for (const json& entity : facts_["accounting"].value("entities", json::array()))
      Line("  {}", Text(entity, "sentence"));
    for (const json& rule : facts_["quarantine"]) {
      Line("  quarantined: {} ({}), {} lines", Text(rule, "rule"), Text(rule, "column_name"),
           ShowCount(Count(rule, "lines")));
    }
    for (const json& key : facts_["keys"]) {
      Line("  {}: {} of {} ids matched, {} lines without a match", Text(key, "relationship"),
           ShowCount(Count(key, "matched_ids")), ShowCount(Count(key, "ids")),
           ShowCount(Count(key, "unmatched_lines")));
    }
  }

  void Tiers() {
    std::int64_t customers = 0;
    for (const json& tier : facts_["tiers"]) customers += Count(tier, "customers");
    Line("");
    Line("Tier as of {}             customers              sales", Text(facts_, "as_of"));
    for (const json& tier : facts_["tiers"]) {
      const std::string count = std::to_string(Count(tier, "customers"));
      Line("  {:<28} {:>8} {:>8} {:>16}", Text(tier, "name"), ShowCount(Count(tier, "customers")),
           ShowShare(count, std::to_string(customers)), Money(Text(tier, "sales")));
    }
  }

  void Ranking(const char* title, const char* list, const char* name) {
    if (facts_[list].empty()) return;
    Line("");
    Line("{}", title);
    int shown = 0;
    for (const json& entry : facts_[list]) {
      if (++shown > 5) break;
      Line("  {:<36} {:>16} {:>8}", Text(entry, name), Money(Text(entry, "sales")),
           ShowShare(Text(entry, "sales"), Text(facts_["totals"], "total_sales")));
    }
  }

  void Movement() {
    const json& movement = facts_["movement"];
    if (Text(movement, "since").empty()) return;
    Line("");
    Line("Since {}: {} customers moved up, {} down, {} are new, {} stayed", Text(movement, "since"),
         ShowCount(Count(movement, "moved_up")), ShowCount(Count(movement, "moved_down")),
         ShowCount(Count(movement, "new_customers")), ShowCount(Count(movement, "stayed")));
  }

  void Remarks() {
    if (facts_["remarks"].empty()) return;
    Line("");
    Line("Remarks");
    for (const json& remark : facts_["remarks"]) Line("  - {}", remark.get<std::string>());
  }

  const pipeline::RunResult& result_;
  json facts_;
  std::string currency_;
  int decimals_;
  std::string text_;
};

}  // namespace

std::string RunReportText(const pipeline::RunResult& result) { return Report(result).Write(); }

json RunReportJson(const pipeline::RunResult& result, const std::vector<TimedStep>& steps) {
  json report = result.facts;
  report["steps"] = json::array();
  for (const TimedStep& step : steps) report["steps"].push_back({{"step", step.name}, {"seconds", step.seconds}});
  report["sources"] = json::array();
  for (const pipeline::LoadReport& load : result.loads) {
    report["sources"].push_back({{"source", load.ref.source + "." + load.ref.table},
                                 {"read", load.read},
                                 {"added", load.added},
                                 {"held", load.held},
                                 {"gone", load.gone},
                                 {"changed", load.changed},
                                 {"version", load.version},
                                 {"method", load.method},
                                 {"new_columns", load.new_columns}});
  }
  report["release"] = {{"number", result.release.number},
                       {"as_of", result.release.as_of},
                       {"published", result.published},
                       {"run_id", result.release.run_id},
                       {"rebuilt_because", result.rebuilt_because},
                       {"full_because", result.full_because},
                       {"rebuilt_months", result.rebuilt_months},
                       {"recovered", result.rolled}};
  return report;
}

}  // namespace assay::cli
