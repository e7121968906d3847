#include <algorithm>
#include <set>

#include "semantic/answer_parts.h"

namespace assay::semantic {
namespace {

using nlohmann::json;

constexpr int kShareDecimals = 6;
constexpr int kMostMembers = 1000;

json ShareJson(const std::optional<Decimal>& part, const std::optional<Decimal>& whole) {
  if (!part || !whole) return nullptr;
  return ValueJson(Divide(*part, *whole, kShareDecimals));
}

/// The members of a chart while they are put in order.
class Members {
 public:
  explicit Members(const Answered& answered)
      : answered_(answered), dimension_(*answered.plan.cells.groups[0].dimension) {
    const std::set<std::uint32_t> selected = Selected();
    for (const std::uint32_t position : dimension_.shown) {
      const bool is_selected = selected.contains(position);
      if (!answered.cells.HasLines(position, 0) && !is_selected && !IsTierOfChart(position)) continue;
      listed_.push_back({position, dimension_.At(position), is_selected, First(position), 0});
    }
    Rank();
  }

  json ToJson() {
    json answer{{"members", json::array()}, {"rest", nullptr}};
    const VisualType type = answered_.plan.visual->type;
    if (type != VisualType::kTiers && type != VisualType::kSegments) std::ranges::stable_sort(listed_, IsBefore);
    const std::size_t kept = TakeRest();
    for (std::size_t i = 0; i < kept; ++i) answer["members"].push_back(MemberJson(listed_[i]));
    if (kept < listed_.size()) answer["rest"] = RestJson(kept);
    answer["total"] = {{"values", ValuesJson(answered_.plan, answered_.total, 0, 0, answered_.total)}};
    return answer;
  }

 private:
  struct Listed {
    std::uint32_t position;
    Member member;
    bool is_selected;
    std::optional<Decimal> first;
    std::size_t rank;
  };

  std::set<std::uint32_t> Selected() const {
    std::set<std::uint32_t> positions;
    const auto filter = answered_.state.filters.find(answered_.plan.group_ids[0]);
    if (filter == answered_.state.filters.end()) return positions;
    for (const std::string& key : filter->second) {
      if (const auto position = dimension_.Find(key)) positions.insert(*position);
    }
    return positions;
  }

  // The chart of tiers shows the tiers that nobody has, too.
  bool IsTierOfChart(std::uint32_t position) const {
    return answered_.plan.visual->type == VisualType::kTiers && !dimension_.At(position).is_grey;
  }

  std::optional<Decimal> First(std::uint32_t position) const {
    return answered_.cells.Value(*answered_.plan.measures[0], position, 0, answered_.total);
  }

  static bool IsGreater(const std::optional<Decimal>& left, const std::optional<Decimal>& right) {
    if (!left || !right) return left.has_value() && !right.has_value();
    return IsLess(*right, *left);
  }

  // Grey members stand last: they are no choice of the shop.
  static bool IsBefore(const Listed& left, const Listed& right) {
    if (left.member.is_grey != right.member.is_grey) return right.member.is_grey;
    return IsGreater(left.first, right.first);
  }

  // Equal values have equal ranks; grey members have none.
  void Rank() {
    std::vector<Listed*> ranked;
    for (Listed& listed : listed_) {
      if (!listed.member.is_grey) ranked.push_back(&listed);
    }
    std::ranges::stable_sort(ranked, [](const Listed* left, const Listed* right) { return IsBefore(*left, *right); });
    for (std::size_t i = 0; i < ranked.size(); ++i) {
      const bool is_tie = i > 0 && !IsGreater(ranked[i - 1]->first, ranked[i]->first);
      ranked[i]->rank = is_tie ? ranked[i - 1]->rank : i + 1;
    }
  }

  // Moves what is beyond the top to the end; selected and grey members stay. Returns how many stay.
  std::size_t TakeRest() {
    const int top = answered_.plan.options.top.value_or(answered_.plan.visual->top.value_or(kMostMembers));
    std::size_t place = 0;
    const auto stays = [&](const Listed& listed) {
      return listed.member.is_grey || place++ < static_cast<std::size_t>(top) || listed.is_selected;
    };
    return static_cast<std::size_t>(std::stable_partition(listed_.begin(), listed_.end(), stays) - listed_.begin());
  }

  json MemberJson(const Listed& listed) const {
    json member{{"key", listed.member.key},
                {"label", LabelJson(listed.member)},
                {"grey", listed.member.is_grey},
                {"selected", listed.is_selected},
                {"rank", listed.rank == 0 ? json(nullptr) : json(listed.rank)},
                {"share", ShareJson(listed.first, TotalOfFirst())},
                {"values", ValuesJson(answered_.plan, answered_.cells, listed.position, 0, answered_.total)}};
    if (!listed.member.color.empty()) member["color"] = listed.member.color;
    if (answered_.parts != nullptr) member["parts"] = PartsJson(listed);
    return member;
  }

  json PartsJson(const Listed& listed) const {
    const ShopDimension& dimension = *answered_.plan.cells.groups[1].dimension;
    const Measure& first_measure = *answered_.plan.measures[0];
    json parts = json::array();
    for (const std::uint32_t position : dimension.shown) {
      if (!answered_.parts->HasLines(listed.position, position)) continue;
      const Member member = dimension.At(position);
      const auto value = answered_.parts->Value(first_measure, listed.position, position, answered_.total);
      json part{{"key", member.key},
                {"label", LabelJson(member)},
                {"grey", member.is_grey},
                {"selected", IsSelected(answered_, 1, member.key)},
                {"share", ShareJson(value, listed.first)},
                {"values", ValuesJson(answered_.plan, *answered_.parts, listed.position, position, answered_.total)}};
      if (!member.color.empty()) part["color"] = member.color;
      parts.push_back(std::move(part));
    }
    return parts;
  }

  std::optional<Decimal> TotalOfFirst() const {
    return answered_.total.Value(*answered_.plan.measures[0], 0, 0, answered_.total);
  }

  // Only what is made of sums: distinct customers of several members are not the sum of each.
  json RestJson(std::size_t kept) const {
    Cells rest;
    rest.atoms = answered_.cells.atoms;
    for (const Atom& atom : rest.atoms) {
      std::int64_t sum = 0;
      for (std::size_t i = kept; i < listed_.size(); ++i) sum += answered_.cells.At(atom, listed_[i].position, 0);
      rest.values.push_back({sum});
    }
    json values = json::object();
    for (const Measure* measure : answered_.plan.measures) {
      values[measure->id] =
          measure->IsOfSums() ? ValueJson(rest.Value(*measure, 0, 0, answered_.total)) : json(nullptr);
    }
    const Measure& first = *answered_.plan.measures[0];
    const auto of_first = first.IsOfSums() ? rest.Value(first, 0, 0, answered_.total) : std::nullopt;
    return {{"members", listed_.size() - kept}, {"values", values}, {"share", ShareJson(of_first, TotalOfFirst())}};
  }

  const Answered& answered_;
  const ShopDimension& dimension_;
  std::vector<Listed> listed_;
};

}  // namespace

json LabelJson(const Member& member) { return member.is_translated ? ToJson(member.label) : json(member.label.en); }

json ValueJson(const std::optional<Decimal>& value) { return value ? json(value->ToText()) : json(nullptr); }

json ValuesJson(const VisualPlan& plan, const Cells& cells, std::uint32_t first, std::uint32_t second,
                const Cells& total) {
  json values = json::object();
  for (const Measure* measure : plan.measures)
    values[measure->id] = ValueJson(cells.Value(*measure, first, second, total));
  return values;
}

bool IsSelected(const Answered& answered, std::size_t group, const std::string& key) {
  const auto filter = answered.state.filters.find(answered.plan.group_ids[group]);
  return filter != answered.state.filters.end() && std::ranges::find(filter->second, key) != filter->second.end();
}

json GroupedJson(const Answered& answered) { return Members(answered).ToJson(); }

}  // namespace assay::semantic
