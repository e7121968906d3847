#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "cube/image.h"

namespace assay::cube {

/// Days from `first` to `last`, both included, since 1970-01-01; none when `last` is before `first`.
struct DayRange {
  std::int32_t first = 0;
  std::int32_t last = 0;
  bool operator==(const DayRange&) const = default;
};

/// Members that may pass: those whose allowed[member], of the customers (Image::kCustomers) or of an axis, is not 0. An
/// empty one lets none pass.
struct Selection {
  std::size_t axis = 0;
  std::vector<std::uint8_t> allowed;
};

/// Sets of rows by which members of an axis, one of its attributes, spans of days or groups of customers are told
/// apart.
struct Group {
  enum class Kind { kMember, kAttribute, kDayBucket, kCustomerBucket };
  Kind kind = Kind::kMember;
  std::size_t axis = 0;       ///< kMember, kAttribute; Image::kCustomers allowed for kAttribute only
  std::size_t attribute = 0;  ///< kAttribute
  /// kDayBucket: bucket_of[day - first_day] of the image. Days behind its end, and those whose bucket is not below
  /// `buckets`, are in no bucket: the output leaves their rows out.
  std::vector<std::uint32_t> bucket_of;
  /// kCustomerBucket: the bucket of each customer, shared since there may be millions. Equal when it is the same
  /// object. Rows of customers whose bucket is not below `buckets` are left out.
  std::shared_ptr<const std::vector<std::uint32_t>> customer_buckets = nullptr;
  std::uint32_t buckets = 0;  ///< kDayBucket, kCustomerBucket
  bool operator==(const Group&) const = default;
};

/// What is computed for each cell. With a condition "in the context" means: among the rows that pass and fall in the
/// cell.
struct Aggregate {
  enum class Kind {
    kLines,            ///< rows
    kSum,              ///< of a measure
    kCustomers,        ///< distinct customers with key > 0 and at least one purchase row in the context
    kCustomerSum,      ///< sum of a measure over all rows in the context of those customers
    kRepeatCustomers,  ///< those of kCustomers with purchase rows of at least two orders in the context
    kOrders,           ///< distinct orders with at least one row that is_sold in the context
    kSeveral,          ///< those of kCustomers with purchase rows at two or more members of `axis` in the context
  };
  Kind kind = Kind::kLines;
  std::size_t measure = 0;  ///< kSum, kCustomerSum
  std::size_t axis = 0;     ///< kSeveral; not the customers
  /// kSum, kOrders only: only rows whose member of `only_axis` (or customer) is allowed; nothing = all.
  std::optional<std::size_t> only_axis = {};
  std::vector<std::uint8_t> only_allowed = {};
  bool operator==(const Aggregate&) const = default;
};

/// An output has at most so many cells.
inline constexpr std::uint64_t kMaxCells = std::uint64_t{1} << 24;

/// One table of the answer.
struct Output {
  std::vector<Group> groups;  ///< none, one or two
  std::vector<Aggregate> aggregates;
  /// Positions in Query::selections that this output does not obey (a visual that ignores its own selection).
  std::vector<std::size_t> ignores;
  bool ignores_days = false;
  std::optional<DayRange> days = {};  ///< instead of Query::days, such as the period compared with
};

/// A page of a list: the customers in the context (key > 0, at least one purchase row that passes), ordered, equal ones
/// by key.
struct ListOutput {
  std::size_t measure = 0;  ///< summed for each customer
  std::string search;       ///< part of the label or the key in decimal, ASCII case ignored; empty = all
  enum class Order { kSum, kOrders, kLastDay, kLabel } order = Order::kSum;
  bool descending = true;
  std::size_t offset = 0;
  std::size_t limit = 50;
  std::vector<std::size_t> ignores = {};  ///< these as those of Output
  bool ignores_days = false;
  std::optional<DayRange> days = {};
};

/// All conditions hold together.
struct Query {
  std::vector<Selection> selections;
  std::optional<DayRange> days;
  std::vector<Output> outputs;
  std::vector<ListOutput> lists;
};

/// values[aggregate][cell]; the cell of groups (g, h) is g * (size of the second group) + h; one cell without groups.
/// Totals are outputs of their own: distinct counts do not add up.
struct Table {
  std::vector<std::vector<std::int64_t>> values;
};

struct CustomerLine {
  std::uint32_t customer = 0;
  std::int64_t sum = 0;
  std::int64_t orders = 0;               ///< with a purchase row
  std::optional<std::int32_t> last_day;  ///< of a purchase row
};

struct CustomerList {
  std::int64_t total = 0;  ///< customers of the whole list: those of Aggregate::kCustomers that the search finds
  std::vector<CustomerLine> lines;
};

/// One table an output and one list a ListOutput, in their order.
struct Answers {
  std::vector<Table> tables;
  std::vector<CustomerList> lists;
};

/// Answers every output and list in one pass over the rows with `threads` threads (0 = all cores). Exact; independent
/// of the number of threads. kInvalidInput when the query does not fit the image, kCancelled soon after a stop was
/// requested.
Result<Answers> Answer(const Image& image, const Query& query, unsigned threads, std::stop_token stop = {});

/// Per customer with key > 0: the sum of `measure` over the rows that pass, at each member of `axis`; only pairs that
/// have a row. For resampling customers. Ordered by customer, then member. Outputs and lists of `filter` are not looked
/// at.
struct CustomerMemberSum {
  std::uint32_t customer = 0;
  std::uint32_t member = 0;
  std::int64_t sum = 0;
  bool has_purchase = false;
};
Result<std::vector<CustomerMemberSum>> SumByCustomerAndMember(const Image& image, const Query& filter, std::size_t axis,
                                                              std::size_t measure, std::stop_token stop = {});

}  // namespace assay::cube
