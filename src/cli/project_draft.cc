#include "cli/project_draft.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace assay::cli {
namespace {

using retail::Entity;

std::string Quoted(const std::string& text) {
  std::string quoted = "\"";
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"' || text[i] == '\\') quoted += '\\';
    if (text.compare(i, 2, "${") == 0) quoted += '$';
    quoted += text[i];
  }
  return quoted + "\"";
}

std::string QuotedList(const std::vector<std::string>& texts) {
  std::vector<std::string> quoted;
  for (const std::string& text : texts) quoted.push_back(Quoted(text));
  return fmt::format("[{}]", fmt::join(quoted, ", "));
}

std::string Confirm(const std::string& doubt) { return doubt.empty() ? "" : "  # CONFIRM: " + doubt; }

class Draft {
 public:
  explicit Draft(const ProjectDraft& draft) : draft_(draft) {}

  std::string Write() {
    text_ =
        "# A first proposal. Look at every line that ends in CONFIRM, mend it where it is wrong, and delete the mark: "
        "a run waits for that.\n";
    Line("project: {}", Quoted(draft_.name));
    Line("lake: ./lake                # where the bronze, silver and gold tables are kept");
    Sources();
    Roles();
    Line("");
    if (const std::string currency = retail::ProposeCurrency(draft_.facts, draft_.roles); !currency.empty()) {
      Line("currency: {}              # the only one in the sales", currency);
    } else {
      Line("# currency: EUR             # of all amounts, an ISO code; the data does not tell");
    }
    Line("timezone: UTC  # CONFIRM: the shop's own, such as Africa/Cairo; it decides on which day a sale was made");
    Line("# tax: included             # or excluded");
    return text_;
  }

 private:
  template <typename... Args>
  void Line(fmt::format_string<Args...> format, Args&&... args) {
    text_ += fmt::format(format, std::forward<Args>(args)...) + "\n";
  }

  const retail::RoleGuess* RoleOf(std::size_t table) const {
    const auto role = std::ranges::find(draft_.roles, table, &retail::RoleGuess::table);
    return role == draft_.roles.end() ? nullptr : &*role;
  }

  void Sources() {
    const bool files = draft_.source.kind == config::SourceKind::kFiles;
    Line("\nsources:\n  {}:", draft_.source.name);
    Line("    type: {}", files ? "files" : "odbc");
    if (files) Line("    path: {}", Quoted(draft_.source.path));
    if (!files) Line("    connection: \"${{SHOP_ODBC}}\"    # stands in .env");
    Line("    tables:");
    for (std::size_t i = 0; i < draft_.source.tables.size(); ++i) Table(i);
    if (!HasRole(Entity::kCustomers)) ApiExample();
  }

  bool HasRole(Entity entity) const {
    return std::ranges::find(draft_.roles, entity, &retail::RoleGuess::entity) != draft_.roles.end();
  }

  // An API cannot be looked at before its address, pages and token are known, so a person writes it; this is the form.
  void ApiExample() {
    text_ +=
        R"(  # No table of customers was found. Where an API has them, name it here, and its address and token in .env:
  # crm:
  #   type: rest
  #   client: {base_url: "${CRM_URL}", auth: {type: bearer, token: "${CRM_TOKEN}"}, paginator: {type: page_number}}
  #   resources: [{name: customers, key: customer_id, endpoint: {path: customers}}]
)";
  }

  void Table(std::size_t i) {
    const config::SourceTable& table = draft_.source.tables[i];
    const retail::RoleGuess* role = RoleOf(i);
    const auto key = retail::ProposeKey(draft_.facts[i]);
    const auto pii = retail::ProposePii(draft_.facts[i], role != nullptr && role->entity == Entity::kCustomers);
    Line("      - name: {}    # {} rows", Quoted(table.name), draft_.facts[i].rows);
    if (!table.files.empty()) Line("        files: {}", QuotedList(table.files));
    if (key)
      Line("        key: {}{}", key->columns.size() == 1 ? Quoted(key->columns.front()) : QuotedList(key->columns),
           Confirm(key->doubt));
    if (!pii.empty()) Line("        pii: {}    # personal data: masked in every message", QuotedList(pii));
  }

  void Roles() {
    Line("\n# Assay's name of a column on the left, the source's on the right.\nroles:");
    for (const retail::RoleGuess& role : draft_.roles) Role(role);
    if (NeedsListPrice())
      Line("\nprice: list  # CONFIRM: sales have no price and no amount, so each counts quantity x list price");
  }

  void Role(const retail::RoleGuess& role) {
    const retail::TableFacts& facts = draft_.facts[role.table];
    Line("  {}:{}", retail::Name(role.entity), Confirm(role.doubt));
    Line("    from: {}", Quoted(draft_.source.name + "." + facts.name));
    if (role.join) Join(*role.join);
    for (const auto& [canonical, guess] : role.columns) {
      if (canonical != "date") continue;
      const retail::ColumnFacts* column = Find(role, guess.column);
      if (column != nullptr && !column->date_format.empty())
        Line("    date_format: {}  # CONFIRM: order of day, month and year in {}", column->date_format, guess.column);
      if (guess.column.contains("UTC")) Line("    times: utc  # CONFIRM: by the name of {}", guess.column);
    }
    for (const auto& [canonical, guess] : role.columns) {
      const retail::ColumnFacts* column = Find(role, guess.column);
      if (column == nullptr || !column->decimal_comma) continue;
      Line("    decimal_mark: comma  # CONFIRM: in the numbers of this table, such as those of {}", guess.column);
      break;
    }
    Line("    columns:");
    for (const auto& [canonical, guess] : role.columns)
      Line("      {}: {}{}", canonical, Quoted(guess.column), Confirm(guess.doubt));
  }

  void Join(const retail::JoinGuess& join) {
    const std::string on = join.column == join.other_column
                               ? Quoted(join.column)
                               : fmt::format("{{{}: {}}}", Quoted(join.column), Quoted(join.other_column));
    Line("    join:{}\n      - {{table: {}, on: {}}}", Confirm(join.doubt),
         Quoted(draft_.source.name + "." + draft_.facts[join.table].name), on);
  }

  const retail::ColumnFacts* Find(const retail::RoleGuess& role, const std::string& name) const {
    std::vector<std::size_t> tables{role.table};
    if (role.join) tables.push_back(role.join->table);
    for (const std::size_t table : tables) {
      const auto& columns = draft_.facts[table].columns;
      const auto found = std::ranges::find(columns, name, &retail::ColumnFacts::name);
      if (found != columns.end()) return &*found;
    }
    return nullptr;
  }

  bool NeedsListPrice() const {
    bool priced = false;
    bool listed = false;
    for (const retail::RoleGuess& role : draft_.roles) {
      if (role.entity == Entity::kTransactions)
        priced = role.columns.contains("price") || role.columns.contains("amount");
      if (role.entity == Entity::kProducts) listed = role.columns.contains("list_price");
    }
    return !priced && listed;
  }

  const ProjectDraft& draft_;
  std::string text_;
};

}  // namespace

std::string DraftText(const ProjectDraft& draft) { return Draft(draft).Write(); }

}  // namespace assay::cli
