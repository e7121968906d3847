#include <algorithm>
#include <memory>

#include "cube/query.h"
#include "semantic/cells.h"

namespace assay::semantic {
namespace {

using cube::Image;

cube::Aggregate::Kind KindOf(Atom::Kind kind) {
  switch (kind) {
    case Atom::Kind::kLines:
      return cube::Aggregate::Kind::kLines;
    case Atom::Kind::kSum:
      return cube::Aggregate::Kind::kSum;
    case Atom::Kind::kCustomers:
      return cube::Aggregate::Kind::kCustomers;
    case Atom::Kind::kCustomerSum:
      return cube::Aggregate::Kind::kCustomerSum;
    case Atom::Kind::kRepeatCustomers:
      return cube::Aggregate::Kind::kRepeatCustomers;
    case Atom::Kind::kOrders:
      return cube::Aggregate::Kind::kOrders;
    case Atom::Kind::kSeveral:
      return cube::Aggregate::Kind::kSeveral;
  }
  return cube::Aggregate::Kind::kLines;
}

std::vector<std::uint8_t> GoodsMask(const Shop& shop, bool goods) {
  const Image& image = *shop.image;
  const auto labels = image.attribute_labels(*shop.product_axis, *shop.non_goods);
  std::vector<std::uint8_t> allowed(image.members(*shop.product_axis));
  for (std::uint32_t member = 0; member < allowed.size(); ++member) {
    const bool is_non_goods = labels[image.code(*shop.product_axis, *shop.non_goods, member)] == "1";
    allowed[member] = is_non_goods != goods ? 1 : 0;
  }
  return allowed;
}

// Members of an axis that pass, one byte each.
std::vector<std::uint8_t> AllowedMembers(const Shop& shop, const ShopDimension& dimension,
                                         const std::vector<std::string>& keys) {
  const Image& image = *shop.image;
  std::vector<std::uint8_t> chosen(dimension.known_to_image);
  for (const std::string& key : keys) {
    const auto position = dimension.Find(key);
    if (position && *position < chosen.size()) chosen[*position] = 1;
  }
  if (!dimension.attribute) return chosen;
  std::vector<std::uint8_t> allowed(image.members(dimension.axis));
  for (std::uint32_t member = 0; member < allowed.size(); ++member) {
    allowed[member] = chosen[image.code(dimension.axis, *dimension.attribute, member)];
  }
  return allowed;
}

/// One condition of a query by name: (dimension, keys), or one of these.
using Condition = std::pair<std::string, std::vector<std::string>>;
constexpr std::string_view kGoods = "/goods";
constexpr std::string_view kNonGoods = "/non-goods";
constexpr std::string_view kKnownStores = "/known stores";

std::vector<Condition> ConditionsOf(const CellsQuery& query) {
  std::vector<Condition> conditions(query.filters.begin(), query.filters.end());
  if (query.goods == Goods::kGoodsOnly) conditions.push_back({std::string(kGoods), {}});
  if (query.goods == Goods::kNonGoodsOnly) conditions.push_back({std::string(kNonGoods), {}});
  if (query.known_stores_only) conditions.push_back({std::string(kKnownStores), {}});
  return conditions;
}

cube::Selection Everybody(const Shop& shop) {
  return {Image::kCustomers, std::vector<std::uint8_t>(shop.image->members(Image::kCustomers), 1)};
}

cube::Selection KnownStores(const Shop& shop) {
  std::vector<std::uint8_t> known(shop.image->members(*shop.store_axis));
  for (std::uint32_t i = 0; i < known.size(); ++i) known[i] = shop.image->key(*shop.store_axis, i) != -1 ? 1 : 0;
  return {*shop.store_axis, std::move(known)};
}

cube::Selection SelectionOf(const Shop& shop, const Condition& condition) {
  const auto& [name, keys] = condition;
  if (name == kGoods || name == kNonGoods) {
    if (!shop.non_goods) return Everybody(shop);
    return {*shop.product_axis, GoodsMask(shop, name == kGoods)};
  }
  if (name == kKnownStores) return shop.store_axis ? KnownStores(shop) : Everybody(shop);
  const ShopDimension* dimension = shop.Find(name);
  if (dimension == nullptr) return {Image::kCustomers, {}};
  return {dimension->axis, AllowedMembers(shop, *dimension, keys)};
}

/// Gathers the queries of a page into one query of the cube.
class CubeQueryBuilder {
 public:
  explicit CubeQueryBuilder(const Shop& shop) : shop_(shop) {}

  void Add(const CellsQuery& query) {
    cube::Output output;
    for (const Grouping& group : query.groups) output.groups.push_back(GroupOf(group));
    for (const Atom& atom : query.atoms) output.aggregates.push_back(AggregateOf(atom));
    SetDays(query, output);
    query_.outputs.push_back(std::move(output));
    obeyed_by_outputs_.push_back(Obeyed(query));
  }

  void Add(const ListQuery& query) {
    query_.lists.push_back(query.list);
    SetDays(query.lines, query_.lists.back());
    obeyed_by_lists_.push_back(Obeyed(query.lines));
  }

  cube::Query Finish() && {
    for (std::size_t i = 0; i < query_.outputs.size(); ++i) SetIgnored(obeyed_by_outputs_[i], query_.outputs[i]);
    for (std::size_t i = 0; i < query_.lists.size(); ++i) SetIgnored(obeyed_by_lists_[i], query_.lists[i]);
    return std::move(query_);
  }

 private:
  using Positions = std::vector<std::size_t>;

  static void SetDays(const CellsQuery& query, auto& output) {
    output.days = SpanOf(query);
    output.ignores_days = !output.days;
  }

  void SetIgnored(const Positions& obeyed, auto& output) const {
    for (std::size_t position = 0; position < query_.selections.size(); ++position)
      if (std::ranges::find(obeyed, position) == obeyed.end()) output.ignores.push_back(position);
  }

  Positions Obeyed(const CellsQuery& query) {
    Positions obeyed;
    for (const Condition& condition : ConditionsOf(query)) obeyed.push_back(Position(condition));
    return obeyed;
  }

  // A mask may have a byte for each of millions of customers, so equal conditions are made once.
  std::size_t Position(const Condition& condition) {
    const auto [known, is_new] = positions_.emplace(condition, query_.selections.size());
    if (is_new) query_.selections.push_back(SelectionOf(shop_, condition));
    return known->second;
  }

  cube::Group GroupOf(const Grouping& group) const {
    cube::Group made;
    if (group.is_draw) {
      made.kind = cube::Group::Kind::kCustomerBucket;
      made.customer_buckets = shop_.draw_groups;
      made.buckets = shop_.draw_group_count;
    } else if (group.dimension == nullptr) {
      made.kind = cube::Group::Kind::kDayBucket;
      FillBuckets(group.grain, made);
    } else if (group.dimension->attribute) {
      made.kind = cube::Group::Kind::kAttribute;
      made.axis = group.dimension->axis;
      made.attribute = *group.dimension->attribute;
    } else {
      made.kind = cube::Group::Kind::kMember;
      made.axis = group.dimension->axis;
    }
    return made;
  }

  void FillBuckets(Grain grain, cube::Group& group) const {
    const std::vector<Period> periods = PeriodsOf(shop_, grain);
    group.buckets = static_cast<std::uint32_t>(periods.size());
    const auto first = shop_.image->first_day();
    const auto last = shop_.image->last_day();
    if (!first || !last) return;
    std::uint32_t bucket = 0;
    for (Day day = *first; day <= *last; ++day) {
      while (periods[bucket].whole.last < day) ++bucket;
      group.bucket_of.push_back(bucket);
    }
  }

  cube::Aggregate AggregateOf(const Atom& atom) const {
    cube::Aggregate aggregate;
    aggregate.kind = KindOf(atom.kind);
    if (!atom.column.empty()) aggregate.measure = shop_.columns.at(atom.column);
    if (atom.kind == Atom::Kind::kSeveral) aggregate.axis = *shop_.store_axis;
    if (atom.goods_only && shop_.non_goods) {
      aggregate.only_axis = shop_.product_axis;
      aggregate.only_allowed = GoodsMask(shop_, true);
    }
    return aggregate;
  }

  const Shop& shop_;
  cube::Query query_;
  std::map<Condition, std::size_t> positions_;
  std::vector<Positions> obeyed_by_outputs_;
  std::vector<Positions> obeyed_by_lists_;
};

std::uint32_t SizeOf(const Shop& shop, const Grouping& group) {
  if (group.is_draw) return shop.draw_group_count;
  if (group.dimension != nullptr) return group.dimension->known_to_image;
  return static_cast<std::uint32_t>(PeriodsOf(shop, group.grain).size());
}

std::shared_ptr<const Cells> Recall(const CellsQuery& query, const AnswerContext& context) {
  if (context.memory == nullptr) return nullptr;
  const auto kept = context.memory->Get(KeyOf(query));
  return kept ? std::get<std::shared_ptr<const Cells>>(*kept) : nullptr;
}

// Tables of many cells would push out all others.
void Keep(const CellsQuery& query, const Cells& cells, const AnswerContext& context) {
  constexpr std::size_t kMostBytes = 1024UL * 1024;
  std::size_t bytes = sizeof cells;
  for (const auto& values : cells.values) bytes += sizeof values + values.size() * sizeof values[0];
  const bool is_of_statements = std::ranges::any_of(query.groups, &Grouping::is_draw);  // kept whole
  if (context.memory == nullptr || bytes > kMostBytes || is_of_statements) return;
  context.memory->Put(KeyOf(query), std::make_shared<const Cells>(cells), bytes);
}

}  // namespace

bool FitsCube(const CellsQuery& query) { return query.days.is_all || query.days.spans.size() <= 1; }

std::optional<DayRange> SpanOf(const CellsQuery& query) {
  if (query.days.is_all) return std::nullopt;
  return query.days.spans.empty() ? DayRange{1, 0} : query.days.spans[0];
}

std::vector<cube::Selection> SelectionsOf(const Shop& shop, const CellsQuery& query) {
  std::vector<cube::Selection> selections;
  for (const Condition& condition : ConditionsOf(query)) selections.push_back(SelectionOf(shop, condition));
  return selections;
}

Result<CellsAnswers> AnswerCells(const Shop& shop, const std::vector<CellsQuery>& queries,
                                 const std::vector<ListQuery>& lists, const AnswerContext& context) {
  CellsAnswers all;
  std::vector<Cells>& answers = all.cells;
  answers.resize(queries.size());
  CubeQueryBuilder builder(shop);
  std::vector<std::size_t> of_cube;
  for (std::size_t i = 0; i < queries.size(); ++i) {
    if (const auto kept = Recall(queries[i], context)) {
      answers[i] = *kept;
    } else if (FitsCube(queries[i])) {
      builder.Add(queries[i]);
      of_cube.push_back(i);
    } else {
      ASSIGN_OR_RETURN(answers[i], CellsFromSql(shop, queries[i], context.run_sql));
      Keep(queries[i], answers[i], context);
    }
  }
  for (const ListQuery& list : lists) builder.Add(list);
  if (of_cube.empty() && lists.empty()) return all;
  ASSIGN_OR_RETURN(cube::Answers of_pass,
                   cube::Answer(*shop.image, std::move(builder).Finish(), context.threads, context.stop));
  all.lists = std::move(of_pass.lists);
  for (std::size_t i = 0; i < of_cube.size(); ++i) {
    const CellsQuery& query = queries[of_cube[i]];
    Cells& cells = answers[of_cube[i]];
    cells.atoms = query.atoms;
    if (!query.groups.empty()) cells.size1 = SizeOf(shop, query.groups[0]);
    if (query.groups.size() == 2) cells.size2 = SizeOf(shop, query.groups[1]);
    cells.values = std::move(of_pass.tables[i].values);
    Keep(query, cells, context);
  }
  return all;
}

}  // namespace assay::semantic
