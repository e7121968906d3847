#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "cube/image_format.h"

namespace assay::cube {

/// Writes an image file section by section beside its path, and gives it its name when it is whole.
/// The content is not synced to the disk: an image that a crash damaged shows it by its checksums and is built anew.
class SectionFile {
 public:
  static Result<SectionFile> Create(const std::string& path);
  SectionFile(SectionFile&& other) noexcept;
  SectionFile& operator=(SectionFile&&) = delete;
  ~SectionFile();  ///< removes what was not published

  /// Makes room for the next section, all zeros; returns its number.
  std::size_t Reserve(std::uint64_t bytes);

  /// Thread-safe. The bytes lie inside the section.
  Status Write(std::size_t section, std::uint64_t at, std::span<const std::byte> bytes) const;

  template <typename T>
  Status Add(std::span<const T> values) {
    return Write(Reserve(values.size_bytes()), 0, std::as_bytes(values));
  }

  Status Publish();

 private:
  SectionFile(std::string path, std::string temporary, int descriptor);
  Status WriteBytes(std::uint64_t offset, std::span<const std::byte> bytes) const;
  Status ReadBytes(std::uint64_t offset, std::span<std::byte> bytes) const;
  Result<std::uint64_t> ChecksumOf(const SectionEntry& entry) const;
  Status Seal(std::uint64_t table_offset);
  Status WriteHead(std::uint64_t table_offset, std::span<const std::byte> table) const;

  std::string path_;
  std::string temporary_;  ///< empty: none to remove
  int descriptor_ = -1;
  std::vector<SectionEntry> entries_;
  std::uint64_t end_ = sizeof(FileHead);
};

}  // namespace assay::cube
