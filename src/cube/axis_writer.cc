#include "cube/axis_writer.h"

namespace assay::cube {
namespace {

Status AddLabels(SectionFile& file, const std::vector<std::string>& labels) {
  std::vector<std::uint64_t> starts;
  std::string bytes;
  for (const std::string& label : labels) {
    starts.push_back(bytes.size());
    bytes += label;
  }
  starts.push_back(bytes.size());
  RETURN_IF_ERROR(file.Add<std::byte>(Narrow<std::uint64_t>(starts, UnsignedWidth(bytes.size()))));
  return file.Add<char>(bytes);
}

}  // namespace

AxisMeta MetaOf(const Axis& axis) {
  AxisMeta meta{.name = axis.name, .members = static_cast<std::uint32_t>(axis.keys.size())};
  for (const Attribute& attribute : axis.attributes) meta.attributes.push_back({attribute.name, attribute.labels});
  return meta;
}

Status AddAxis(SectionFile& file, const Axis& axis) {
  RETURN_IF_ERROR(file.Add<std::int64_t>(axis.keys));
  RETURN_IF_ERROR(AddLabels(file, axis.labels));
  for (const Attribute& attribute : axis.attributes)
    RETURN_IF_ERROR(
        file.Add<std::byte>(Narrow<std::uint32_t>(attribute.codes, PositionWidth(attribute.labels.size()))));
  return {};
}

}  // namespace assay::cube
