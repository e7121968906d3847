#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "demo/shop_rows.h"

namespace assay::demo {

/// What the customers API answers, apart from how it gets to the client.
struct Reply {
  int status;
  std::string body;       ///< JSON
  int retry_after_s = 0;  ///< 0 = no such header
};

/// The rules of the customers API (see CustomersApi), which remember that a page has failed once. Not thread-safe.
class CustomersPages {
 public:
  CustomersPages(std::vector<Customer> customers, std::string_view token);

  /// `target` is the path with its query; `authorization` the header's value, empty when missing.
  Reply Answer(std::string_view method, std::string_view target, std::string_view authorization);

 private:
  Reply Page(std::int64_t page);

  std::vector<Customer> customers_;
  std::string authorization_;
  bool refused_page_2_ = false;
  bool failed_page_3_ = false;
};

/// An answer that is an error: `{"error": "<message>"}`.
Reply ErrorReply(int status, std::string_view message);

}  // namespace assay::demo
