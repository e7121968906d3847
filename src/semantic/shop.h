#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "config/project.h"
#include "cube/image.h"
#include "semantic/calendar.h"
#include "semantic/description.h"

namespace assay::semantic {

/// What the pages need to know of a project and its release beside the facts.
struct ShopSettings {
  std::string project;
  std::string currency;            ///< ISO code, may be empty
  std::string tax;                 ///< included | excluded | undeclared
  bool has_arabic_digits = false;  ///< on pages in Arabic
  Calendar calendar;
  std::vector<std::string> tiers;    ///< the best first
  std::optional<int> window_months;  ///< whose purchases tiers look at; unset = all
  bool has_orders = true;            ///< whether lines carry an order number
  Day as_of = 0;
  bool has_as_of = true;  ///< false: no valid line yet
};

/// The settings of a project for a release of that as-of date (yyyy-mm-dd, empty without a valid line). kInvalidInput
/// for a bad date.
Result<ShopSettings> SettingsOf(const config::Project& project, const std::string& as_of, bool has_orders);

/// Digits after the point that a currency is shown with: 3 for KWD, 0 for JPY, else 2.
int CurrencyDecimals(std::string_view code);

/// A member of a dimension in this shop.
struct Member {
  std::string key;
  Text label;  ///< both languages equal unless the shop or the description has an Arabic name
  bool is_translated = false;
  bool is_grey = false;
  std::string color;
  const MemberText* text = nullptr;  ///< what the description says of it
};

/// A dimension that this shop has. A member is named by its position: the code of the attribute, or the member of the
/// axis. Members that only the configuration knows, such as a tier nobody has, stand behind them.
class ShopDimension {
 public:
  const Dimension* description = nullptr;
  std::size_t axis = 0;  ///< of the image, or Image::kCustomers
  std::optional<std::size_t> attribute;
  DimensionSource source;
  /// The text of the attribute that stands for "no value"; its key is "-1".
  std::optional<std::string> unknown_label;
  std::uint32_t known_to_image = 0;  ///< positions below have rows in the image
  std::vector<std::uint32_t> shown;  ///< positions in the order of pages; empty for customers

  std::uint32_t size() const;
  Member At(std::uint32_t position) const;
  std::optional<std::uint32_t> Find(std::string_view key) const;
  bool IsOfCustomers() const { return axis == cube::Image::kCustomers; }
  bool IsCustomer() const { return IsOfCustomers() && !attribute; }

 private:
  friend class ShopBuilder;
  const cube::Image* image_ = nullptr;
  std::vector<Member> members_;  // none for customers: there may be millions
  std::map<std::string, std::uint32_t, std::less<>> by_key_;
  std::vector<std::uint32_t> by_customer_key_;
};

/// The description as it holds for one release: which dimensions and measures exist, and what their members are called.
/// Immutable; made once per release. The image and the description live as long as it.
struct Shop {
  std::shared_ptr<const Description> description;
  std::shared_ptr<const cube::Image> image;
  ShopSettings settings;
  std::map<std::string, ShopDimension, std::less<>> dimensions;  ///< without "date"
  std::map<std::string, std::size_t, std::less<>> columns;       ///< fact column -> measure of the image
  std::optional<std::size_t> product_axis;
  std::optional<std::size_t> store_axis;
  std::optional<std::size_t> non_goods;  ///< attribute of the products
  /// Where there are many customers: for each of them, its group to draw (tier_shares.h) * number of tiers + tier, and
  /// `draw_group_count` for those that are unknown. Else null.
  std::shared_ptr<const std::vector<std::uint32_t>> draw_groups;
  std::uint32_t draw_group_count = 0;
  bool has_customers = false;
  bool has_products = false;
  bool has_stores = false;

  /// The as-of date as text, or null.
  nlohmann::json as_of() const;
  /// Nothing without a line.
  std::optional<DayRange> data() const;
  const ShopDimension* Find(std::string_view dimension) const;
  bool HasDimension(std::string_view id) const { return id == "date" || Find(id) != nullptr; }
  bool HasMeasure(const Measure& measure) const;
  bool HasVisual(const Visual& visual) const;
  /// The measures of a visual that the shop has.
  std::vector<const Measure*> MeasuresOf(const Visual& visual) const;
};

/// kInvalidInput when the image lacks the column of sales.
Result<std::shared_ptr<const Shop>> OpenShop(std::shared_ptr<const Description> description,
                                             std::shared_ptr<const cube::Image> image, ShopSettings settings);

}  // namespace assay::semantic
