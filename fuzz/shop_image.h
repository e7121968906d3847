#pragma once

#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "cube/image.h"

namespace assay::fuzz {

inline constexpr std::string_view kIdentity = "release 7";

inline cube::Axis NamedAxis(std::string name, std::vector<cube::Attribute> attributes) {
  return {.name = std::move(name),
          .keys = {-2, 1, 2, 3},
          .labels = {"", "Ann", "Bob", "Cid"},
          .attributes = std::move(attributes)};
}

/// The content of the image of a small shop: four customers, products and stores, 40 lines on ten days.
inline std::string ShopImage() {
  cube::Outline outline{.identity = std::string(kIdentity)};
  outline.customers = NamedAxis("customer", {{"tier", {"Gold", "Bronze", "Guest"}, {2, 0, 1, 1}},
                                             {"segment", {"Champions", "Lost", "Guest"}, {2, 0, 1, 1}}});
  outline.axes = {
      NamedAxis("product", {{"category", {"", "Toys"}, {0, 1, 1, 1}}, {"non_goods", {"0", "1"}, {0, 0, 0, 1}}}),
      NamedAxis("store", {{"location", {"", "Cairo"}, {0, 1, 1, 1}}, {"country", {"", "EG"}, {0, 1, 1, 1}}})};
  outline.measures = {"total_sale_amount", "return_amount", "quantity"};
  auto builder = cube::ImageBuilder::Start(outline).value();
  for (std::uint32_t i = 0; i < 40; ++i) {
    const std::uint32_t member = i % 4;
    const auto day = static_cast<std::int32_t>(20000 + i % 10);
    const std::int64_t order = i / 2;
    const std::uint8_t flag = i % 5 == 0 ? 0 : 1;
    const std::int64_t amount = i * 10'000;
    const std::int64_t nothing = 0;
    cube::RowBatch batch{.customers = {&member, 1},
                         .days = {&day, 1},
                         .axes = {{&member, 1}, {&member, 1}},
                         .orders = {&order, 1},
                         .is_purchase = {&flag, 1},
                         .is_sold = {&flag, 1},
                         .measures = {{&amount, 1}, {&nothing, 1}, {&amount, 1}}};
    (void)builder.Append(batch).value();
  }
  const std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("fuzz-" + std::to_string(::getpid()) + ".cube");
  (void)builder.Finish(path.string()).value();
  std::ifstream file(path, std::ios::binary);
  std::string content(std::istreambuf_iterator<char>(file), {});
  std::filesystem::remove(path);
  return content;
}

}  // namespace assay::fuzz
