#include "cube/image.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/check.h"
#include "cube/image_parts.h"

namespace assay::cube {
namespace {

std::unexpected<Error> CannotOpen(const std::string& path, int number) {
  const ErrorKind kind = number == ENOENT || number == ENOTDIR ? ErrorKind::kNotFound : ErrorKind::kIo;
  return Fail(kind, "Cannot open cube image {}: {}", path, std::strerror(number));
}

}  // namespace

Result<MappedFile> MappedFile::Open(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return CannotOpen(path, errno);
  struct stat status{};
  void* start = nullptr;
  int failure = ::fstat(descriptor, &status) == 0 ? 0 : errno;
  const auto size = static_cast<std::size_t>(status.st_size);
  if (failure == 0 && size > 0) {
    start = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, descriptor, 0);
    if (start == MAP_FAILED) failure = errno;
  }
  ::close(descriptor);
  if (failure != 0) return CannotOpen(path, failure);
  MappedFile file;
  file.bytes_ = {static_cast<const std::byte*>(start), size};
  return file;
}

MappedFile::~MappedFile() {
  if (!bytes_.empty()) ::munmap(const_cast<std::byte*>(bytes_.data()), bytes_.size());
}

std::string_view AxisParts::label(std::uint32_t member) const {
  const std::uint64_t begin = UnsignedAt(label_starts, member);
  const std::uint64_t end = UnsignedAt(label_starts, std::uint64_t{member} + 1);
  return {reinterpret_cast<const char*>(label_bytes.data) + begin, end - begin};
}

const AxisMeta& Image::Parts::axis_meta(std::size_t axis) const {
  CHECK(axis == kCustomers || axis < axes.size());
  return axis == kCustomers ? meta.customers : meta.axes[axis];
}

const AxisParts& Image::Parts::axis_parts(std::size_t axis) const {
  CHECK(axis == kCustomers || axis < axes.size());
  return axis == kCustomers ? customers : axes[axis];
}

Result<std::shared_ptr<const Image>> Image::Open(const std::string& path, std::string_view identity) {
  ASSIGN_OR_RETURN(MappedFile file, MappedFile::Open(path));
  auto parts = ReadParts(std::move(file));
  if (!parts) return std::unexpected(std::move(parts).error().WithContext(path));
  if ((*parts)->meta.identity != identity)
    return Corrupt("Cannot use cube image {}: it was made from {}, not from {}; build it anew", path,
                   (*parts)->meta.identity, identity);
  return ImageReader::Make(*std::move(parts));
}

Image::Image(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Image::~Image() = default;

std::int64_t Image::rows() const { return parts_->meta.rows; }
std::int64_t Image::bytes() const { return static_cast<std::int64_t>(parts_->file.bytes().size()); }
const std::string& Image::identity() const { return parts_->meta.identity; }
std::span<const std::string> Image::measures() const { return parts_->measure_names; }
std::size_t Image::axes() const { return parts_->axes.size(); }
std::string_view Image::axis_name(std::size_t axis) const { return parts_->axis_meta(axis).name; }
std::uint32_t Image::members(std::size_t axis) const { return parts_->axis_meta(axis).members; }

std::optional<std::int32_t> Image::first_day() const {
  return rows() == 0 ? std::nullopt : std::optional(parts_->meta.first_day);
}

std::optional<std::int32_t> Image::last_day() const {
  return rows() == 0 ? std::nullopt : std::optional(parts_->meta.last_day);
}

std::int64_t Image::key(std::size_t axis, std::uint32_t member) const {
  CHECK(member < members(axis));
  return parts_->axis_parts(axis).key(member);
}

std::string_view Image::label(std::size_t axis, std::uint32_t member) const {
  CHECK(member < members(axis));
  return parts_->axis_parts(axis).label(member);
}

std::size_t Image::attributes(std::size_t axis) const { return parts_->axis_meta(axis).attributes.size(); }

std::string_view Image::attribute_name(std::size_t axis, std::size_t attribute) const {
  CHECK(attribute < attributes(axis));
  return parts_->axis_meta(axis).attributes[attribute].name;
}

std::span<const std::string> Image::attribute_labels(std::size_t axis, std::size_t attribute) const {
  CHECK(attribute < attributes(axis));
  return parts_->axis_meta(axis).attributes[attribute].labels;
}

std::uint32_t Image::code(std::size_t axis, std::size_t attribute, std::uint32_t member) const {
  CHECK(attribute < attributes(axis));
  return static_cast<std::uint32_t>(UnsignedAt(parts_->axis_parts(axis).codes[attribute], member));
}

}  // namespace assay::cube
