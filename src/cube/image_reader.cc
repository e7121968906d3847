#include <algorithm>
#include <cstring>
#include <limits>

#include "cube/image_parts.h"

namespace assay::cube {
namespace {

std::unexpected<Error> Damaged(std::string_view what) {
  return Corrupt("Cannot read a cube image: {}; build it anew", what);
}

std::span<const std::byte> BytesOf(const auto& value) { return std::as_bytes(std::span(&value, 1)); }

Result<FileHead> ReadHead(std::span<const std::byte> file) {
  FileHead head;
  if (file.size() < sizeof head) return Damaged("the file is too short");
  std::memcpy(&head, file.data(), sizeof head);
  if (head.magic != kMagic) return Damaged("the file is no cube image");
  if (head.version != kFormatVersion)
    return Damaged(fmt::format("its format is {}, not {}", head.version, kFormatVersion));
  FileHead unsealed = head;
  unsealed.head_checksum = 0;
  if (Checksum(BytesOf(unsealed)) != head.head_checksum) return Damaged("its head is damaged");
  return head;
}

Result<std::vector<SectionEntry>> ReadTable(std::span<const std::byte> file, const FileHead& head) {
  const std::uint64_t bytes = Padded(std::uint64_t{head.sections} * sizeof(SectionEntry));
  if (head.file_bytes != file.size() || head.table_offset > file.size() || file.size() - head.table_offset != bytes)
    return Damaged("its length is not the one it had when written");
  const auto table = file.subspan(head.table_offset);
  if (Checksum(table) != head.table_checksum) return Damaged("its table of sections is damaged");
  std::vector<SectionEntry> entries(head.sections);
  if (!entries.empty()) std::memcpy(entries.data(), table.data(), entries.size() * sizeof(SectionEntry));
  return entries;
}

/// Hands out the sections in their order.
class Sections {
 public:
  static Result<Sections> Open(std::span<const std::byte> file) {
    ASSIGN_OR_RETURN(const FileHead head, ReadHead(file));
    ASSIGN_OR_RETURN(const std::vector<SectionEntry> entries, ReadTable(file, head));
    Sections sections;
    std::uint64_t at = sizeof head;
    for (const SectionEntry& entry : entries) {
      if (entry.offset != at || entry.bytes > head.table_offset - at || Padded(entry.bytes) > head.table_offset - at)
        return Damaged("a section is not where it should be");
      if (Checksum(file.subspan(at, Padded(entry.bytes))) != entry.checksum) return Damaged("a section is damaged");
      sections.sections_.push_back(file.subspan(at, entry.bytes));
      at += Padded(entry.bytes);
    }
    if (at != head.table_offset) return Damaged("it holds bytes of no section");
    return sections;
  }

  Result<std::span<const std::byte>> Next() {
    if (next_ == sections_.size()) return Damaged("a section is missing");
    return sections_[next_++];
  }

  /// `count` numbers of `width` bytes.
  Result<Column> Numbers(std::uint64_t count, std::uint32_t width) {
    ASSIGN_OR_RETURN(const auto bytes, Next());
    if (bytes.size() % width != 0 || bytes.size() / width != count) return Damaged("a section has the wrong length");
    return Column{bytes.data(), width, count};
  }

  /// The same, each below `limit`.
  Result<Column> NumbersBelow(std::uint64_t limit, std::uint64_t count, std::uint32_t width) {
    ASSIGN_OR_RETURN(const Column column, Numbers(count, width));
    if (count > 0 && Largest(column) >= limit) return Damaged("a number points outside of the image");
    return column;
  }

  bool AtEnd() const { return next_ == sections_.size(); }

 private:
  static std::uint64_t Largest(const Column& column) {
    return VisitUnsigned(column, [&]<typename T>(const T* values) -> std::uint64_t {
      T largest = 0;
      for (std::uint64_t i = 0; i < column.size; ++i) largest = std::max(largest, values[i]);
      return largest;
    });
  }

  std::vector<std::span<const std::byte>> sections_;
  std::size_t next_ = 0;
};

/// `strictly`: no number twice.
bool Ascends(const Column& column, bool strictly) {
  return VisitUnsigned(column, [&](const auto* values) {
    bool ascends = true;
    for (std::uint64_t i = 1; i < column.size; ++i)
      ascends &= strictly ? values[i - 1] < values[i] : values[i - 1] <= values[i];
    return ascends;
  });
}

Result<AxisParts> ReadAxis(Sections& sections, const AxisMeta& meta) {
  if (meta.members == kNone) return Damaged("an axis has too many members");
  AxisParts axis;
  ASSIGN_OR_RETURN(axis.keys, sections.Numbers(meta.members, sizeof(std::int64_t)));
  ASSIGN_OR_RETURN(const auto starts, sections.Next());
  ASSIGN_OR_RETURN(const auto labels, sections.Next());
  const std::uint64_t count = std::uint64_t{meta.members} + 1;
  axis.label_bytes = {labels.data(), 1, labels.size()};
  axis.label_starts = {starts.data(), UnsignedWidth(labels.size()), count};
  if (starts.size() != count * axis.label_starts.width || !Ascends(axis.label_starts, false) ||
      UnsignedAt(axis.label_starts, meta.members) != labels.size())
    return Damaged("the labels of an axis do not fit together");
  for (const AttributeMeta& attribute : meta.attributes) {
    const std::uint64_t limit = attribute.labels.size();
    ASSIGN_OR_RETURN(Column codes, sections.NumbersBelow(limit, meta.members, PositionWidth(limit)));
    axis.codes.push_back(codes);
  }
  return axis;
}

Result<MeasureParts> ReadMeasure(Sections& sections, const MeasureMeta& meta, std::uint32_t rows) {
  const bool known_width = meta.width == 1 || meta.width == 2 || meta.width == 4 || meta.width == 8;
  if (!known_width || meta.factor < 1) return Damaged("a measure has an unknown form");
  MeasureParts measure;
  if (meta.sparse) {
    ASSIGN_OR_RETURN(measure.rows, sections.NumbersBelow(rows, meta.stored, sizeof(std::uint32_t)));
    if (!Ascends(measure.rows, true)) return Damaged("the rows of a measure are out of order");
  } else if (meta.stored != rows) {
    return Damaged("a measure does not have a value for each row");
  }
  ASSIGN_OR_RETURN(measure.units, sections.Numbers(meta.stored, meta.width));
  return measure;
}

Status ReadRows(Sections& sections, Image::Parts& parts) {
  const ImageMeta& meta = parts.meta;
  if (meta.rows == kNone || meta.first_day > meta.last_day) return Damaged("its rows do not fit together");
  ASSIGN_OR_RETURN(parts.offsets, sections.Numbers(std::uint64_t{meta.customers.members} + 1, sizeof(std::uint32_t)));
  if (UnsignedAt(parts.offsets, 0) != 0 || UnsignedAt(parts.offsets, meta.customers.members) != meta.rows ||
      !Ascends(parts.offsets, false))
    return Damaged("the rows of the customers do not fit together");
  const auto span = static_cast<std::uint64_t>(std::int64_t{meta.last_day} - meta.first_day);
  ASSIGN_OR_RETURN(parts.days, sections.NumbersBelow(span + 1, meta.rows, UnsignedWidth(span)));
  for (const AxisMeta& axis : meta.axes) {
    ASSIGN_OR_RETURN(Column members, sections.NumbersBelow(axis.members, meta.rows, PositionWidth(axis.members)));
    parts.members.push_back(members);
  }
  ASSIGN_OR_RETURN(parts.flags, sections.Numbers(meta.rows, 1));
  for (const MeasureMeta& measure : meta.measures) {
    ASSIGN_OR_RETURN(MeasureParts read, ReadMeasure(sections, measure, meta.rows));
    parts.measures.push_back(read);
    parts.measure_names.push_back(measure.name);
  }
  return {};
}

Status ReadSplitOrders(Sections& sections, Image::Parts& parts) {
  const std::uint64_t rows = parts.meta.rows;
  ASSIGN_OR_RETURN(parts.split_rows, sections.NumbersBelow(rows, parts.meta.split_rows, sizeof(std::uint32_t)));
  ASSIGN_OR_RETURN(parts.split_orders, sections.NumbersBelow(rows, parts.meta.split_rows, sizeof(std::uint32_t)));
  if (!Ascends(parts.split_rows, true)) return Damaged("the rows of split orders are out of order");
  return {};
}

}  // namespace

Result<std::unique_ptr<Image::Parts>> ReadParts(MappedFile file) {
  ASSIGN_OR_RETURN(Sections sections, Sections::Open(file.bytes()));
  auto parts = std::make_unique<Image::Parts>();
  ASSIGN_OR_RETURN(const auto description, sections.Next());
  ASSIGN_OR_RETURN(parts->meta, DecodeMeta(description));
  ASSIGN_OR_RETURN(parts->customers, ReadAxis(sections, parts->meta.customers));
  for (const AxisMeta& axis : parts->meta.axes) {
    ASSIGN_OR_RETURN(AxisParts read, ReadAxis(sections, axis));
    parts->axes.push_back(std::move(read));
  }
  RETURN_IF_ERROR(ReadRows(sections, *parts));
  RETURN_IF_ERROR(ReadSplitOrders(sections, *parts));
  if (!sections.AtEnd()) return Damaged("it holds a section too many");
  parts->file = std::move(file);
  return parts;
}

}  // namespace assay::cube
