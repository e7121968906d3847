#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "cube/row_store.h"

namespace assay::cube {

/// The rows of one bucket of a store in the order of the file: by customer, day, order, then everything else.
class BucketOrder {
 public:
  struct Key {
    std::int64_t order;
    std::int32_t day;
    std::uint32_t row;  ///< of the bucket
  };

  BucketOrder(const RowStore& store, std::size_t bucket);

  std::span<const Key> keys() const { return keys_; }

  /// Where the keys of each customer of the bucket begin; one more than there are customers.
  std::span<const std::uint32_t> starts() const { return starts_; }

 private:
  void DealToCustomers();
  void SortCustomer(std::span<Key> keys);
  void Sort(std::span<Key> keys) const;

  const RowStore& store_;
  std::size_t bucket_;
  std::vector<Key> keys_;
  std::vector<std::uint32_t> starts_;
};

}  // namespace assay::cube
