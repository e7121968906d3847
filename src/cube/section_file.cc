#include "cube/section_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "base/check.h"
#include "base/uuid.h"

namespace assay::cube {
namespace {

constexpr std::uint64_t kPieceBytes = 1 << 18;

std::unexpected<Error> CannotWrite(const std::string& path, int number) {
  return Io("Cannot write cube image {}: {}", path, std::strerror(number));
}

}  // namespace

SectionFile::SectionFile(std::string path, std::string temporary, int descriptor)
    : path_(std::move(path)), temporary_(std::move(temporary)), descriptor_(descriptor) {}

SectionFile::SectionFile(SectionFile&& other) noexcept
    : path_(std::move(other.path_)),
      temporary_(std::exchange(other.temporary_, {})),
      descriptor_(std::exchange(other.descriptor_, -1)),
      entries_(std::move(other.entries_)),
      end_(other.end_) {}

SectionFile::~SectionFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

Result<SectionFile> SectionFile::Create(const std::string& path) {
  std::string temporary = fmt::format("{}.tmp-{}", path, NewUuid());
  const int descriptor = ::open(temporary.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (descriptor < 0) return CannotWrite(path, errno);
  return SectionFile(path, std::move(temporary), descriptor);
}

std::size_t SectionFile::Reserve(std::uint64_t bytes) {
  entries_.push_back({.offset = end_, .bytes = bytes});
  end_ += Padded(bytes);
  return entries_.size() - 1;
}

Status SectionFile::Write(std::size_t section, std::uint64_t at, std::span<const std::byte> bytes) const {
  const SectionEntry& entry = entries_[section];
  CHECK(at <= entry.bytes && bytes.size() <= entry.bytes - at);
  return WriteBytes(entry.offset + at, bytes);
}

Status SectionFile::WriteBytes(std::uint64_t offset, std::span<const std::byte> bytes) const {
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return CannotWrite(path_, written == 0 ? ENOSPC : errno);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
    offset += static_cast<std::uint64_t>(written);
  }
  return {};
}

Result<std::uint64_t> SectionFile::ChecksumOf(const SectionEntry& entry) const {
  Checksummer sum;
  std::vector<std::byte> piece(std::min<std::uint64_t>(kPieceBytes, Padded(entry.bytes)));
  for (std::uint64_t at = 0; at < Padded(entry.bytes); at += piece.size()) {
    piece.resize(std::min<std::uint64_t>(piece.size(), Padded(entry.bytes) - at));
    RETURN_IF_ERROR(ReadBytes(entry.offset + at, piece));
    sum.Add(piece);
  }
  return sum.Value();
}

Status SectionFile::ReadBytes(std::uint64_t offset, std::span<std::byte> bytes) const {
  while (!bytes.empty()) {
    const ssize_t got = ::pread(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return CannotWrite(path_, got == 0 ? EIO : errno);
    bytes = bytes.subspan(static_cast<std::size_t>(got));
    offset += static_cast<std::uint64_t>(got);
  }
  return {};
}

Status SectionFile::Publish() {
  const std::uint64_t table_offset = end_;
  end_ += Padded(entries_.size() * sizeof(SectionEntry));
  if (::ftruncate(descriptor_, static_cast<off_t>(end_)) != 0) return CannotWrite(path_, errno);
  RETURN_IF_ERROR(Seal(table_offset));
  if (std::rename(temporary_.c_str(), path_.c_str()) != 0) return CannotWrite(path_, errno);
  temporary_.clear();
  return {};
}

Status SectionFile::Seal(std::uint64_t table_offset) {
  for (SectionEntry& entry : entries_) {
    ASSIGN_OR_RETURN(entry.checksum, ChecksumOf(entry));
  }
  std::vector<std::byte> table(Padded(entries_.size() * sizeof(SectionEntry)));
  std::memcpy(table.data(), entries_.data(), entries_.size() * sizeof(SectionEntry));
  RETURN_IF_ERROR(WriteBytes(table_offset, table));
  return WriteHead(table_offset, table);
}

Status SectionFile::WriteHead(std::uint64_t table_offset, std::span<const std::byte> table) const {
  FileHead head;
  head.sections = static_cast<std::uint32_t>(entries_.size());
  head.table_offset = table_offset;
  head.file_bytes = end_;
  head.table_checksum = Checksum(table);
  head.head_checksum = Checksum(std::as_bytes(std::span(&head, 1)));
  return WriteBytes(0, std::as_bytes(std::span(&head, 1)));
}

}  // namespace assay::cube
