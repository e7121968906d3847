#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "cube/context.h"
#include "cube/frame.h"
#include "cube/query.h"

namespace assay::cube {

/// A list of customers as one thread has it so far. The threads' tallies of a list look at different customers.
class ListTally {
 public:
  /// The arguments must outlive the tally.
  ListTally(const Image::Parts& image, const ListOutput& list);

  /// The next rows that pass; those of a customer come one after the other.
  void Add(Frame& frame);

  /// No customer goes on behind the end of a stretch.
  void EndStretch();

  /// `other` is a tally of the same list.
  void Merge(const ListTally& other);

  /// The page that was asked for. Looks once more at the rows of its customers: kCancelled after a stop.
  Result<CustomerList> Page(const Context& context, const std::stop_token& stop) const;

 private:
  bool NeedsSumsOnly() const;
  void AddSums(Frame& frame);
  void AddAll(Frame& frame);
  void AddPurchase(Frame& frame, std::uint32_t position);
  void Begin(std::uint32_t customer);
  void EndCustomer();
  bool Finds(std::uint32_t customer) const;
  int Compare(const CustomerLine& a, const CustomerLine& b) const;
  auto Before() const;
  void DropBehindPage();
  Result<CustomerLine> Complete(std::uint32_t customer, const Context& context, const std::stop_token& stop) const;

  const Image::Parts& image_;
  const ListOutput& list_;
  std::string search_;  ///< in lower case
  std::int64_t total_ = 0;
  std::vector<CustomerLine> lines_;  ///< all that may be on the page

  CustomerLine line_;  ///< of the customer at whose rows the tally stands
  std::uint64_t units_ = 0;
  std::uint32_t last_order_ = kNone;
  std::vector<std::uint32_t> split_;  ///< orders of the customer's split rows
};

}  // namespace assay::cube
