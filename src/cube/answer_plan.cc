#include "cube/answer_plan.h"

#include <algorithm>
#include <numeric>
#include <optional>

#include "cube/query_check.h"

namespace assay::cube {
namespace {

/// The same aggregate with all that does not matter to its kind taken away, so that equal ones are seen to be equal.
Aggregate Essence(Aggregate aggregate) {
  using Kind = Aggregate::Kind;
  if (aggregate.kind != Kind::kSum && aggregate.kind != Kind::kCustomerSum) aggregate.measure = 0;
  if (aggregate.kind != Kind::kSeveral) aggregate.axis = 0;
  const bool may_limit = aggregate.kind == Kind::kSum || aggregate.kind == Kind::kOrders;
  const auto allows = [](std::uint8_t value) { return value != 0; };
  const bool allows_all = !aggregate.only_allowed.empty() && std::ranges::all_of(aggregate.only_allowed, allows);
  if (!may_limit || allows_all) aggregate.only_axis.reset();
  if (!aggregate.only_axis) aggregate.only_allowed.clear();
  return aggregate;
}

bool IsOfCustomers(const Group& group) {
  return group.kind == Group::Kind::kAttribute && group.axis == Image::kCustomers;
}

/// Whether every row is in one of the group's sets.
bool HoldsAllRows(const Image::Parts& image, const Group& group) {
  if (group.kind == Group::Kind::kCustomerBucket) return false;
  if (group.kind != Group::Kind::kDayBucket) return true;
  const auto days = static_cast<std::size_t>(std::int64_t{image.meta.last_day} - image.meta.first_day + 1);
  if (group.bucket_of.size() < days) return false;
  return std::all_of(group.bucket_of.begin(), group.bucket_of.begin() + static_cast<std::ptrdiff_t>(days),
                     [&](std::uint32_t bucket) { return bucket < group.buckets; });
}

/// Whether the values of several sets of `group` may be added up.
bool AddsUpOver(const Image::Parts& image, Aggregate::Kind kind, const Group& group) {
  using Kind = Aggregate::Kind;
  if (!HoldsAllRows(image, group)) return false;
  if (kind == Kind::kLines || kind == Kind::kSum) return true;
  if (kind == Kind::kOrders) return IsOfCustomers(group) && image.meta.split_rows == 0;
  return IsOfCustomers(group);
}

/// For each set of `fine` the one of `coarse` that it is a part of; nothing when it is not made of such parts.
std::optional<std::vector<std::uint32_t>> PartOf(const Image::Parts& image, const Group& fine, const Group& coarse) {
  std::vector<std::uint32_t> part_of(GroupSize(image, fine));
  if (fine == coarse) {
    std::iota(part_of.begin(), part_of.end(), 0U);
    return part_of;
  }
  const bool is_attribute = fine.kind == Group::Kind::kMember && coarse.kind == Group::Kind::kAttribute;
  if (!is_attribute || fine.axis != coarse.axis) return std::nullopt;
  const Column& codes = image.axis_parts(fine.axis).codes[coarse.attribute];
  for (std::uint32_t member = 0; member < part_of.size(); ++member)
    part_of[member] = static_cast<std::uint32_t>(UnsignedAt(codes, member));
  return part_of;
}

/// How the cells of one grid make up those of an output, and the groups over which they are added.
struct Folding {
  std::vector<std::uint32_t> cell_of;
  std::vector<const Group*> added_over;
};

std::optional<Folding> Fold(const Image::Parts& image, const std::vector<Group>& fine,
                            const std::vector<Group>& coarse) {
  Folding folding{{0}, {}};
  std::size_t next = 0;
  for (const Group& group : fine) {
    const auto size = static_cast<std::uint32_t>(GroupSize(image, group));
    std::vector<std::uint32_t> part_of(size);
    std::uint32_t width = 1;
    if (const auto parts = next < coarse.size() ? PartOf(image, group, coarse[next]) : std::nullopt) {
      part_of = *parts;
      width = static_cast<std::uint32_t>(GroupSize(image, coarse[next]));
      if (!(group == coarse[next])) folding.added_over.push_back(&group);
      ++next;
    } else {
      folding.added_over.push_back(&group);
    }
    std::vector<std::uint32_t> cell_of;
    cell_of.reserve(folding.cell_of.size() * size);
    for (const std::uint32_t cell : folding.cell_of)
      for (const std::uint32_t part : part_of) cell_of.push_back(cell * width + part);
    folding.cell_of = std::move(cell_of);
  }
  if (next < coarse.size()) return std::nullopt;
  return folding;
}

class Planner {
 public:
  Planner(const Image::Parts& image, const Query& query, const Contexts& contexts)
      : image_(image), query_(query), contexts_(contexts) {}

  AnswerPlan Make() && {
    std::vector<std::size_t> order(query_.outputs.size());
    std::iota(order.begin(), order.end(), 0UL);
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return Fineness(a) > Fineness(b); });
    plan_.sources.resize(query_.outputs.size());
    for (const std::size_t output : order)
      for (const Aggregate& aggregate : query_.outputs[output].aggregates)
        plan_.sources[output].push_back(SourceOf(output, Essence(aggregate)));
    return std::move(plan_);
  }

 private:
  std::uint64_t Fineness(std::size_t output) const {
    std::uint64_t cells = 1;
    for (const Group& group : query_.outputs[output].groups) cells *= GroupSize(image_, group);
    return cells;
  }

  AnswerPlan::Source SourceOf(std::size_t output, const Aggregate& aggregate) {
    const std::size_t context = contexts_.of_output[output];
    const std::vector<Group>& groups = query_.outputs[output].groups;
    const auto cells = static_cast<std::uint32_t>(Fineness(output));
    std::optional<std::size_t> same;
    for (std::size_t grid = 0; grid < plan_.grids.size(); ++grid) {
      const AnswerPlan::Grid& made = plan_.grids[grid];
      if (made.context != context) continue;
      const auto found = std::ranges::find(made.aggregates, aggregate);
      const auto position = static_cast<std::size_t>(found - made.aggregates.begin());
      const bool is_there = found != made.aggregates.end();
      if (made.groups == groups) {
        if (is_there) return {grid, position, false, {}, cells};
        same = grid;
      } else if (is_there) {
        auto folding = Fold(image_, made.groups, groups);
        if (folding && AddsUp(aggregate, *folding)) return {grid, position, true, std::move(folding->cell_of), cells};
      }
    }
    if (!same) {
      same = plan_.grids.size();
      plan_.grids.push_back({context, groups, CellMap(image_, query_.outputs[output]), {}});
    }
    plan_.grids[*same].aggregates.push_back(aggregate);
    return {*same, plan_.grids[*same].aggregates.size() - 1, false, {}, cells};
  }

  bool AddsUp(const Aggregate& aggregate, const Folding& folding) const {
    return std::ranges::all_of(folding.added_over,
                               [&](const Group* group) { return AddsUpOver(image_, aggregate.kind, *group); });
  }

  const Image::Parts& image_;
  const Query& query_;
  const Contexts& contexts_;
  AnswerPlan plan_;
};

}  // namespace

AnswerPlan AnswerPlan::Of(const Image::Parts& image, const Query& query, const Contexts& contexts) {
  return Planner(image, query, contexts).Make();
}

}  // namespace assay::cube
