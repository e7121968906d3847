#include "demo/people.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

#include <fmt/format.h>

#include "demo/calendar.h"

namespace assay::demo {
namespace {

struct Person {
  std::string_view name;
  std::string_view country;
};

constexpr std::array<Person, 30> kPeople = {{
    {"Oliver Marsh", "United Kingdom"},
    {"Youssef Adel", "Egypt"},
    {"Mariam Fawzy", "Egypt"},
    {"Charlotte Reeve", "United Kingdom"},
    {"Hana Mostafa", "Egypt"},
    {"Karim Nabil", "Egypt"},
    {"Latifa Al Suwaidi", "United Arab Emirates"},
    {"George Whitfield", "United Kingdom"},
    {"Salma Hegazy", "Egypt"},
    {"Faisal Al Otaibi", "Saudi Arabia"},
    {"Amelia Prescott", "United Kingdom"},
    {"Omar Shawky", "Egypt"},
    {"Dina Ramzy", "Egypt"},
    {"Tarek Samir", "Egypt"},
    {"Layla Haddad", "Jordan"},
    {"Nourhan Galal", "Egypt"},
    {"Mahmoud Eissa", "Egypt"},
    {"Farida Zaki", "Egypt"},
    {"Henry Colbourne", "United Kingdom"},
    {"Rania Sobhy", "Egypt"},
    {"Sherif Lotfy", "Egypt"},
    {"Yara Kamel", "Egypt"},
    {"Isabel Thornton", "United Kingdom"},
    {"Hossam Badawy", "Egypt"},
    {"Aya Tawfik", "Egypt"},
    {"Thomas Ellery", "United Kingdom"},
    {"Noura Al Harbi", "Saudi Arabia"},
    {"Khaled Mansour", "Kuwait"},
    {"Sara Nassar", "Jordan"},
    {"Mona Wahba", "Egypt"},
}};

std::string EmailOf(std::string_view name) {
  std::string email;
  for (const char c : name) email += c == ' ' ? '.' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return email + "@example.com";
}

int FirstDayOf(std::span<const BuyerPlan> plan, std::int64_t till_id) {
  const auto buyer = std::ranges::find(plan, till_id, &BuyerPlan::customer_id);
  return buyer == plan.end() ? kLastDay : buyer->first_day;
}

}  // namespace

std::vector<Customer> MakeCustomers(std::span<const BuyerPlan> plan, Random random) {
  std::vector<Customer> customers;
  std::int64_t till_id = 101;
  for (const auto& [name, country] : kPeople) {
    const int registered = FirstDayOf(plan, till_id) - static_cast<int>(random.Between(2, 400));
    customers.push_back({.customer_id = till_id + kCustomerIdOffset,
                         .full_name = std::string(name),
                         .email = EmailOf(name),
                         .phone = fmt::format("+000 555 {:04}", till_id),
                         .country = std::string(country),
                         .registration_date = DateText(registered),
                         .marketing_consent = random.Chance(60)});
    ++till_id;
  }
  return customers;
}

}  // namespace assay::demo
