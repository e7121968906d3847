#pragma once

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "cube/query.h"
#include "cube/shop_fixture.h"

namespace assay::cube {

/// Answers queries from the rows as they are, by the words of query.h, one row after the other.
class SlowAnswer {
 public:
  explicit SlowAnswer(const Shop& shop) : shop_(shop) {
    for (const ShopRow& row : shop.rows) first_day_ = std::min(first_day_, row.day);
  }

  std::vector<Table> operator()(const Query& query) const {
    std::vector<Table> tables;
    for (const Output& output : query.outputs) tables.push_back(One(query, output));
    return tables;
  }

  bool Passes(const ShopRow& row, const std::vector<Selection>& selections, const std::vector<std::size_t>& ignores,
              const std::optional<DayRange>& days) const {
    for (std::size_t i = 0; i < selections.size(); ++i) {
      if (std::ranges::count(ignores, i) > 0) continue;
      const Selection& selection = selections[i];
      if (selection.allowed.empty() || selection.allowed[MemberOf(row, selection.axis)] == 0) return false;
    }
    return !days || (row.day >= days->first && row.day <= days->last);
  }

  bool IsPurchase(const ShopRow& row) const {
    return row.is_purchase && shop_.outline.customers.keys[row.customer] > 0;
  }

 private:
  using Rows = std::vector<const ShopRow*>;

  static std::uint32_t MemberOf(const ShopRow& row, std::size_t axis) {
    return axis == Image::kCustomers ? row.customer : row.members[axis];
  }

  const Axis& AxisOf(std::size_t axis) const {
    return axis == Image::kCustomers ? shop_.outline.customers : shop_.outline.axes[axis];
  }

  std::size_t SizeOf(const Group& group) const {
    if (group.kind == Group::Kind::kMember) return AxisOf(group.axis).keys.size();
    if (group.kind == Group::Kind::kDayBucket || group.kind == Group::Kind::kCustomerBucket) return group.buckets;
    return AxisOf(group.axis).attributes[group.attribute].labels.size();
  }

  std::optional<std::size_t> ValueOf(const Group& group, const ShopRow& row) const {
    if (group.kind == Group::Kind::kMember) return MemberOf(row, group.axis);
    if (group.kind == Group::Kind::kAttribute)
      return AxisOf(group.axis).attributes[group.attribute].codes[MemberOf(row, group.axis)];
    if (group.kind == Group::Kind::kCustomerBucket) {
      const std::uint32_t bucket = (*group.customer_buckets)[row.customer];
      return bucket < group.buckets ? std::optional<std::size_t>(bucket) : std::nullopt;
    }
    const auto day = static_cast<std::size_t>(row.day - first_day_);
    if (day >= group.bucket_of.size() || group.bucket_of[day] >= group.buckets) return std::nullopt;
    return group.bucket_of[day];
  }

  Table One(const Query& query, const Output& output) const {
    std::size_t cells = 1;
    for (const Group& group : output.groups) cells *= SizeOf(group);
    std::optional<DayRange> days = output.days;
    if (!days && !output.ignores_days) days = query.days;
    std::vector<Rows> rows(cells);
    for (const ShopRow& row : shop_.rows) {
      std::optional<std::size_t> cell = 0;
      for (const Group& group : output.groups) {
        const auto value = ValueOf(group, row);
        cell = cell && value ? std::optional(*cell * SizeOf(group) + *value) : std::nullopt;
      }
      if (cell && Passes(row, query.selections, output.ignores, days)) rows[*cell].push_back(&row);
    }
    Table table;
    for (const Aggregate& aggregate : output.aggregates) {
      std::vector<std::int64_t>& values = table.values.emplace_back();
      for (const Rows& some : rows) values.push_back(Value(aggregate, some));
    }
    return table;
  }

  std::int64_t Value(const Aggregate& aggregate, const Rows& rows) const {
    std::map<std::uint32_t, std::set<std::int64_t>> orders_of;
    std::map<std::uint32_t, std::set<std::uint32_t>> members_of;
    std::set<std::int64_t> sold;
    std::int64_t sum = 0;
    for (const ShopRow* row : rows) {
      if (IsPurchase(*row)) orders_of[row->customer].insert(row->order);
      if (IsPurchase(*row) && aggregate.kind == Aggregate::Kind::kSeveral)
        members_of[row->customer].insert(row->members[aggregate.axis]);
      if (aggregate.only_axis &&
          (aggregate.only_allowed.empty() || aggregate.only_allowed[MemberOf(*row, *aggregate.only_axis)] == 0))
        continue;
      if (row->is_sold) sold.insert(row->order);
      sum += row->measures[aggregate.measure];
    }
    const auto two = [](const auto& entry) { return entry.second.size() >= 2; };
    switch (aggregate.kind) {
      case Aggregate::Kind::kLines:
        return static_cast<std::int64_t>(rows.size());
      case Aggregate::Kind::kSum:
        return sum;
      case Aggregate::Kind::kCustomers:
        return static_cast<std::int64_t>(orders_of.size());
      case Aggregate::Kind::kCustomerSum:
        sum = 0;
        for (const ShopRow* row : rows) sum += orders_of.contains(row->customer) ? row->measures[aggregate.measure] : 0;
        return sum;
      case Aggregate::Kind::kRepeatCustomers:
        return std::ranges::count_if(orders_of, two);
      case Aggregate::Kind::kOrders:
        return static_cast<std::int64_t>(sold.size());
      case Aggregate::Kind::kSeveral:
        return std::ranges::count_if(members_of, two);
    }
    return 0;
  }

  const Shop& shop_;
  std::int32_t first_day_ = std::numeric_limits<std::int32_t>::max();
};

}  // namespace assay::cube
