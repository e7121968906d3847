#include "config/read_money.h"

#include <algorithm>
#include <span>

#include "config/table_ref.h"

namespace assay::config {
namespace {

void ReadCurrency(const Value& value, std::string& currency) {
  const auto text = value.Text();
  if (!text) return;
  const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (text->size() != 3 || !std::ranges::all_of(*text, is_capital)) {
    return value.Refuse("three capital letters (ISO 4217) such as EGP");
  }
  currency = *text;
}

Rates ReadRates(const Value& value, std::span<const Source> sources) {
  Rates rates;
  rates.line = value.line();
  const Section section(value, {"rates"});
  if (const auto from = section.Get("from")) Assign(rates.from, ReadTableRef(*from, sources));
  if (const auto date = section.Get("date")) Assign(rates.date, date->Text());
  if (const auto currency = section.Get("currency")) Assign(rates.currency, currency->Text());
  if (const auto rate = section.Get("rate")) Assign(rates.rate, rate->Text());
  return rates;
}

}  // namespace

void ReadMoney(const Section& section, Project& project) {
  const auto currency = section.Get("currency");
  if (currency) ReadCurrency(*currency, project.currency);
  if (const auto rates = section.Get("rates")) {
    project.rates = ReadRates(*rates, project.sources);
    if (!currency)
      rates->Report("rates convert to the reporting currency; add currency: with its three letters, such as EGP");
  }
  if (const auto price = section.Get("price")) {
    Assign(project.price, price->Choice<PriceRule>({{"charged", PriceRule::kCharged}, {"list", PriceRule::kList}}));
  }
  if (const auto adjustments = section.Get("adjustments")) {
    Assign(project.adjustments, adjustments->Choice<AdjustmentRule>(
                                    {{"quarantine", AdjustmentRule::kQuarantine}, {"keep", AdjustmentRule::kKeep}}));
  }
  if (const auto tax = section.Get("tax")) {
    Assign(project.tax, tax->Choice<TaxRule>({{"included", TaxRule::kIncluded}, {"excluded", TaxRule::kExcluded}}));
  }
  if (const auto non_goods = section.Get("non_goods")) project.non_goods = non_goods->Texts();
}

}  // namespace assay::config
