#include "cube/image_meta.h"

#include <concepts>
#include <cstring>
#include <limits>
#include <type_traits>

namespace assay::cube {
namespace {

class Encoder {
 public:
  void operator()(const std::string& text) {
    Number(text.size());
    const auto bytes = std::as_bytes(std::span(text));
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
  }
  template <std::integral T>
  void operator()(const T& value) {
    Number(static_cast<std::uint64_t>(value));
  }
  template <typename T>
  void operator()(const std::vector<T>& list) {
    Number(list.size());
    for (const T& item : list) Each(*this, item);
  }

  std::vector<std::byte> Take() { return std::move(bytes_); }

 private:
  void Number(std::uint64_t value) {
    const auto bytes = std::as_bytes(std::span(&value, 1));
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
  }

  std::vector<std::byte> bytes_;
};

/// Reads until the bytes end or make no sense; then `good` is false and every value read is a default one.
class Decoder {
 public:
  explicit Decoder(std::span<const std::byte> bytes) : rest_(bytes) {}

  void operator()(std::string& text) {
    const std::uint64_t size = Length(1);
    text.assign(reinterpret_cast<const char*>(rest_.data()), size);
    rest_ = rest_.subspan(size);
  }
  template <std::integral T>
  void operator()(T& value) {
    const std::uint64_t number = Number();
    value = static_cast<T>(number);
    if (static_cast<std::uint64_t>(value) != number) good_ = false;
  }
  template <typename T>
  void operator()(std::vector<T>& list) {
    const std::uint64_t size = Length(sizeof(std::uint64_t));
    list.resize(size);
    for (T& item : list) Each(*this, item);
  }

  bool AtEnd() const { return good_ && rest_.empty(); }

 private:
  std::uint64_t Number() {
    std::uint64_t value = 0;
    if (rest_.size() < sizeof value) {
      good_ = false;
      return 0;
    }
    std::memcpy(&value, rest_.data(), sizeof value);
    rest_ = rest_.subspan(sizeof value);
    return value;
  }
  std::uint64_t Length(std::uint64_t smallest_item) {
    const std::uint64_t size = Number();
    if (size <= rest_.size() / smallest_item) return size;
    good_ = false;
    return 0;
  }

  std::span<const std::byte> rest_;
  bool good_ = true;
};

template <typename Coder, typename T>
void Each(Coder& coder, T& value) {
  using Value = std::remove_const_t<T>;
  if constexpr (std::same_as<Value, AttributeMeta>) {
    coder(value.name);
    coder(value.labels);
  } else if constexpr (std::same_as<Value, AxisMeta>) {
    coder(value.name);
    coder(value.members);
    coder(value.attributes);
  } else if constexpr (std::same_as<Value, MeasureMeta>) {
    coder(value.name);
    coder(value.factor);
    coder(value.width);
    coder(value.sparse);
    coder(value.stored);
  } else if constexpr (std::same_as<Value, ImageMeta>) {
    coder(value.identity);
    coder(value.rows);
    coder(value.first_day);
    coder(value.last_day);
    Each(coder, value.customers);
    coder(value.axes);
    coder(value.measures);
    coder(value.split_rows);
  } else {
    coder(value);
  }
}

}  // namespace

std::vector<std::byte> EncodeMeta(const ImageMeta& meta) {
  Encoder encoder;
  Each(encoder, meta);
  return encoder.Take();
}

Result<ImageMeta> DecodeMeta(std::span<const std::byte> bytes) {
  Decoder decoder(bytes);
  ImageMeta meta;
  Each(decoder, meta);
  if (!decoder.AtEnd()) return Corrupt("Cannot read the description of a cube image: it does not hold what it should");
  return meta;
}

}  // namespace assay::cube
