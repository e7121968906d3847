#include "demo/customers_pages.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace assay::demo {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::int64_t kPages = 3;

Json JsonOf(const Customer& customer) {
  return {{"customer_id", customer.customer_id},
          {"full_name", customer.full_name},
          {"email", customer.email},
          {"phone", customer.phone},
          {"country", customer.country},
          {"registration_date", customer.registration_date},
          {"marketing_consent", customer.marketing_consent}};
}

/// The number that follows "page=" in a query, 1 when there is none; nothing when it is not a positive number.
std::optional<std::int64_t> PageOf(std::string_view query) {
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    if (!pair.starts_with("page=")) continue;
    const std::string_view digits = pair.substr(5);
    std::int64_t page = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), page);
    if (error != std::errc() || end != digits.data() + digits.size() || page < 1) return std::nullopt;
    return page;
  }
  return 1;
}

}  // namespace

Reply ErrorReply(int status, std::string_view message) {
  return {.status = status, .body = Json{{"error", message}}.dump()};
}

CustomersPages::CustomersPages(std::vector<Customer> customers, std::string_view token)
    : customers_(std::move(customers)), authorization_(fmt::format("Bearer {}", token)) {}

Reply CustomersPages::Answer(std::string_view method, std::string_view target, std::string_view authorization) {
  const std::string_view path = target.substr(0, target.find('?'));
  if (path != "/customers") return ErrorReply(404, "there is only /customers");
  if (method != "GET") return ErrorReply(405, "only GET is answered");
  if (authorization != authorization_) return ErrorReply(401, "send the header Authorization: Bearer <token>");
  const auto page = PageOf(path.size() == target.size() ? std::string_view() : target.substr(path.size() + 1));
  if (!page) return ErrorReply(400, "page is not a positive number");
  return Page(*page);
}

Reply CustomersPages::Page(std::int64_t page) {
  if (page == 2 && !std::exchange(refused_page_2_, true)) {
    Reply reply = ErrorReply(429, "too many requests; ask again after a second");
    reply.retry_after_s = 1;
    return reply;
  }
  if (page == 3 && !std::exchange(failed_page_3_, true)) return ErrorReply(500, "something failed; ask again");
  Json data = Json::array();
  if (page <= kPages) {
    const std::int64_t size = (std::ssize(customers_) + kPages - 1) / kPages;
    const std::int64_t end = std::min(page * size, std::ssize(customers_));
    for (std::int64_t at = (page - 1) * size; at < end; ++at)
      data.push_back(JsonOf(customers_[static_cast<std::size_t>(at)]));
  }
  return {.status = 200, .body = Json{{"data", std::move(data)}, {"page", page}, {"pages", kPages}}.dump()};
}

}  // namespace assay::demo
