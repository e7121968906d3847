#include "semantic/answer.h"

#include <algorithm>

#include "semantic/answer_parts.h"
#include "semantic/statements.h"
#include "semantic/store_tiers.h"

namespace assay::semantic {
namespace {

using nlohmann::json;

/// One visual while the page is answered: its plan, and the positions of its queries.
struct Asked {
  VisualPlan plan;
  std::size_t cells = 0;
  std::size_t total = 0;
  std::size_t store_tiers = 0;  ///< so many cells from `cells` on answer StoreTierQueries
  std::shared_ptr<const json> kept = {};
  std::optional<std::size_t> list = {};
  std::optional<std::size_t> parts = {};
  std::optional<std::size_t> non_goods = {};
  std::optional<std::size_t> several = {};
  std::optional<std::size_t> period = {};
  std::optional<std::size_t> against = {};
};

class PageAnswer {
 public:
  PageAnswer(const Shop& shop, const PageRequest& request, const AnswerContext& context)
      : shop_(shop), request_(request), context_(context), compared_(Compare(request.state, shop)) {}

  Status Ask(const Visual& visual) {
    ASSIGN_OR_RETURN(VisualPlan plan, PlanVisual(shop_, request_, visual));
    Asked asked{std::move(plan)};
    asked.kept = Recall(asked.plan);
    if (asked.kept == nullptr) RETURN_IF_ERROR(AskCells(asked));
    asked_.push_back(std::move(asked));
    return {};
  }

  Result<json> Answer() {
    ASSIGN_OR_RETURN(CellsAnswers answers, AnswerCells(shop_, queries_, list_queries_, context_));
    cells_ = std::move(answers.cells);
    lists_ = std::move(answers.lists);
    json visuals = json::object();
    for (const Asked& asked : asked_) {
      ASSIGN_OR_RETURN(visuals[asked.plan.visual->id], AnswerOf(asked));
    }
    return visuals;
  }

 private:
  static bool IsOfCustomers(const VisualPlan& plan) {
    return !plan.group_ids.empty() && plan.group_ids[0] == "customer";
  }

  Status AskCells(Asked& asked) {
    const Visual& visual = *asked.plan.visual;
    if (visual.type == VisualType::kStatements) {
      AskStoreTiers(asked);
      return {};
    }
    asked.total = Put(TotalOf(asked.plan.cells));
    if (IsOfCustomers(asked.plan)) {
      asked.cells = asked.total;
      return AskList(asked);
    }
    asked.cells = Put(FirstGroupOf(asked.plan.cells));
    if (asked.plan.cells.groups.size() == 2) asked.parts = Put(asked.plan.cells);
    if (visual.goods_only) asked.non_goods = Put(NonGoodsOf(asked.plan.cells));
    if (visual.counts_several && shop_.store_axis) asked.several = Put(SeveralOf(asked.plan.cells));
    if (visual.compares && compared_) {
      asked.period = Put(During(asked.plan.cells, compared_->period));
      asked.against = Put(During(asked.plan.cells, compared_->against));
    }
    return {};
  }

  void AskStoreTiers(Asked& asked) {
    if (shop_.Find("tier") == nullptr || shop_.Find("store") == nullptr) return;
    asked.cells = queries_.size();
    for (CellsQuery& query : StoreTierQueries(shop_, request_.state)) Put(std::move(query));
    asked.store_tiers = queries_.size() - asked.cells;
  }

  Status AskList(Asked& asked) {
    ASSIGN_OR_RETURN(cube::ListOutput list, ListOf(shop_, asked.plan));
    if (!FitsCube(asked.plan.cells)) return {};
    asked.list = list_queries_.size();
    list_queries_.push_back({asked.plan.cells, std::move(list)});
    return {};
  }

  std::size_t Put(CellsQuery query) {
    queries_.push_back(std::move(query));
    return queries_.size() - 1;
  }

  static CellsQuery FirstGroupOf(CellsQuery query) {
    if (query.groups.size() == 2) query.groups.pop_back();
    return query;
  }

  static CellsQuery During(CellsQuery query, DayRange days) {
    query.days = {{days}, false};
    return query;
  }

  // Whole answers are kept of visuals that take a pass of their own and show no selection.
  std::optional<std::string> KeyOfWhole(const VisualPlan& plan) const {
    if (plan.visual->type == VisualType::kStatements) return "statements " + KeyOf(StoreLinesOf(shop_, request_.state));
    if (!IsOfCustomers(plan)) return std::nullopt;
    const VisualOptions& options = plan.options;
    const json key{options.search, options.sort, options.offset, options.limit};
    return "customers " + KeyOf(plan.cells) + key.dump(-1, ' ', false, json::error_handler_t::replace);
  }

  std::shared_ptr<const json> Recall(const VisualPlan& plan) const {
    const auto key = context_.memory != nullptr ? KeyOfWhole(plan) : std::nullopt;
    const auto kept = key ? context_.memory->Get(*key) : std::nullopt;
    return kept ? std::get<std::shared_ptr<const json>>(*kept) : nullptr;
  }

  void Keep(const VisualPlan& plan, const json& answer) const {
    constexpr std::size_t kMostRows = 200;
    if (context_.memory == nullptr || plan.options.limit > kMostRows) return;
    const auto key = KeyOfWhole(plan);
    // A value takes several times its text in memory.
    if (key)
      context_.memory->Put(*key, std::make_shared<const json>(answer),
                           4 * answer.dump(-1, ' ', false, json::error_handler_t::replace).size());
  }

  Result<json> AnswerOf(const Asked& asked) const {
    if (asked.kept != nullptr) return *asked.kept;
    ASSIGN_OR_RETURN(json answer, Fresh(asked));
    Keep(asked.plan, answer);
    return answer;
  }

  Result<json> Fresh(const Asked& asked) const {
    const VisualPlan& plan = asked.plan;
    if (plan.visual->type == VisualType::kStatements)
      return StoreStatements(shop_, request_.state, context_,
                             std::span(cells_).subspan(asked.cells, asked.store_tiers));
    const Answered answered{shop_,
                            request_.state,
                            plan,
                            cells_[asked.cells],
                            cells_[asked.total],
                            asked.parts ? &cells_[*asked.parts] : nullptr};
    if (plan.visual->type == VisualType::kCard) return Card(asked, answered);
    if (plan.visual->type == VisualType::kLine) return LineJson(answered);
    if (IsOfCustomers(plan))
      return CustomersTableJson(shop_, plan, answered.total, asked.list ? &lists_[*asked.list] : nullptr, context_);
    if (plan.visual->type == VisualType::kTable) return StoresTableJson(answered);
    json answer = GroupedJson(answered);
    AddBeside(asked, answer);
    return answer;
  }

  json Card(const Asked& asked, const Answered& answered) const {
    json answer{{"values", ValuesJson(asked.plan, answered.cells, 0, 0, answered.total)}, {"change", nullptr}};
    if (asked.period)
      answer["change"] = ChangeJson(asked.plan, *compared_, cells_[*asked.period], cells_[*asked.against]);
    return answer;
  }

  // What a chart leaves out, or counts beside its bars.
  void AddBeside(const Asked& asked, json& answer) const {
    if (asked.non_goods && shop_.non_goods && cells_[*asked.non_goods].HasLines(0, 0)) {
      const Cells& non_goods = cells_[*asked.non_goods];
      answer["non_goods"] = {{"values", ValuesJson(asked.plan, non_goods, 0, 0, non_goods)}};
    }
    if (!asked.several) return;
    const Cells& several = cells_[*asked.several];
    answer["several"] = {{"customers", std::to_string(several.At({Atom::Kind::kSeveral}, 0, 0))},
                         {"of", std::to_string(several.At({Atom::Kind::kCustomers}, 0, 0))}};
  }

  const Shop& shop_;
  const PageRequest& request_;
  const AnswerContext& context_;
  std::optional<Compared> compared_;
  std::vector<Asked> asked_;
  std::vector<CellsQuery> queries_;
  std::vector<ListQuery> list_queries_;
  std::vector<Cells> cells_;
  std::vector<cube::CustomerList> lists_;
};

json MissingJson(const Shop& shop, const State& state) {
  json missing = json::array();
  for (const auto& [id, keys] : state.filters) {
    const ShopDimension* dimension = shop.Find(id);
    for (const std::string& key : keys) {
      if (dimension == nullptr || !dimension->Find(key)) missing.push_back({{"dimension", id}, {"key", key}});
    }
  }
  return missing;
}

json DaysJson(const Shop& shop, const State& state) {
  const Days days = ResolveDays(state.date, shop);
  const auto data = shop.data();
  if (days.is_all && data) return {{"from", DayText(data->first)}, {"to", DayText(data->last)}};
  if (days.spans.empty()) return nullptr;
  return {{"from", DayText(days.spans.front().first)}, {"to", DayText(days.spans.back().last)}};
}

}  // namespace

Result<json> AnswerPage(const Shop& shop, const PageRequest& request, const AnswerContext& context) {
  ASSIGN_OR_RETURN(const auto visuals, VisualsOf(shop, request));
  PageAnswer page(shop, request, context);
  for (const Visual* visual : visuals) RETURN_IF_ERROR(page.Ask(*visual));
  ASSIGN_OR_RETURN(json answers, page.Answer());
  return json{{"as_of", shop.as_of()},
              {"days", DaysJson(shop, request.state)},
              {"missing", MissingJson(shop, request.state)},
              {"visuals", std::move(answers)}};
}

}  // namespace assay::semantic
