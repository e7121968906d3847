#include "config/reference_page.h"

#include <fmt/format.h>

#include "config/keys.h"

namespace assay::config {
namespace {

constexpr std::string_view kIntro = R"(# assay.yaml

Every key of the project file, made from the program's own table of keys. Unknown keys are errors.

- `${NAME}` in a value is replaced from the environment or from `.env` beside this file; the environment wins. `$${` is a literal
  `${`.
- Secrets are masked in messages, logs and the lake: connection strings, tokens and passwords of `auth`, headers and parameters whose
  name sounds like a secret, passwords inside any URL or connection string, and the value of every `${NAME}` with a word that is or ends in
  KEY, TOKEN, SECRET, PASSWORD, PWD, AUTH, CREDENTIAL or COOKIE in its name. So `${CRM_TOKEN}` is masked and `${SHOP_FOLDER}` is not.
- A line that holds `# CONFIRM` waits for a decision: `assay check` lists it, `assay run` stops on it. Delete the comment to confirm.
- `source.table` names a table: `shop.dbo.sales` is table `dbo.sales` of source `shop`.
)";

// A '|' would end the cell of a Markdown table, inside code too.
std::string Cell(std::string_view text) {
  std::string cell;
  for (const char c : text) cell += c == '|' ? std::string("\\|") : std::string(1, c);
  return cell;
}

std::string Row(const Key& key) {
  const std::string default_value = key.is_required ? "required" : Cell(key.default_value);
  return fmt::format("| `{}` | {} | {} | {} | `{}` |\n", key.name, Cell(key.type), default_value, Cell(key.meaning),
                     Cell(key.example));
}

}  // namespace

std::string ReferenceMarkdown() {
  std::string page(kIntro);
  for (const KeyGroup& group : KeyGroups()) {
    page += fmt::format("\n## {}\n\n", group.title);
    if (!group.path.empty()) page += fmt::format("At `{}`. ", group.path);
    page += fmt::format("{}\n\n", group.intro);
    page += "| key | value | default | meaning | example |\n|---|---|---|---|---|\n";
    for (const Key& key : group.keys) page += Row(key);
  }
  return page;
}

}  // namespace assay::config
