#include "demo/sales_plan.h"

#include <utility>

namespace assay::demo {
namespace {

using enum StoreId;
using enum Taste;

std::vector<BuyerPlan> GoldBuyers() {
  return {
      {104, kGadgets, 2, 0, 297, {{kHighStreet, 15'480'50}}},
      {119, kMixed, 1, 4, 294, {{kHighStreet, 13'309'75}, {kDubai, 410'50}}},
      {108, kHousehold, 2, 9, 289, {{kHighStreet, 12'365'40}}},
      {123, kGadgets, 3, 5, 291, {{kHighStreet, 11'290'75}}},
      {101, kWardrobe, 1, 2, 283, {{kHighStreet, 10'120'85}, {kAlexandria, 289'75}}},
      {115, kMixed, 4, 6, 276, {{kHighStreet, 9'655'85}}},
      {126, kGadgets, 1, 12, 171, {{kHighStreet, 8'840'30}}},
      {111, kHousehold, 1, 58, 292, {{kHighStreet, 7'976'60}, {kRiyadh, 259'75}}},
  };
}

std::vector<BuyerPlan> SilverBuyers() {
  return {
      {107, kGadgets, 1, 15, 285, {{kDubai, 3'431'70}, {kAlexandria, 1'800'00}}},
      {121, kMixed, 2, 3, 296, {{kAlexandria, 5'143'90}}},
      {113, kWardrobe, 1, 20, 271, {{kAlexandria, 2'842'25}, {kCairoFestival, 2'240'00}}},
      {102, kHousehold, 2, 8, 260, {{kDubai, 3'018'60}, {kRiyadh, 2'000'00}}},
      {127, kMixed, 1, 150, 290, {{kRiyadh, 3'951'15}, {kDubai, 1'000'00}}},
      {110, kWardrobe, 3, 18, 133, {{kRiyadh, 2'500'00}, {kAlexandria, 2'372'40}}},
  };
}

std::vector<BuyerPlan> BronzeBuyers() {
  return {
      {116, kHousehold, 1, 3, 295, {{kCairoFestival, 4'748'35}}},
      {103, kMixed, 1, 0, 286, {{kCairoFestival, 4'490'40}, {kAlexandria, 212'40}}},
      {125, kHousehold, 3, 1, 259, {{kCairoFestival, 4'661'25}}},
      {109, kWardrobe, 1, 44, 288, {{kCairoFestival, 4'618'90}}},
      {118, kGadgets, 1, 6, 152, {{kCairoFestival, 4'573'45}}},
      {105, kHousehold, 2, 9, 279, {{kCairoFestival, 4'342'25}, {kDubai, 187'35}}},
      {122, kMixed, 2, 130, 297, {{kCairoFestival, 4'481'75}}},
      {112, kWardrobe, 2, 28, 185, {{kCairoFestival, 4'436'20}}},
      {124, kHousehold, 1, 21, 289, {{kCairoFestival, 4'174'80}, {kRiyadh, 196'75}}},
      {106, kGadgets, 1, 185, 293, {{kCairoFestival, 4'298'40}}},
      {120, kMixed, 1, 1, 136, {{kCairoFestival, 4'024'15}, {kAlexandria, 163'50}}},
      {114, kWardrobe, 3, 5, 284, {{kCairoFestival, 3'986'30}}},
      {117, kGadgets, 2, 2, 110, {{kCairoFestival, 3'763'80}}},
  };
}

}  // namespace

std::vector<BuyerPlan> SalesPlan() {
  std::vector<BuyerPlan> plan = GoldBuyers();
  for (BuyerPlan& buyer : SilverBuyers()) plan.push_back(std::move(buyer));
  for (BuyerPlan& buyer : BronzeBuyers()) plan.push_back(std::move(buyer));
  return plan;
}

}  // namespace assay::demo
