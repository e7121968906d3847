#include "cube/query_check.h"

#include <algorithm>

namespace assay::cube {
namespace {

std::unexpected<Error> DoesNotFit(std::string_view what, std::string_view expected, std::uint64_t got) {
  return InvalidInput("Cannot answer a query of the cube: {}: expected {}, got {}", what, expected, got);
}

Status CheckAxis(const Image::Parts& image, std::size_t axis) {
  if (axis == Image::kCustomers) return {};
  return CheckRowAxis(image, axis);
}

Status CheckAllowed(const Image::Parts& image, std::size_t axis, std::span<const std::uint8_t> allowed) {
  RETURN_IF_ERROR(CheckAxis(image, axis));
  const std::uint32_t members = image.axis_meta(axis).members;
  if (allowed.empty() || allowed.size() == members) return {};
  return DoesNotFit("members allowed", fmt::format("none or {}", members), allowed.size());
}

Status CheckGroup(const Image::Parts& image, const Group& group) {
  switch (group.kind) {
    case Group::Kind::kMember:
      return CheckRowAxis(image, group.axis);
    case Group::Kind::kAttribute: {
      RETURN_IF_ERROR(CheckAxis(image, group.axis));
      const std::size_t attributes = image.axis_meta(group.axis).attributes.size();
      if (group.attribute >= attributes)
        return DoesNotFit("attribute of a group", fmt::format("one below {}", attributes), group.attribute);
      return {};
    }
    case Group::Kind::kDayBucket:
      return {};
    case Group::Kind::kCustomerBucket: {
      const std::size_t entries = group.customer_buckets == nullptr ? 0 : group.customer_buckets->size();
      if (entries == image.meta.customers.members) return {};
      return DoesNotFit("buckets of customers", fmt::format("{} entries", image.meta.customers.members), entries);
    }
  }
  return {};
}

Status CheckAggregate(const Image::Parts& image, const Aggregate& aggregate) {
  using Kind = Aggregate::Kind;
  if (aggregate.kind == Kind::kSum || aggregate.kind == Kind::kCustomerSum)
    RETURN_IF_ERROR(CheckMeasure(image, aggregate.measure));
  if (aggregate.kind == Kind::kSeveral) RETURN_IF_ERROR(CheckRowAxis(image, aggregate.axis));
  if (!aggregate.only_axis) return {};
  if (aggregate.kind != Kind::kSum && aggregate.kind != Kind::kOrders)
    return InvalidInput("Cannot answer a query of the cube: only sums and orders can be of some members only");
  return CheckAllowed(image, *aggregate.only_axis, aggregate.only_allowed);
}

Status CheckIgnored(const Query& query, const std::vector<std::size_t>& ignores) {
  for (const std::size_t ignored : ignores)
    if (ignored >= query.selections.size())
      return DoesNotFit("selection to ignore", fmt::format("one below {}", query.selections.size()), ignored);
  return {};
}

Status CheckOutput(const Image::Parts& image, const Query& query, const Output& output) {
  if (output.groups.size() > 2) return DoesNotFit("groups of an output", "at most 2", output.groups.size());
  std::uint64_t cells = 1;
  for (const Group& group : output.groups) {
    RETURN_IF_ERROR(CheckGroup(image, group));
    cells *= GroupSize(image, group);  // each below 2^32
  }
  if (cells > kMaxCells) return DoesNotFit("cells of an output", fmt::format("at most {}", kMaxCells), cells);
  RETURN_IF_ERROR(CheckIgnored(query, output.ignores));
  for (const Aggregate& aggregate : output.aggregates) RETURN_IF_ERROR(CheckAggregate(image, aggregate));
  return {};
}

}  // namespace

Status CheckRowAxis(const Image::Parts& image, std::size_t axis) {
  if (axis < image.axes.size()) return {};
  return DoesNotFit("axis", fmt::format("one below {}", image.axes.size()), axis);
}

Status CheckMeasure(const Image::Parts& image, std::size_t measure) {
  if (measure < image.measures.size()) return {};
  return DoesNotFit("measure", fmt::format("one below {}", image.measures.size()), measure);
}

Status CheckSelections(const Image::Parts& image, const std::vector<Selection>& selections) {
  for (const Selection& selection : selections) RETURN_IF_ERROR(CheckAllowed(image, selection.axis, selection.allowed));
  return {};
}

Status CheckQuery(const Image::Parts& image, const Query& query) {
  RETURN_IF_ERROR(CheckSelections(image, query.selections));
  for (const Output& output : query.outputs) RETURN_IF_ERROR(CheckOutput(image, query, output));
  for (const ListOutput& list : query.lists) {
    RETURN_IF_ERROR(CheckIgnored(query, list.ignores));
    RETURN_IF_ERROR(CheckMeasure(image, list.measure));
  }
  return {};
}

std::uint64_t GroupSize(const Image::Parts& image, const Group& group) {
  switch (group.kind) {
    case Group::Kind::kMember:
      return image.axis_meta(group.axis).members;
    case Group::Kind::kAttribute:
      return image.axis_meta(group.axis).attributes[group.attribute].labels.size();
    case Group::Kind::kDayBucket:
    case Group::Kind::kCustomerBucket:
      return group.buckets;
  }
  return 0;
}

}  // namespace assay::cube
