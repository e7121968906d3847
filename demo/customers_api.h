#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "demo/shop_rows.h"

namespace assay::demo {

/// A small customers API as shops have them, for the demo and for tests of whoever reads one. It listens on a free port
/// of 127.0.0.1 and answers from one thread of its own.
/// - GET /customers?page=N (default 1) with `Authorization: Bearer <token>`: 200 and `{"data": [...], "page": N,
/// "pages": 3}`;
///   an empty `data` after the last page.
/// - The first time page 2 is asked: 429 with `Retry-After: 1`. The first time page 3 is asked: 500.
/// - 401 without the token, 400 for a page that is no positive number or a request that is not HTTP, 404 elsewhere, 405
/// for
///   anything but GET.
/// Connections beyond 32 at a time, and those silent for longer than `patience`, are closed. Errors have the body
/// `{"error": "..."}`.
class CustomersApi {
 public:
  /// Listens when it returns. kIo when no port can be had.
  static Result<std::unique_ptr<CustomersApi>> Start(std::vector<Customer> customers, std::string token,
                                                     std::chrono::milliseconds patience = std::chrono::seconds(5));

  CustomersApi(const CustomersApi&) = delete;
  CustomersApi& operator=(const CustomersApi&) = delete;

  /// Closes idle connections, lets begun answers end, and joins the thread.
  ~CustomersApi();

  /// The base URL, such as "http://127.0.0.1:40123". Thread-safe.
  std::string url() const;

 private:
  class Server;
  explicit CustomersApi(std::unique_ptr<Server> server);
  std::unique_ptr<Server> server_;
};

}  // namespace assay::demo
