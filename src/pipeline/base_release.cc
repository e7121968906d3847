#include "pipeline/base_release.h"

#include <algorithm>

#include <fmt/format.h>

#include "engine/sql_text.h"
#include "lake/table_log.h"
#include "pipeline/load_sources.h"
#include "pipeline/rebuild_reasons.h"

namespace assay::pipeline {
namespace {

using nlohmann::json;
using retail::Binding;
using retail::Entity;

// What is not the version of a bronze table must be as it was.
std::string ChangedPart(const lake::Release& release, const json& fingerprint) {
  for (const std::string& part : RebuildReasons(release, fingerprint)) {
    if (!part.starts_with("bronze/")) return part + " changed";
  }
  return "";
}

bool Joins(const Binding& binding, const config::TableRef& ref) {
  return std::ranges::any_of(binding.mapping->join, [&](const config::Join& join) { return join.table == ref; });
}

bool HasKeyOfItsTable(const Binding& binding) {
  return std::ranges::equal(
      binding.key, binding.table->key,
      [](const retail::SourceValue& mine, const std::string& its) { return mine.sql == engine::SqlName(its); });
}

// Whether rows of a sales table, or of one that its lines are joined with, stand behind `binding`.
bool ReadsTable(const Binding& binding, const config::TableRef& ref) {
  return binding.table->ref == ref || Joins(binding, ref);
}

// The version and table of a fingerprint's input, "12@<id>".
std::optional<std::int64_t> VersionIn(const std::string& input, const std::string& table_id) {
  const std::size_t at = input.find('@');
  if (at == std::string::npos || input.substr(at + 1) != table_id) return std::nullopt;
  return std::stoll(input.substr(0, at));
}

// Fills in what moved; the result is why that is too much to follow.
Result<std::string> FindMoved(const Session& session, const BronzeSet& bronze, const MappedViews& views,
                              const json& fingerprint, BaseRelease& base) {
  const json inputs = base.facts["fingerprint"].value("inputs", json::object());
  for (const auto& [ref, bound] : bronze) {
    if (!inputs.contains(bound.path)) return fmt::format("{} is new", retail::Print(ref));
    const std::string input = inputs[bound.path];
    const auto version = VersionIn(input, bound.table_id);
    if (!version) return fmt::format("{} was made anew", retail::Print(ref));
    const auto snapshot = lake::ReadSnapshot(session.lake, bound.path, version);
    if (!snapshot) return fmt::format("version {} of {} is no longer kept", *version, bound.path);
    base.load_seqs[ref] = snapshot->TxnVersion("assay");
    if (fingerprint["inputs"][bound.path] == input) continue;
    base.moved.insert(ref);
    if (const std::string why = WhyFullWhenMoved(session, views, bound); !why.empty()) return why;
  }
  for (const auto& [path, input] : inputs.items()) {
    if (!fingerprint["inputs"].contains(path)) return fmt::format("{} is no longer a source", path);
  }
  base.lines_moved = HasMoved(base, views, Entity::kTransactions);
  return std::string();
}

// The tables of the release, when each stands as the release left it.
Result<std::string> OpenTables(const Session& session, const lake::Release& release, BaseRelease& base) {
  for (const lake::ReleaseTable& table : release.tables) {
    ASSIGN_OR_RETURN(lake::Snapshot snapshot, lake::ReadSnapshot(session.lake, table.path));
    if (snapshot.version != table.version) return fmt::format("{} was changed since its release", table.name);
    base.tables[table.name] = std::move(snapshot);
  }
  for (const char* name :
       {"silver.transactions", "gold.fact_sales", "gold.segment_cuts", "gold.customer_segments", "ops.quarantine"}) {
    if (!base.tables.contains(name)) return fmt::format("{} is not in the release", name);
  }
  return std::string();
}

}  // namespace

bool HasMoved(const BaseRelease& base, const MappedViews& views, Entity entity) {
  return std::ranges::any_of(views.bindings.at(entity), [&](const Binding& binding) {
    const auto joins_a_moved = [&](const config::Join& join) { return base.moved.contains(join.table); };
    return base.moved.contains(binding.table->ref) || std::ranges::any_of(binding.mapping->join, joins_a_moved);
  });
}

std::string WhyFullWhenMoved(const Session& session, const MappedViews& views, const BoundBronze& bound) {
  const config::TableRef& ref = bound.table.ref;
  const config::Roles& roles = session.project.roles;
  const std::string name = retail::Print(ref);
  if (session.project.rates && session.project.rates->from == ref) return fmt::format("the rates of {} changed", name);
  if (roles.merge && roles.merge->from == ref) return fmt::format("the merged customers of {} changed", name);
  const auto& lines = views.bindings.at(Entity::kTransactions);
  for (const Binding& binding : lines) {
    if (Joins(binding, ref)) return fmt::format("{}, which is joined to the sales lines, changed", name);
    if (binding.table->ref != ref) continue;
    if (!binding.mapping->join.empty()) return fmt::format("the lines of {} are joined to other tables", name);
    if (bound.has_deleted_rows && !HasKeyOfItsTable(binding))
      return fmt::format("{} has deleted rows and another key than its lines", name);
  }
  if (session.project.price == config::PriceRule::kList) {
    for (const Binding& binding : views.bindings.at(Entity::kProducts)) {
      if (ReadsTable(binding, ref)) return fmt::format("the list prices of {} may have changed", name);
    }
  }
  if (std::ranges::none_of(lines, [&](const Binding& binding) { return ReadsTable(binding, ref); })) return "";
  // The changed lines are looked up in all sales tables, so one without a key or with a join is too much.
  if (std::ranges::any_of(lines, [](const Binding& binding) { return binding.key.empty(); }))
    return "sales lines have no key";
  if (std::ranges::any_of(lines, [](const Binding& binding) { return !binding.mapping->join.empty(); }))
    return "sales lines are joined to other tables";
  return "";
}

Result<BaseOrReason> FindBase(const Session& session, const lake::Release& release, const json& fingerprint,
                              const BronzeSet& bronze, const MappedViews& views) {
  BaseRelease base{.facts = json::parse(release.facts, nullptr, false)};
  if (!base.facts.is_object() || !base.facts.contains("fingerprint") || !base.facts.contains("accounting"))
    return BaseOrReason{.full_because = "the release before has no accounting"};
  if (std::string part = ChangedPart(release, fingerprint); !part.empty()) return BaseOrReason{.full_because = part};
  ASSIGN_OR_RETURN(std::string why, FindMoved(session, bronze, views, fingerprint, base));
  if (!why.empty()) return BaseOrReason{.full_because = std::move(why)};
  ASSIGN_OR_RETURN(why, OpenTables(session, release, base));
  if (!why.empty()) return BaseOrReason{.full_because = std::move(why)};
  return BaseOrReason{.base = std::move(base)};
}

}  // namespace assay::pipeline
