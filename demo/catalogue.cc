#include "demo/catalogue.h"

namespace assay::demo {

std::vector<Product> Products() {
  return {
      {1, "Smartwatch", "Electronics", 1'249'00, "ساعة ذكية"},
      {2, "Bluetooth Speaker", "Electronics", 719'00, "مكبر صوت بلوتوث"},
      {3, "Wireless Earbuds", "Electronics", 549'00, "سماعات لاسلكية"},
      {4, "Power Bank", "Electronics", 289'00, "بطارية متنقلة"},
      {5, "USB-C Charger", "Electronics", 179'00, "شاحن USB-C"},
      {6, "Electric Kettle", "Home", 389'00, "غلاية كهربائية"},
      {7, "Desk Lamp", "Home", 219'00, "مصباح مكتب"},
      {8, "Bath Towel Set", "Home", 149'00, "طقم مناشف"},
      {9, "Storage Box", "Home", 69'00, "صندوق تخزين"},
      {10, "Linen Shirt", "Fashion", 329'00, "قميص كتان"},
      {11, "Leather Wallet", "Fashion", 259'00, "محفظة جلدية"},
      {12, "Cotton T-Shirt", "Fashion", 129'00, "تيشيرت قطن"},
      {13, "Socks, 3 pairs", "Fashion", 39'00, "جوارب، ٣ أزواج"},
      {14, "Eau de Parfum", "Beauty", 449'00, "عطر"},
      {15, "Shampoo", "Beauty", 85'00, "شامبو"},
      {16, "Hand Cream", "Beauty", 59'00, "كريم اليدين"},
      {17, "Olive Oil 1 l", "Grocery", 165'00, "زيت زيتون ١ لتر"},
      {18, "Coffee Beans", "Grocery", 119'00, "حبوب قهوة"},
      {19, "Dates Box", "Grocery", 95'00, "علبة تمر"},
      {20, "Green Tea", "Grocery", 29'00, "شاي أخضر"},
  };
}

std::vector<Store> Stores() {
  return {
      {1, "High Street Store", "London", "United Kingdom"}, {2, "Cairo Festival City", "Cairo", "Egypt"},
      {3, "Dubai Marina", "Dubai", "United Arab Emirates"}, {4, "Alexandria Corniche", "Alexandria", "Egypt"},
      {5, "Riyadh Gallery", "Riyadh", "Saudi Arabia"},
  };
}

}  // namespace assay::demo
