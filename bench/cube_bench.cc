#include <sys/resource.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "cube/query.h"

// Builds an image of random rows and answers a page of eight outputs for several filters.
// Usage: cube_bench [millions of rows, 10 unless told] [runs a filter, 25 unless told]
namespace assay::cube {
namespace {

constexpr std::uint32_t kStores = 50;
constexpr std::uint32_t kProducts = 500;
constexpr std::uint32_t kCategories = 20;
constexpr std::uint32_t kTiers = 3;
constexpr std::uint32_t kDays = 730;
constexpr std::int32_t kFirstDay = 19000;
constexpr std::size_t kBatchRows = 65536;

using Clock = std::chrono::steady_clock;

double MillisecondsSince(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

template <typename T>
T Expect(Result<T> result) {
  if (!result) {
    fmt::print(stderr, "{}\n", result.error().message);
    std::exit(1);
  }
  return *std::move(result);
}

void Expect(const Status& status) {
  if (status) return;
  fmt::print(stderr, "{}\n", status.error().message);
  std::exit(1);
}

/// Small numbers are drawn more often: the square of a uniform number.
class Draw {
 public:
  std::uint32_t Below(std::uint32_t limit) {
    return static_cast<std::uint32_t>((std::uint64_t{random_()} * limit) >> 32);
  }
  std::uint32_t SkewedBelow(std::uint32_t limit) {
    const double uniform = static_cast<double>(random_()) / 4294967296.0;
    return static_cast<std::uint32_t>(uniform * uniform * limit);
  }

 private:
  std::mt19937 random_{20260101};
};

Axis MakeAxis(const std::string& name, std::uint32_t members) {
  Axis axis{.name = name};
  for (std::uint32_t i = 0; i < members; ++i) {
    axis.keys.push_back(i + 1);
    axis.labels.push_back(fmt::format("{} {}", name, i + 1));
  }
  return axis;
}

Attribute MakeAttribute(const std::string& name, std::uint32_t labels, std::uint32_t members,
                        const std::function<std::uint32_t(std::uint32_t)>& code) {
  Attribute attribute{.name = name};
  for (std::uint32_t i = 0; i < labels; ++i) attribute.labels.push_back(fmt::format("{} {}", name, i + 1));
  for (std::uint32_t i = 0; i < members; ++i) attribute.codes.push_back(code(i));
  return attribute;
}

/// Ten percent Gold, thirty Silver, the others Bronze.
std::uint32_t TierOf(std::uint32_t customer) {
  const std::uint32_t share = customer * 2654435761U >> 16 & 0xFFFF;
  return share < 6554 ? 0 : share < 26214 ? 1 : 2;
}

Outline MakeOutline(std::uint32_t customers) {
  Outline outline{.identity = "bench", .customers = MakeAxis("Customer", customers)};
  outline.customers.attributes.push_back(MakeAttribute("Tier", kTiers, customers, TierOf));
  outline.axes = {MakeAxis("Store", kStores), MakeAxis("Product", kProducts)};
  outline.axes[1].attributes.push_back(MakeAttribute(
      "Category", kCategories, kProducts, [](std::uint32_t product) { return product / (kProducts / kCategories); }));
  outline.measures = {"amount", "quantity", "returned"};
  return outline;
}

/// Lines in baskets of about three; three of a hundred lines are returns.
class Rows {
 public:
  explicit Rows(std::uint32_t customers) : customers_(customers) {}

  void Fill(std::size_t rows) {
    for (auto* column : {&customer_, &store_, &product_}) column->resize(rows);
    for (auto* column : {&order_, &amount_, &quantity_, &returned_}) column->resize(rows);
    for (auto* column : {&purchase_, &sold_}) column->resize(rows);
    day_.resize(rows);
    for (std::size_t i = 0; i < rows; ++i) FillRow(i);
  }

  RowBatch batch() const {
    return {customer_, day_, {store_, product_}, order_, purchase_, sold_, {amount_, quantity_, returned_}};
  }

 private:
  void FillRow(std::size_t i) {
    if (basket_left_ == 0) {
      basket_left_ = 1 + draw_.Below(5);
      basket_customer_ = draw_.SkewedBelow(customers_);
      basket_store_ = draw_.SkewedBelow(kStores);
      basket_day_ = draw_.Below(kDays);
      ++basket_;
    }
    --basket_left_;
    const bool sold = draw_.Below(100) >= 3;
    const std::int64_t quantity = 1 + draw_.Below(4);
    const std::int64_t amount = 100 * quantity * (99 + draw_.Below(20000));  // of a ten-thousandth, whole cents
    customer_[i] = basket_customer_;
    store_[i] = basket_store_;
    product_[i] = draw_.SkewedBelow(kProducts);
    day_[i] = kFirstDay + static_cast<std::int32_t>(basket_day_);
    order_[i] = static_cast<std::int64_t>(basket_ * 0x9E3779B97F4A7C15);
    purchase_[i] = sold_[i] = sold ? 1 : 0;
    amount_[i] = sold ? amount : -amount;
    quantity_[i] = 1000 * (sold ? quantity : -quantity);
    returned_[i] = sold ? 0 : amount;
  }

  Draw draw_;
  std::uint32_t customers_;
  std::uint32_t basket_left_ = 0;
  std::uint32_t basket_customer_ = 0;
  std::uint32_t basket_store_ = 0;
  std::uint32_t basket_day_ = 0;
  std::uint64_t basket_ = 0;
  std::vector<std::uint32_t> customer_, store_, product_;
  std::vector<std::int32_t> day_;
  std::vector<std::int64_t> order_, amount_, quantity_, returned_;
  std::vector<std::uint8_t> purchase_, sold_;
};

/// Of all threads: tells the work apart from waiting for a busy machine.
double CpuMilliseconds() {
  timespec time{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

double PeakMegabytes() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

/// Prints what building costs, less the making of the rows.
void BuildImage(const std::string& path, std::size_t rows) {
  const auto customers = static_cast<std::uint32_t>(rows / 10);
  Rows source(customers);
  const double before = PeakMegabytes();
  ImageBuilder builder = Expect(ImageBuilder::Start(MakeOutline(customers)));
  double append = 0;
  double append_work = 0;
  for (std::size_t done = 0; done < rows; done += kBatchRows) {
    source.Fill(std::min(kBatchRows, rows - done));
    const Clock::time_point start = Clock::now();
    const double work_start = CpuMilliseconds();
    Expect(builder.Append(source.batch()));
    append += MillisecondsSince(start);
    append_work += CpuMilliseconds() - work_start;
  }
  const Clock::time_point start = Clock::now();
  const double work_start = CpuMilliseconds();
  Expect(builder.Finish(path));
  const double finish = MillisecondsSince(start);
  const double finish_work = CpuMilliseconds() - work_start;
  const double memory = (PeakMegabytes() - before) * 1024 * 1024 / static_cast<double>(rows);
  fmt::print(
      "build: append {:.2f} s (CPU {:.2f}), finish {:.2f} s (CPU {:.2f}), {:.0f} bytes of memory a row at most\n",
      append / 1000, append_work / 1000, finish / 1000, finish_work / 1000, memory);
}

std::vector<std::uint8_t> Only(std::uint32_t members, const std::function<bool(std::uint32_t)>& allows) {
  std::vector<std::uint8_t> allowed;
  for (std::uint32_t i = 0; i < members; ++i) allowed.push_back(allows(i) ? 1 : 0);
  return allowed;
}

std::vector<Output> Page() {
  using Kind = Aggregate::Kind;
  const Group store{.kind = Group::Kind::kMember, .axis = 0};
  const Group product{.kind = Group::Kind::kMember, .axis = 1};
  const Group tier{.kind = Group::Kind::kAttribute, .axis = Image::kCustomers};
  Group day{.kind = Group::Kind::kDayBucket, .buckets = kDays};
  for (std::uint32_t i = 0; i < kDays; ++i) day.bucket_of.push_back(i);
  const Aggregate sales{.kind = Kind::kSum};
  const Aggregate customers{.kind = Kind::kCustomers};
  return {{.groups = {day}, .aggregates = {sales}},
          {.groups = {product}, .aggregates = {sales}},
          {.groups = {store}, .aggregates = {sales}},
          {.groups = {tier}, .aggregates = {customers}},
          {.groups = {store, tier}, .aggregates = {customers}},
          {.groups = {product}, .aggregates = {customers}},
          {.groups = {day}, .aggregates = {customers}},
          {.aggregates = {sales, {}, customers}}};
}

struct Case {
  std::string name;
  Query query;
};

std::vector<Case> Cases(std::uint32_t customers) {
  const Selection gold{Image::kCustomers, Only(customers, [](std::uint32_t i) { return TierOf(i) == 0; })};
  const Selection store{0, Only(kStores, [](std::uint32_t i) { return i == 3; })};
  const Selection two_stores{0, Only(kStores, [](std::uint32_t i) { return i == 3 || i == 7; })};
  const Selection category{1, Only(kProducts, [](std::uint32_t i) { return i / 25 == 2; })};
  const Selection categories{1, Only(kProducts, [](std::uint32_t i) { return i / 25 < 5; })};
  const DayRange quarter{kFirstDay + 300, kFirstDay + 389};
  const DayRange year{kFirstDay + 365, kFirstDay + 729};
  std::vector<Case> cases = {{"none", {}},
                             {"tier = Gold", {.selections = {gold}}},
                             {"one store", {.selections = {store}}},
                             {"one category", {.selections = {category}}},
                             {"90 days", {.days = quarter}},
                             {"tier + 2 stores + categories + 1 year", {{gold, two_stores, categories}, year, {}}}};
  for (Case& one : cases) one.query.outputs = Page();
  cases.push_back({"one store, its own visual ignores it", {.selections = {store}, .outputs = Page()}});
  cases.back().query.outputs[2].ignores = {0};
  Case counts{"none: orders, repeat customers, two stores, returns", {}};
  using Kind = Aggregate::Kind;
  counts.query.outputs = {{.aggregates = {{Kind::kOrders},
                                          {Kind::kRepeatCustomers},
                                          {.kind = Kind::kSeveral, .axis = 0},
                                          {.kind = Kind::kSum, .measure = 2}}}};
  cases.push_back(std::move(counts));
  return cases;
}

void Measure(const Image& image, const Case& one, unsigned threads, int runs) {
  std::vector<double> times;
  std::vector<double> work;
  for (int i = 0; i < runs; ++i) {
    const Clock::time_point start = Clock::now();
    const double work_start = CpuMilliseconds();
    Expect(Answer(image, one.query, threads));
    times.push_back(MillisecondsSince(start));
    work.push_back(CpuMilliseconds() - work_start);
  }
  std::ranges::sort(times);
  std::ranges::sort(work);
  const auto at = [&](double share) { return times[static_cast<std::size_t>(share * static_cast<double>(runs - 1))]; };
  fmt::print("{:52} {} thread{}: least {:6.1f}  p50 {:6.1f}  p95 {:6.1f} ms  CPU {:6.1f} ms\n", one.name, threads,
             threads == 1 ? " " : "s", times[0], at(0.5), at(0.95), work[work.size() / 2]);
  std::fflush(stdout);
}

void Run(std::size_t rows, int runs) {
  const std::string path = (std::filesystem::temp_directory_path() / "cube_bench.image").string();
  BuildImage(path, rows);
  const Clock::time_point start = Clock::now();
  const std::shared_ptr<const Image> image = Expect(Image::Open(path, "bench"));
  fmt::print("open: {:.0f} ms; {:.2f} bytes a line\n", MillisecondsSince(start),
             static_cast<double>(image->bytes()) / static_cast<double>(rows));
  for (const Case& one : Cases(static_cast<std::uint32_t>(rows / 10)))
    for (const unsigned threads : {1U, 2U}) Measure(*image, one, threads, runs);
  const Clock::time_point list = Clock::now();
  Expect(Answer(*image, {.lists = {{.search = "77"}}}, 2));
  fmt::print("list of customers, searched and sorted: {:.0f} ms\n", MillisecondsSince(list));
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace assay::cube

int main(int argc, char** argv) {
  const std::size_t millions = argc > 1 ? std::stoul(argv[1]) : 10;
  const int runs = argc > 2 ? std::stoi(argv[2]) : 25;
  assay::cube::Run(millions * 1000000, runs);
}
