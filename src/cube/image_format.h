#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

/// The layout of an image file. Little endian; made and read on the same kind of machine, never sent to another.
///
///     head (64 bytes) | sections, one after the other | table of sections
///
/// Every section and the table begin at a multiple of kAlignment and are filled with zeros up to the next one. The
/// table holds one SectionEntry a section; its checksum stands in the head, the head's own checksum (taken with that
/// field zero) too, so that each byte of the file is under exactly one checksum.
///
/// Sections, in this order ("width" = the narrowest of 1, 2, 4, 8 bytes that holds every value):
///  - the description: see image_meta.h;
///  - for the customers, then for each axis: keys (i64 a member); where each label starts, and the end of the last
///    (width of the next section's size); the labels' bytes; for each attribute the codes (width of its label count);
///  - the first row of each customer, and the number of rows (u32);
///  - days, counted from the first one (width of the span); for each axis the members (width of their number); flags
///    (u8, RowFlag);
///  - for each measure its values divided by MeasureMeta::factor (signed width): one a row, or, when sparse, the rows
///    whose value is not zero (u32, ascending), then their values;
///  - rows of split orders (u32, ascending), then for each of them the first row of its order (u32).
///
/// Rows stand by customer, then day, then order, then by everything else, so equal sets of rows make equal files. The
/// rows of an order usually stand together: kStartsOrder marks the first. An order of several customers or days is
/// **split**; its rows are listed apart, in the last two sections.
namespace assay::cube {

inline constexpr std::array<char, 8> kMagic = {'A', 'S', 'S', 'A', 'Y', 'I', 'M', 'G'};
inline constexpr std::uint32_t kFormatVersion = 1;
inline constexpr std::uint64_t kAlignment = 64;

/// Rows and customers are numbered in 32 bits; this number means none.
inline constexpr std::uint32_t kNone = 0xFFFFFFFF;

struct FileHead {
  std::array<char, 8> magic = kMagic;
  std::uint32_t version = kFormatVersion;
  std::uint32_t sections = 0;
  std::uint64_t table_offset = 0;
  std::uint64_t file_bytes = 0;
  std::uint64_t table_checksum = 0;
  std::array<std::uint64_t, 2> reserved = {};
  std::uint64_t head_checksum = 0;
};
static_assert(sizeof(FileHead) == kAlignment);

struct SectionEntry {
  std::uint64_t offset = 0;
  std::uint64_t bytes = 0;     ///< without the zeros behind
  std::uint64_t checksum = 0;  ///< with them
};
static_assert(sizeof(SectionEntry) == 24);

enum RowFlag : std::uint8_t {
  kPurchase = 1,  ///< a customer with a key > 0 bought; never set for the others
  kSold = 2,
  kStartsOrder = 4,
};

constexpr std::uint64_t Padded(std::uint64_t bytes) { return (bytes + kAlignment - 1) / kAlignment * kAlignment; }

/// Bytes an unsigned number up to `largest` needs: 1, 2, 4 or 8.
constexpr unsigned UnsignedWidth(std::uint64_t largest) {
  if (largest <= 0xFF) return 1;
  if (largest <= 0xFFFF) return 2;
  return largest <= 0xFFFFFFFF ? 4 : 8;
}

/// The width of a column whose values are positions in a list of `count`.
constexpr unsigned PositionWidth(std::uint64_t count) { return UnsignedWidth(count == 0 ? 0 : count - 1); }

/// XXH64 with seed 0 of bytes that come in pieces, each a multiple of 32 long. Any single wrong bit changes it.
class Checksummer {
 public:
  void Add(std::span<const std::byte> bytes);
  std::uint64_t Value() const;

 private:
  std::array<std::uint64_t, 4> lanes_ = {0x60EA27EEADC0B5D6, 0xC2B2AE3D27D4EB4F, 0, 0x61C8864E7A143579};
  std::uint64_t size_ = 0;
};

std::uint64_t Checksum(std::span<const std::byte> bytes);

/// Corrects the checksums of a file's content after `content` was changed by hand; nothing when its table of sections
/// is beyond repair. For tests that look behind the checksums.
void Reseal(std::span<std::byte> content);

}  // namespace assay::cube
