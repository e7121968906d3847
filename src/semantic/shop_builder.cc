#include <algorithm>

#include <fmt/format.h>

#include "semantic/shop.h"
#include "semantic/tier_shares.h"

namespace assay::semantic {

using cube::Image;

namespace {

// The category that gold gives to products without one.
constexpr std::string_view kNotCategorised = "Not categorised";

std::optional<std::size_t> FindAxis(const Image& image, std::string_view name) {
  if (name == "customer") return Image::kCustomers;
  for (std::size_t axis = 0; axis < image.axes(); ++axis) {
    if (image.axis_name(axis) == name) return axis;
  }
  return std::nullopt;
}

std::optional<std::size_t> FindAttribute(const Image& image, std::size_t axis, std::string_view name) {
  for (std::size_t attribute = 0; attribute < image.attributes(axis); ++attribute) {
    if (image.attribute_name(axis, attribute) == name) return attribute;
  }
  return std::nullopt;
}

std::optional<std::uint32_t> MemberOfKey(const Image& image, std::size_t axis, std::int64_t key) {
  for (std::uint32_t member = 0; member < image.members(axis); ++member) {
    if (image.key(axis, member) == key) return member;
  }
  return std::nullopt;
}

bool HasKnownMember(const Image& image, std::size_t axis) {
  for (std::uint32_t member = 0; member < image.members(axis); ++member) {
    if (axis == Image::kCustomers ? image.key(axis, member) > 0 : image.key(axis, member) != -1) return true;
  }
  return false;
}

}  // namespace

/// Finds what of a description an image and its settings have.
class ShopBuilder {
 public:
  explicit ShopBuilder(Shop& shop) : shop_(shop), image_(*shop.image) {}

  Status Build() {
    for (std::size_t i = 0; i < image_.measures().size(); ++i) shop_.columns[image_.measures()[i]] = i;
    if (!shop_.columns.contains("total_sale_amount")) {
      return InvalidInput("Cannot open the image: expected the column total_sale_amount, got none; build it anew");
    }
    shop_.product_axis = FindAxis(image_, "product");
    shop_.store_axis = FindAxis(image_, "store");
    shop_.has_customers = HasKnownMember(image_, Image::kCustomers);
    shop_.has_products = shop_.product_axis && HasKnownMember(image_, *shop_.product_axis);
    shop_.has_stores = shop_.store_axis && HasKnownMember(image_, *shop_.store_axis);
    if (shop_.product_axis) shop_.non_goods = FindAttribute(image_, *shop_.product_axis, "non_goods");
    for (const Dimension& dimension : shop_.description->dimensions) AddDimension(dimension);
    if (image_.members(Image::kCustomers) > kMostUnits && shop_.Find("tier") != nullptr) GroupCustomers();
    return {};
  }

 private:
  void GroupCustomers() {
    const ShopDimension& tiers = *shop_.Find("tier");
    shop_.draw_group_count = kResampleGroups * tiers.size();
    std::vector<std::uint32_t> groups(image_.members(Image::kCustomers), shop_.draw_group_count);
    for (std::uint32_t customer = 0; customer < groups.size(); ++customer) {
      const std::int64_t key = image_.key(Image::kCustomers, customer);
      if (key > 0)
        groups[customer] = ResampleGroupOf(static_cast<std::uint64_t>(key)) * tiers.size() +
                           image_.code(tiers.axis, *tiers.attribute, customer);
    }
    shop_.draw_groups = std::make_shared<const std::vector<std::uint32_t>>(std::move(groups));
  }

  void AddDimension(const Dimension& dimension) {
    for (const DimensionSource& source : dimension.sources) {
      const auto axis = FindAxis(image_, source.axis);
      if (!axis || !HasKnownMember(image_, *axis)) continue;
      ShopDimension found;
      found.description = &dimension;
      found.axis = *axis;
      found.source = source;
      found.image_ = &image_;
      if (!source.attribute.empty()) {
        found.attribute = FindAttribute(image_, *axis, source.attribute);
        if (!found.attribute) continue;
        FillFromAttribute(found);
        if (!HasValue(found)) continue;
      } else if (found.IsCustomer()) {
        FillCustomers(found);
      } else {
        FillFromAxis(found);
      }
      Order(found);
      shop_.dimensions.emplace(dimension.id, std::move(found));
      return;
    }
  }

  void FillCustomers(ShopDimension& dimension) const {
    dimension.known_to_image = image_.members(Image::kCustomers);
    dimension.by_customer_key_.resize(dimension.known_to_image);
    for (std::uint32_t i = 0; i < dimension.known_to_image; ++i) dimension.by_customer_key_[i] = i;
    std::ranges::sort(dimension.by_customer_key_, {},
                      [&](std::uint32_t i) { return image_.key(Image::kCustomers, i); });
  }

  void FillFromAxis(ShopDimension& dimension) const {
    const auto arabic = FindAttribute(image_, dimension.axis, "name_ar");
    dimension.known_to_image = image_.members(dimension.axis);
    for (std::uint32_t i = 0; i < dimension.known_to_image; ++i) {
      Member member;
      member.key = std::to_string(image_.key(dimension.axis, i));
      member.label.en = std::string(image_.label(dimension.axis, i));
      if (member.label.en.empty()) member.label.en = member.key;
      member.label.ar = member.label.en;
      if (arabic)
        SetArabic(member, image_.attribute_labels(dimension.axis, *arabic)[image_.code(dimension.axis, *arabic, i)]);
      Add(dimension, std::move(member));
    }
  }

  static void SetArabic(Member& member, const std::string& name) {
    if (name.empty()) return;
    member.label.ar = name;
    member.is_translated = true;
  }

  void FillFromAttribute(ShopDimension& dimension) const {
    const auto labels = image_.attribute_labels(dimension.axis, *dimension.attribute);
    FindUnknownLabel(dimension);
    dimension.known_to_image = static_cast<std::uint32_t>(labels.size());
    for (const std::string& label : labels) {
      Member member;
      member.key = dimension.unknown_label == label ? "-1" : label;
      member.label = {label, label};
      Add(dimension, std::move(member));
    }
    if (dimension.description->id != "tier") return;
    for (const std::string& tier : shop_.settings.tiers) {
      if (dimension.by_key_.contains(tier)) continue;
      Member member;
      member.key = tier;
      member.label = {tier, tier};
      Add(dimension, std::move(member));
    }
  }

  // The value that member -1 has, unless the description knows it by name, as it does with tiers and segments.
  void FindUnknownLabel(ShopDimension& dimension) const {
    const auto unknown = MemberOfKey(image_, dimension.axis, -1);
    if (!unknown) return;
    const std::string& label = image_.attribute_labels(
        dimension.axis, *dimension.attribute)[image_.code(dimension.axis, *dimension.attribute, *unknown)];
    const auto& known = dimension.description->members;
    if (std::ranges::find(known, label, &MemberText::key) == known.end()) dimension.unknown_label = label;
  }

  static bool HasValue(const ShopDimension& dimension) {
    return std::ranges::any_of(dimension.members_, [](const Member& member) {
      return member.key != "-1" && !member.key.empty() && member.key != kNotCategorised;
    });
  }

  void Add(ShopDimension& dimension, Member member) const {
    Describe(*dimension.description, member);
    dimension.by_key_.emplace(member.key, static_cast<std::uint32_t>(dimension.members_.size()));
    dimension.members_.push_back(std::move(member));
  }

  void Describe(const Dimension& description, Member& member) const {
    const auto& tiers = shop_.settings.tiers;
    const auto tier = description.id == "tier" ? std::ranges::find(tiers, member.key) : tiers.end();
    for (const MemberText& text : description.members) {
      if (text.key != member.key) continue;
      member.text = &text;
      member.label = text.label;
      member.is_translated = true;
      member.color = text.color;
      member.is_grey = text.is_grey && tier == tiers.end();
    }
    if (tier == tiers.end()) return;
    member.color = fmt::format("tier-{}", tier - tiers.begin() + 1);
    if (member.text != nullptr) return;
    const std::string_view stand_in = tier == tiers.begin() ? "@top" : tier + 1 == tiers.end() ? "@last" : "@middle";
    const auto found = std::ranges::find(description.members, stand_in, &MemberText::key);
    if (found != description.members.end()) member.text = &*found;
  }

  // Tiers and segments as they are described, all else by name; grey members last.
  void Order(ShopDimension& dimension) const {
    if (dimension.IsCustomer()) return;
    const auto place = [&](std::uint32_t i) {
      const Member& member = dimension.members_[i];
      const auto& tiers = shop_.settings.tiers;
      std::ptrdiff_t step = 0;
      if (dimension.description->id == "tier") {
        step = std::ranges::find(tiers, member.key) - tiers.begin();
      } else if (member.text != nullptr && !member.color.empty()) {
        step = member.text - dimension.description->members.data();
      }
      return std::tuple(member.is_grey, step, member.text != nullptr && member.is_grey ? member.text : nullptr,
                        member.label.en, member.key);
    };
    for (std::uint32_t i = 0; i < dimension.size(); ++i) dimension.shown.push_back(i);
    std::ranges::sort(dimension.shown, {}, place);
  }

  Shop& shop_;
  const Image& image_;
};

Result<std::shared_ptr<const Shop>> OpenShop(std::shared_ptr<const Description> description,
                                             std::shared_ptr<const cube::Image> image, ShopSettings settings) {
  auto shop = std::make_shared<Shop>();
  shop->description = std::move(description);
  shop->image = std::move(image);
  shop->settings = std::move(settings);
  RETURN_IF_ERROR(ShopBuilder(*shop).Build());
  return shop;
}

}  // namespace assay::semantic
