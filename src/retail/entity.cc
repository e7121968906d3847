#include "retail/entity.h"

#include <array>

namespace assay::retail {
namespace {

using enum ColumnKind;

const std::vector<CanonicalColumn>& TransactionColumns() {
  static const std::vector<CanonicalColumn> columns{
      {"line_id",
       kKey,
       Entity::kTransactions,
       false,
       {"transactionid", "saleid", "orderlineid", "orderitemid", "orderdetailid"}},
      {"order_id",
       kKey,
       std::nullopt,
       false,
       {"orderno", "ordernumber", "invoiceno", "invoiceid", "invoice", "receiptid", "receiptno", "basketid"}},
      {"date",
       kDate,
       std::nullopt,
       true,
       {"transactiondate", "saledate", "orderdate", "invoicedate", "soldat", "solddate", "createdat", "purchasedate"}},
      {"customer_id", kKey, Entity::kCustomers, false, {"customer", "customerno", "custid", "clientid", "memberid"}},
      {"product_id", kKey, Entity::kProducts, false, {"stockcode", "sku", "itemid", "articleid", "productcode"}},
      {"store_id", kKey, Entity::kStores, false, {"branchid", "shopid", "outletid", "storeno"}},
      {"quantity", kQuantity, std::nullopt, false, {"qty", "units"}},
      {"price", kMoney, std::nullopt, false, {"saleprice", "unitprice", "sellingprice"}},
      {"amount", kMoney, std::nullopt, false, {"lineamount", "linetotal", "totalamount", "saleamount"}},
      {"discount", kMoney, std::nullopt, false, {"discountamount", "linediscount"}},
      {"tax", kMoney, std::nullopt, false, {"vat", "taxamount"}},
      {"cost", kMoney, std::nullopt, false, {"unitcost", "costprice"}},
      {"currency", kText, std::nullopt, false, {"currencycode"}},
      {"customer_name", kText, std::nullopt, false, {}},
      {"country", kText, std::nullopt, false, {}},
      {"product_name", kText, std::nullopt, false, {"description", "itemname"}},
      {"category", kText, std::nullopt, false, {}},
      {"store_name", kText, std::nullopt, false, {"branchname", "shopname"}},
      {"location", kText, std::nullopt, false, {}},
  };
  return columns;
}

const std::vector<CanonicalColumn>& ProductColumns() {
  static const std::vector<CanonicalColumn> columns{
      {"product_id", kKey, Entity::kProducts, true, {"stockcode", "sku", "itemid", "articleid", "productcode", "id"}},
      {"product_name", kText, std::nullopt, false, {"name", "description", "title", "itemname"}},
      {"category", kText, std::nullopt, false, {"productcategory", "categoryname", "department"}},
      {"list_price", kMoney, std::nullopt, false, {"price", "unitprice", "retailprice"}},
      {"cost", kMoney, std::nullopt, false, {"unitcost", "costprice"}},
      {"name_ar", kText, std::nullopt, false, {"productnamear", "arabicname"}},
  };
  return columns;
}

const std::vector<CanonicalColumn>& StoreColumns() {
  static const std::vector<CanonicalColumn> columns{
      {"store_id", kKey, Entity::kStores, true, {"branchid", "shopid", "outletid", "storeno", "id"}},
      {"store_name", kText, std::nullopt, false, {"name", "branchname", "shopname"}},
      {"location", kText, std::nullopt, false, {"city", "region", "address"}},
      {"country", kText, std::nullopt, false, {}},
      {"name_ar", kText, std::nullopt, false, {"storenamear", "arabicname"}},
  };
  return columns;
}

const std::vector<CanonicalColumn>& CustomerColumns() {
  static const std::vector<CanonicalColumn> columns{
      {"customer_id",
       kKey,
       Entity::kCustomers,
       true,
       {"customer", "customerno", "custid", "clientid", "memberid", "id"}},
      {"customer_name", kText, std::nullopt, false, {"name", "fullname"}},
      {"email", kText, std::nullopt, false, {"emailaddress", "mail"}},
      {"phone", kText, std::nullopt, false, {"phonenumber", "mobile", "telephone"}},
      {"country", kText, std::nullopt, false, {}},
      {"registered_on", kDate, std::nullopt, false, {"registrationdate", "createdat", "signupdate", "joined"}},
      {"consent", kText, std::nullopt, false, {"marketingconsent", "optin"}},
  };
  return columns;
}

}  // namespace

std::string_view Name(Entity entity) {
  switch (entity) {
    case Entity::kTransactions:
      return "transactions";
    case Entity::kProducts:
      return "products";
    case Entity::kStores:
      return "stores";
    case Entity::kCustomers:
      return "customers";
  }
  return "";
}

std::span<const CanonicalColumn> ColumnsOf(Entity entity) {
  switch (entity) {
    case Entity::kTransactions:
      return TransactionColumns();
    case Entity::kProducts:
      return ProductColumns();
    case Entity::kStores:
      return StoreColumns();
    case Entity::kCustomers:
      return CustomerColumns();
  }
  return {};
}

const CanonicalColumn* FindColumn(Entity entity, std::string_view name) {
  for (const CanonicalColumn& column : ColumnsOf(entity)) {
    if (column.name == name) return &column;
  }
  return nullptr;
}

std::string_view KeyColumn(Entity entity) { return ColumnsOf(entity).front().name; }

std::string NormaliseName(std::string_view name) {
  std::string normal;
  for (const char c : name) {
    if (c == '_' || c == ' ' || c == '-' || c == '.') continue;
    normal += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return normal;
}

}  // namespace assay::retail
