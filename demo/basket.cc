#include "demo/basket.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/check.h"

namespace assay::demo {
namespace {

/// The least that may be left over, so that one last line can still take it: 60 % of the cheapest list price.
constexpr Cents kLeastRest = 17'40;

/// How often a product is taken, by product id from 1; out of the sum of its row.
using Weights = std::array<int, 20>;

const Weights& WeightsOf(Taste taste) {
  static constexpr Weights kGadgets = {8, 3, 5, 9, 12, 2, 3, 3, 5, 1, 2, 4, 10, 2, 7, 7, 3, 9, 6, 16};
  static constexpr Weights kHousehold = {2, 1, 1, 2, 3, 3, 4, 7, 12, 1, 1, 3, 10, 1, 14, 13, 6, 12, 11, 26};
  static constexpr Weights kWardrobe = {2, 1, 2, 2, 3, 1, 1, 3, 5, 5, 4, 14, 26, 3, 10, 16, 1, 4, 5, 12};
  static constexpr Weights kMixed = {3, 1, 3, 4, 5, 2, 3, 4, 9, 2, 2, 6, 13, 2, 10, 12, 4, 10, 9, 19};
  switch (taste) {
    case Taste::kGadgets:
      return kGadgets;
    case Taste::kHousehold:
      return kHousehold;
    case Taste::kWardrobe:
      return kWardrobe;
    case Taste::kMixed:
      return kMixed;
  }
  CHECK(false);
}

const Product& Pick(std::span<const Product> products, const Weights& weights, Random& random) {
  int sum = 0;
  for (const int weight : weights) sum += weight;
  auto left = random.Between(1, sum);
  std::size_t at = 0;
  while ((left -= weights[at]) > 0) ++at;
  return products[at];
}

BasketLine Offer(const Product& product, Random& random) {
  static constexpr std::array<int, 6> kDiscountPercent = {0, 0, 0, 5, 10, 15};
  const int discount = kDiscountPercent[static_cast<std::size_t>(random.Between(0, 5))];
  const std::int64_t most = product.list_price < 60'00 ? 3 : product.list_price < 100'00 ? 2 : 1;
  return {product.product_id, random.Between(1, most), product.list_price * (100 - discount) / 100};
}

/// One piece that costs exactly `amount`: the cheapest product whose list price covers it, unless that is too far
/// above.
std::optional<BasketLine> LastLine(Cents amount, std::span<const Product> products) {
  const Product* best = nullptr;
  for (const Product& product : products) {
    const bool fits = product.list_price >= amount && product.list_price * 60 <= amount * 100;
    if (fits && (best == nullptr || product.list_price < best->list_price)) best = &product;
  }
  if (best == nullptr) return std::nullopt;
  return BasketLine{best->product_id, 1, amount};
}

/// Keeps the lines of one receipt apart: people buy two of a thing, they seldom buy it twice.
bool IsAmongLast(std::span<const BasketLine> lines, std::int64_t product_id) {
  const auto last = lines.last(std::min<std::size_t>(lines.size(), 3));
  return std::ranges::find(last, product_id, &BasketLine::product_id) != last.end();
}

}  // namespace

std::vector<BasketLine> FillBasket(Cents amount, Taste taste, std::span<const Product> products, Random& random) {
  const Weights& weights = WeightsOf(taste);
  CHECK(products.size() == weights.size() && amount >= kLeastRest);
  std::vector<BasketLine> lines;
  while (true) {
    if (amount < 250'00 && (amount < 60'00 || random.Chance(25))) {
      if (const auto last = LastLine(amount, products)) {
        lines.push_back(*last);
        return lines;
      }
    }
    const BasketLine line = Offer(Pick(products, weights, random), random);
    const Cents rest = amount - line.quantity * line.price;
    if (rest < kLeastRest || IsAmongLast(lines, line.product_id)) continue;
    lines.push_back(line);
    amount = rest;
  }
}

}  // namespace assay::demo
