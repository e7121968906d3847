#include "semantic/plan.h"

#include <algorithm>

#include <fmt/ranges.h>

#include "base/near_name.h"
#include "semantic/state_fields.h"

namespace assay::semantic {
namespace {

bool Contains(const std::vector<std::string>& all, std::string_view one) {
  return std::ranges::find(all, one) != all.end();
}

Status ChooseLevel(const Shop& shop, VisualPlan& plan) {
  plan.group_ids = plan.visual->group_by;
  const std::string& level = plan.options.level;
  if (level.empty()) return {};
  if (plan.visual->drill.empty()) {
    return InvalidInput("Cannot use level '{}': visual {} has no levels", level.substr(0, 100), plan.visual->id);
  }
  RETURN_IF_ERROR(RequireWord(level, "level of " + plan.visual->id, plan.visual->drill));
  if (!shop.HasDimension(level)) return InvalidInput("Cannot use level '{}': this shop has none", level);
  plan.group_ids[0] = level;
  return {};
}

Grain ChooseGrain(const Shop& shop, const VisualPlan& plan) {
  if (const auto grain = GrainNamed(plan.options.grain)) return *grain;
  const auto data = shop.data();
  const auto& spans = plan.cells.days.spans;
  if (!spans.empty()) return GrainFor({spans.front().first, spans.back().last});
  return data ? GrainFor(*data) : Grain::kMonth;
}

void AddAtoms(VisualPlan& plan) {
  plan.cells.atoms = {{Atom::Kind::kLines}};
  if (!plan.group_ids.empty() && plan.group_ids[0] == "customer") {
    plan.cells.atoms.push_back({Atom::Kind::kCustomerSum, "total_sale_amount"});
  }
  for (const Measure* measure : plan.measures) {
    for (const Atom& atom : measure->Atoms()) {
      if (std::ranges::find(plan.cells.atoms, atom) == plan.cells.atoms.end()) plan.cells.atoms.push_back(atom);
    }
  }
}

}  // namespace

Result<VisualPlan> PlanVisual(const Shop& shop, const PageRequest& request, const Visual& visual) {
  VisualPlan plan;
  plan.visual = &visual;
  if (const auto options = request.options.find(visual.id); options != request.options.end()) {
    plan.options = options->second;
  }
  plan.measures = shop.MeasuresOf(visual);
  RETURN_IF_ERROR(ChooseLevel(shop, plan));
  std::vector<std::string> ignored = visual.ignores;
  if (!ignored.empty() && plan.group_ids != visual.group_by)
    std::ranges::replace(ignored, visual.group_by[0], plan.group_ids[0]);
  for (const auto& [dimension, keys] : request.state.filters) {
    if (!Contains(ignored, dimension)) plan.cells.filters[dimension] = keys;
  }
  if (!Contains(ignored, "date")) plan.cells.days = ResolveDays(request.state.date, shop);
  const Grain grain = ChooseGrain(shop, plan);
  for (const std::string& id : plan.group_ids) plan.cells.groups.push_back({shop.Find(id), grain});
  if (visual.goods_only) plan.cells.goods = Goods::kGoodsOnly;
  AddAtoms(plan);
  return plan;
}

CellsQuery TotalOf(CellsQuery query) {
  query.groups.clear();
  return query;
}

CellsQuery NonGoodsOf(CellsQuery query) {
  query.groups.clear();
  query.goods = Goods::kNonGoodsOnly;
  return query;
}

CellsQuery SeveralOf(CellsQuery query) {
  query.groups.clear();
  query.atoms = {{Atom::Kind::kSeveral}, {Atom::Kind::kCustomers}};
  query.known_stores_only = true;
  return query;
}

Result<std::vector<const Visual*>> VisualsOf(const Shop& shop, const PageRequest& request) {
  ASSIGN_OR_RETURN(const Page* page, RequirePage(request.page, shop));
  for (const std::string& id : request.visuals) RETURN_IF_ERROR(RequireVisual(id, *page));
  std::vector<const Visual*> visuals;
  for (const Visual& visual : page->visuals) {
    const bool is_asked = request.visuals.empty() || Contains(request.visuals, visual.id);
    if (is_asked && shop.HasVisual(visual)) visuals.push_back(&visual);
  }
  return visuals;
}

Result<const Visual*> FindVisual(const Shop& shop, const std::string& page_id, const std::string& id) {
  const Page* page = shop.description->FindPage(page_id);
  if (page == nullptr) return NotFound("Cannot find page '{}': expected one of the dashboard", page_id.substr(0, 100));
  std::vector<std::string> known;
  for (const Visual& visual : page->visuals) {
    if (!shop.HasVisual(visual)) continue;
    if (visual.id == id) return &visual;
    known.push_back(visual.id);
  }
  std::string advice = DidYouMean(id, known);
  if (advice.empty()) advice = fmt::format("; known: {}", fmt::join(known, ", "));
  return NotFound("Cannot find visual '{}' on page {}{}", id.substr(0, 100), page_id, advice);
}

State Marked(State state, const State& where) {
  for (const auto& [dimension, keys] : where.filters) state.filters[dimension] = keys;
  if (!where.date.empty()) state.date = where.date;
  return state;
}

}  // namespace assay::semantic
