#include "transform/model_references.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/ascii.h"
#include "engine/sql_token.h"

namespace assay::transform {
namespace {

using engine::IsMark;
using engine::IsWord;
using engine::SqlToken;
using engine::TokenKind;

constexpr auto kReadableLayers = std::to_array<std::string_view>({"BRONZE", "MAPPED", "WORK", "SILVER", "GOLD", "OPS"});

bool IsLayer(const SqlToken& token) {
  return std::ranges::any_of(kReadableLayers, [&](std::string_view layer) { return IsWord(token, layer); });
}

bool ReadsTableNext(const SqlToken& token) { return IsWord(token, "FROM") || IsWord(token, "JOIN"); }

/// The layer names, in upper case, that the text uses as an alias or as the name of a query.
std::set<std::string> LayersUsedAsAlias(const std::vector<SqlToken>& tokens) {
  std::set<std::string> aliases;
  for (std::size_t at = 1; at < tokens.size(); ++at) {
    if (!IsLayer(tokens[at])) continue;
    const bool before_as = at + 1 < tokens.size() && IsWord(tokens[at + 1], "AS");
    const bool named = at + 2 < tokens.size() && before_as && IsMark(tokens[at + 2], "(");
    if (IsWord(tokens[at - 1], "AS") || named) aliases.insert(engine::UpperAscii(tokens[at].text));
  }
  return aliases;
}

/// Positions of the layer token of every reference.
std::vector<std::size_t> PlacesOf(const std::vector<SqlToken>& tokens) {
  const std::set<std::string> aliases = LayersUsedAsAlias(tokens);
  std::vector<std::size_t> places;
  for (std::size_t at = 0; at + 2 < tokens.size(); ++at) {
    if (!IsLayer(tokens[at]) || !IsMark(tokens[at + 1], ".") || tokens[at + 2].kind != TokenKind::kWord) continue;
    if (at > 0 && IsMark(tokens[at - 1], ".")) continue;
    const bool read = at > 0 && ReadsTableNext(tokens[at - 1]);
    if (read || !aliases.contains(engine::UpperAscii(tokens[at].text))) places.push_back(at);
  }
  return places;
}

std::string NameAt(const std::vector<SqlToken>& tokens, std::size_t at) {
  return LowerAscii(std::string(tokens[at].text) + "." + std::string(tokens[at + 2].text));
}

}  // namespace

std::vector<Reference> ReferencesIn(std::string_view sql) {
  const std::vector<SqlToken> tokens = engine::TokenizeSqlCode(sql);
  std::vector<Reference> references;
  for (const std::size_t at : PlacesOf(tokens))
    references.push_back({NameAt(tokens, at), tokens[at].line, tokens[at].column});
  return references;
}

std::vector<std::string> ReferencedTables(std::string_view sql) {
  std::set<std::string> names;
  for (const Reference& reference : ReferencesIn(sql)) names.insert(reference.name);
  return {names.begin(), names.end()};
}

std::string ReplaceReferences(std::string_view sql, const std::function<std::string(std::string_view)>& relation_of) {
  const std::vector<SqlToken> tokens = engine::TokenizeSqlCode(sql);
  std::string replaced;
  std::size_t done = 0;
  for (const std::size_t at : PlacesOf(tokens)) {
    replaced += sql.substr(done, tokens[at].offset - done);
    replaced += relation_of(NameAt(tokens, at));
    done = tokens[at + 2].offset + tokens[at + 2].text.size();
  }
  return replaced.append(sql.substr(done));
}

}  // namespace assay::transform
