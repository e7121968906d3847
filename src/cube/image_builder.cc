#include <algorithm>

#include "base/check.h"
#include "cube/image_format.h"
#include "cube/image_writer.h"

namespace assay::cube {
namespace {

Status CheckAttribute(const Axis& axis, const Attribute& attribute) {
  const auto fail = [&](std::string_view expected, std::size_t got) {
    return InvalidInput("Cannot make a cube image: attribute {} of {}: expected {}, got {}", attribute.name, axis.name,
                        expected, got);
  };
  if (attribute.codes.size() != axis.keys.size())
    return fail(fmt::format("{} codes, one a member", axis.keys.size()), attribute.codes.size());
  const auto greatest = std::ranges::max_element(attribute.codes);
  if (greatest != attribute.codes.end() && *greatest >= attribute.labels.size())
    return fail(fmt::format("codes below {}, the number of its labels", attribute.labels.size()), *greatest);
  return {};
}

Status CheckAxis(const Axis& axis) {
  if (axis.keys.size() >= kNone) return InvalidInput("Cannot make a cube image: {} has too many members", axis.name);
  if (axis.labels.size() != axis.keys.size())
    return InvalidInput("Cannot make a cube image: {}: expected {} labels, one a member, got {}", axis.name,
                        axis.keys.size(), axis.labels.size());
  for (const Attribute& attribute : axis.attributes) RETURN_IF_ERROR(CheckAttribute(axis, attribute));
  return {};
}

Status CheckMembers(const Axis& axis, std::span<const std::uint32_t> members) {
  const auto greatest = std::ranges::max_element(members);
  if (greatest == members.end() || *greatest < axis.keys.size()) return {};
  return InvalidInput("Cannot add rows to a cube image: expected a member of {} below {}, got {}", axis.name,
                      axis.keys.size(), *greatest);
}

Status CheckShape(const Outline& outline, const RowBatch& batch) {
  const std::size_t rows = batch.customers.size();
  const auto differs = [rows](const auto& column) { return column.size() != rows; };
  if (batch.axes.size() == outline.axes.size() && batch.measures.size() == outline.measures.size() &&
      !differs(batch.days) && !differs(batch.orders) && !differs(batch.is_purchase) && !differs(batch.is_sold) &&
      !std::ranges::any_of(batch.axes, differs) && !std::ranges::any_of(batch.measures, differs))
    return {};
  return InvalidInput("Cannot add rows to a cube image: expected {} axes, {} measures, {} rows in each column",
                      outline.axes.size(), outline.measures.size(), rows);
}

}  // namespace

struct ImageBuilder::State {
  explicit State(Outline with) : outline(std::move(with)), store(outline) {}

  Outline outline;
  RowStore store;
};

Result<ImageBuilder> ImageBuilder::Start(Outline outline) {
  RETURN_IF_ERROR(CheckAxis(outline.customers));
  for (const Axis& axis : outline.axes) RETURN_IF_ERROR(CheckAxis(axis));
  return ImageBuilder(std::make_unique<State>(std::move(outline)));
}

ImageBuilder::ImageBuilder(std::unique_ptr<State> state) : state_(std::move(state)) {}
ImageBuilder::ImageBuilder(ImageBuilder&&) noexcept = default;
ImageBuilder& ImageBuilder::operator=(ImageBuilder&&) noexcept = default;
ImageBuilder::~ImageBuilder() = default;

Status ImageBuilder::Append(const RowBatch& batch) {
  CHECK(state_ != nullptr);
  const Outline& outline = state_->outline;
  RETURN_IF_ERROR(CheckShape(outline, batch));
  RETURN_IF_ERROR(CheckMembers(outline.customers, batch.customers));
  for (std::size_t axis = 0; axis < outline.axes.size(); ++axis)
    RETURN_IF_ERROR(CheckMembers(outline.axes[axis], batch.axes[axis]));
  if (batch.customers.size() > kMaxRows - state_->store.rows())
    return InvalidInput("Cannot add rows to a cube image: it holds at most {}", kMaxRows);
  state_->store.Append(batch);
  return {};
}

Status ImageBuilder::Finish(const std::string& path) {
  CHECK(state_ != nullptr);
  const std::unique_ptr<State> state = std::move(state_);
  return WriteImage(state->outline, state->store, path);
}

}  // namespace assay::cube
