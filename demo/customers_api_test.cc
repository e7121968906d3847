#include "demo/customers_api.h"

#include <chrono>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <curl/curl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

#include "demo/demo_shop.h"

namespace assay::demo {
namespace {

struct Answer {
  long status = 0;
  std::string body;
  std::string headers;
};

std::size_t Append(char* bytes, std::size_t size, std::size_t count, void* text) {
  static_cast<std::string*>(text)->append(bytes, size * count);
  return size * count;
}

/// A connection that ends with its object.
class Socket {
 public:
  explicit Socket(const std::string& url) : handle_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1))));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(connect(handle_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket() { close(handle_); }

  void Send(const std::string& bytes) {
    EXPECT_EQ(send(handle_, bytes.data(), bytes.size(), MSG_NOSIGNAL), std::ssize(bytes));
  }

  /// All bytes until the other side closes.
  std::string Receive() {
    std::string text;
    char bytes[1024];
    for (ssize_t count = 0; (count = recv(handle_, bytes, sizeof bytes, 0)) > 0;)
      text.append(bytes, static_cast<std::size_t>(count));
    return text;
  }

 private:
  int handle_;
};

class Api : public testing::Test {
 protected:
  void SetUp() override {
    auto started = CustomersApi::Start(GenerateShop().customers, "s3cret");
    ASSERT_TRUE(started);
    api_ = *std::move(started);
  }

  Answer Get(const std::string& path, const std::string& token = "s3cret", const std::string& method = "GET") {
    const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), &curl_easy_cleanup);
    const std::string authorization = "Authorization: Bearer " + token;
    const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(
        token.empty() ? nullptr : curl_slist_append(nullptr, authorization.c_str()), &curl_slist_free_all);
    Answer answer;
    curl_easy_setopt(curl.get(), CURLOPT_URL, (api_->url() + path).c_str());
    curl_easy_setopt(curl.get(), CURLOPT_CUSTOMREQUEST, method.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl.get(), CURLOPT_NOPROXY, "*");
    curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, Append);
    curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &answer.body);
    curl_easy_setopt(curl.get(), CURLOPT_HEADERDATA, &answer.headers);
    EXPECT_EQ(curl_easy_perform(curl.get()), CURLE_OK);
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &answer.status);
    return answer;
  }

  std::unique_ptr<CustomersApi> api_;
};

TEST_F(Api, AsksForTheToken) {
  EXPECT_EQ(Get("/customers?page=1", "").status, 401);
  EXPECT_EQ(Get("/customers?page=2", "wrong").status, 401);
  EXPECT_EQ(Get("/customers?page=2").status, 429);  // a refused call does not use up the planted failure
}

TEST_F(Api, GivesAllCustomersInThreePagesAfterTwoFailures) {
  EXPECT_EQ(Get("/customers?page=1").status, 200);
  const Answer refused = Get("/customers?page=2");
  EXPECT_EQ(refused.status, 429);
  EXPECT_NE(refused.headers.find("Retry-After: 1\r\n"), std::string::npos);
  EXPECT_EQ(Get("/customers?page=3").status, 500);
  std::set<std::int64_t> ids;
  for (int page = 1; page <= 3; ++page) {
    const Answer answer = Get("/customers?limit=9&page=" + std::to_string(page));
    ASSERT_EQ(answer.status, 200);
    EXPECT_NE(answer.headers.find("Content-Type: application/json\r\n"), std::string::npos);
    const auto body = nlohmann::json::parse(answer.body);
    EXPECT_EQ(body["page"], page);
    EXPECT_EQ(body["pages"], 3);
    EXPECT_EQ(body["data"].size(), 10u);
    for (const auto& customer : body["data"]) ids.insert(customer["customer_id"].get<std::int64_t>());
  }
  EXPECT_EQ(ids.size(), 30u);
  EXPECT_EQ(*ids.begin(), 1001);
}

TEST_F(Api, WritesEveryFieldOfACustomer) {
  const auto body = nlohmann::json::parse(Get("/customers").body);
  const Customer expected = GenerateShop().customers.front();
  const auto& customer = body["data"][0];
  EXPECT_EQ(customer.size(), 7u);
  EXPECT_EQ(customer["full_name"], expected.full_name);
  EXPECT_EQ(customer["email"], expected.email);
  EXPECT_EQ(customer["phone"], expected.phone);
  EXPECT_EQ(customer["country"], expected.country);
  EXPECT_EQ(customer["registration_date"], expected.registration_date);
  EXPECT_EQ(customer["marketing_consent"], expected.marketing_consent);
}

TEST_F(Api, AnswersWrongRequests) {
  EXPECT_EQ(Get("/").status, 404);
  EXPECT_EQ(Get("/customersx").status, 404);
  EXPECT_EQ(Get("/customers", "s3cret", "DELETE").status, 405);
  for (const char* page : {"0", "-1", "two", "", "1x", "99999999999999999999"}) {
    EXPECT_EQ(Get(std::string("/customers?page=") + page).status, 400) << page;
  }
  EXPECT_EQ(nlohmann::json::parse(Get("/customers?page=4").body)["data"].size(), 0u);
  EXPECT_EQ(nlohmann::json::parse(Get("/customers?page=9223372036854775807").body)["data"].size(), 0u);
}

TEST_F(Api, SurvivesGarbageAndHalfRequests) {
  Socket garbage(api_->url());
  garbage.Send("\x16\x03\x01 not http at all\r\n\r\n");
  EXPECT_TRUE(garbage.Receive().starts_with("HTTP/1.1 400"));
  Socket long_line(api_->url());
  long_line.Send("GET /" + std::string(20000, 'a'));
  long_line.Receive();
  Socket half(api_->url());
  half.Send("GET /customers HTTP/1.1\r\nHost: x\r\n");
  EXPECT_EQ(Get("/customers").status, 200);
}

TEST_F(Api, ClosesAConnectionThatStaysSilent) {
  const auto hasty = CustomersApi::Start({}, "s3cret", std::chrono::milliseconds(200));
  ASSERT_TRUE(hasty);
  Socket half((*hasty)->url());
  half.Send("GET /customers HTTP/1.1\r\n");
  EXPECT_EQ(half.Receive(), "");
}

TEST_F(Api, TurnsAwayConnectionsBeyondTheLimit) {
  std::vector<std::unique_ptr<Socket>> open;
  for (int count = 0; count < 32; ++count) open.push_back(std::make_unique<Socket>(api_->url()));
  EXPECT_EQ(Socket(api_->url()).Receive(), "");
  open.clear();
  std::string answer;
  for (int attempt = 0; attempt < 100 && answer.empty(); ++attempt) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    Socket again(api_->url());
    again.Send("GET / HTTP/1.0\r\n\r\n");
    answer = again.Receive();
  }
  EXPECT_TRUE(answer.starts_with("HTTP/1.0 404"));
}

TEST_F(Api, StopsWhileAClientIsHalfway) {
  Socket half(api_->url());
  half.Send("GET /customers HTTP/1.1\r\n");
  const auto begin = std::chrono::steady_clock::now();
  api_.reset();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(2));
}

}  // namespace
}  // namespace assay::demo
