#include "cube/image_format.h"

#include <bit>
#include <cstring>

#include "base/check.h"

namespace assay::cube {
namespace {

constexpr std::uint64_t kPrime1 = 0x9E3779B185EBCA87;
constexpr std::uint64_t kPrime2 = 0xC2B2AE3D27D4EB4F;
constexpr std::uint64_t kPrime3 = 0x165667B19E3779F9;
constexpr std::uint64_t kPrime4 = 0x85EBCA77C2B2AE63;
constexpr std::uint64_t kPrime5 = 0x27D4EB2F165667C5;

std::uint64_t Round(std::uint64_t lane, std::uint64_t input) { return std::rotl(lane + input * kPrime2, 31) * kPrime1; }

std::uint64_t MergeLanes(const std::array<std::uint64_t, 4>& lanes) {
  std::uint64_t hash =
      std::rotl(lanes[0], 1) + std::rotl(lanes[1], 7) + std::rotl(lanes[2], 12) + std::rotl(lanes[3], 18);
  for (const std::uint64_t lane : lanes) hash = (hash ^ Round(0, lane)) * kPrime1 + kPrime4;
  return hash;
}

}  // namespace

void Checksummer::Add(std::span<const std::byte> bytes) {
  CHECK(bytes.size() % 32 == 0);
  std::array<std::uint64_t, 4> lanes = lanes_;
  for (std::size_t at = 0; at < bytes.size(); at += 32) {
    std::array<std::uint64_t, 4> stripe;
    std::memcpy(stripe.data(), bytes.data() + at, sizeof stripe);
    for (std::size_t i = 0; i < 4; ++i) lanes[i] = Round(lanes[i], stripe[i]);
  }
  lanes_ = lanes;
  size_ += bytes.size();
}

std::uint64_t Checksummer::Value() const {
  std::uint64_t hash = (size_ == 0 ? kPrime5 : MergeLanes(lanes_)) + size_;
  hash = (hash ^ (hash >> 33)) * kPrime2;
  hash = (hash ^ (hash >> 29)) * kPrime3;
  return hash ^ (hash >> 32);
}

std::uint64_t Checksum(std::span<const std::byte> bytes) {
  Checksummer sum;
  sum.Add(bytes);
  return sum.Value();
}

void Reseal(std::span<std::byte> content) {
  FileHead head;
  if (content.size() < sizeof head) return;
  std::memcpy(&head, content.data(), sizeof head);
  const std::uint64_t table_bytes = Padded(std::uint64_t{head.sections} * sizeof(SectionEntry));
  if (head.table_offset > content.size() || table_bytes > content.size() - head.table_offset) return;
  const std::span<std::byte> table = content.subspan(head.table_offset, table_bytes);
  for (std::size_t i = 0; i < head.sections; ++i) {
    SectionEntry entry;
    std::memcpy(&entry, table.data() + i * sizeof entry, sizeof entry);
    if (entry.offset > content.size() || entry.bytes > content.size() - entry.offset) return;
    if (Padded(entry.bytes) > content.size() - entry.offset) return;
    entry.checksum = Checksum(content.subspan(entry.offset, Padded(entry.bytes)));
    std::memcpy(table.data() + i * sizeof entry, &entry, sizeof entry);
  }
  head.table_checksum = Checksum(table);
  head.head_checksum = 0;
  head.head_checksum = Checksum(std::as_bytes(std::span(&head, 1)));
  std::memcpy(content.data(), &head, sizeof head);
}

}  // namespace assay::cube
