#include "ingest/rest/rest_connector.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "ingest/rest/http_status.h"
#include "ingest/rest/http_stub.h"
#include "ingest/rest/rest_url.h"

namespace assay::ingest {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr const char* kToken = "tok-7f3a9c";

class RestConnectorTest : public testing::Test {
 protected:
  RestConnectorTest() {
    source_.name = "crm";
    source_.kind = config::SourceKind::kRest;
    table_.name = "customers";
    options_.clock.now = [this] { return now_; };
    options_.clock.random = [] { return 0.0; };
    options_.clock.sleep = [this](milliseconds wait, const std::stop_token&) -> Status {
      now_ += wait;
      waits_ms_.push_back(wait.count());
      return {};
    };
  }

  void PagesOf(std::vector<std::string> bodies) {
    source_.rest.paginator.kind = config::Paginator::Kind::kPageNumber;
    script_ = [bodies = std::move(bodies)](std::size_t number, const std::string&) {
      return number < bodies.size() ? Reply(200, bodies[number]) : Reply(200, "[]");
    };
  }

  /// All rows, one text a row: "name=value;..." without nulls.
  Result<std::vector<std::string>> Load(std::stop_token stop = {}) {
    HttpStub stub([this](std::size_t number, const std::string& request) { return script_(number, request); });
    source_.rest.base_url = stub.url() + "/api/";
    auto loaded = LoadFrom(std::move(stop));
    requests_ = stub.requests();
    return loaded;
  }

  Result<std::vector<std::string>> LoadFrom(std::stop_token stop = {}) {
    const nlohmann::json resume;
    ASSIGN_OR_RETURN(Extract extract, RestConnector(options_).Open({source_, table_, resume, std::move(stop)}));
    EXPECT_EQ(extract.reach, Reach::kFull);
    method_ = extract.method;
    auto& stream = *std::get<std::unique_ptr<table::BatchStream>>(extract.rows);
    std::vector<std::string> rows;
    while (true) {
      ASSIGN_OR_RETURN(const table::RecordBatch batch, stream.Next());
      if (batch.rows == 0) return rows;
      for (std::size_t row = 0; row < batch.rows; ++row) {
        std::string text;
        for (std::size_t i = 0; i < batch.columns.size(); ++i) {
          if (batch.columns[i].valid[row] == 0) continue;
          text += stream.schema().fields[i].name + "=" + std::string(batch.columns[i].TextAt(row)) + ";";
        }
        rows.push_back(std::move(text));
      }
    }
  }

  Error LoadError() {
    auto loaded = Load();
    EXPECT_FALSE(loaded) << "expected an error";
    return loaded ? Error{ErrorKind::kInternal, ""} : loaded.error();
  }

  HttpStub::Script script_ = [](std::size_t, const std::string&) { return Reply(200, R"([{"id":1}])"); };
  config::Source source_;
  config::SourceTable table_;
  RestOptions options_;
  std::chrono::steady_clock::time_point now_;
  std::vector<std::int64_t> waits_ms_;
  std::vector<std::string> requests_;
  std::string method_;
};

TEST_F(RestConnectorTest, ReadsOneAnswer) {
  script_ = [](std::size_t, const std::string&) {
    return Reply(200, R"({"data": [{"id": 101, "spent": 10.50}, {"id": 102, "vip": true}]})");
  };
  EXPECT_THAT(Load().value(), ElementsAre("id=101;spent=10.50;", "id=102;vip=true;"));
  EXPECT_THAT(requests_, ElementsAre(StartsWith("GET /api/customers HTTP/1.1\r\n")));
  EXPECT_EQ(method_, "reads all rows from one answer");
}

TEST_F(RestConnectorTest, EncodesPathAndParameters) {
  table_.path = "v1/our customers?x=1";
  table_.params = {{"filter[a]", "b c&d=\u00e9"}};
  EXPECT_TRUE(Load());
  // Hex digits in either case mean the same; libcurl changed them between versions.
  EXPECT_THAT(requests_[0], testing::StartsWith("GET /api/v1/our%20customers?x=1&filter%5"));
  std::string lower = requests_[0];
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  EXPECT_THAT(lower, HasSubstr("?x=1&filter%5ba%5d=b+c%26d%3d%c3%a9 http/1.1"));
}

TEST_F(RestConnectorTest, ReadsPagesUntilAnEmptyOne) {
  PagesOf({R"([{"id":1}])", R"([{"id":2},{"id":3}])"});
  EXPECT_THAT(Load().value(), ElementsAre("id=1;", "id=2;", "id=3;"));
  EXPECT_THAT(requests_, ElementsAre(StartsWith("GET /api/customers?page=1 "), StartsWith("GET /api/customers?page=2 "),
                                     StartsWith("GET /api/customers?page=3 ")));
  EXPECT_THAT(method_, HasSubstr("reads all 3 pages"));
}

TEST_F(RestConnectorTest, StopsAtTheTotalOrTheMaximumPage) {
  PagesOf({R"({"data":[{"id":1}],"meta":{"pages":2}})", R"({"data":[{"id":2}],"meta":{"pages":2}})"});
  source_.rest.paginator.base_page = 0;
  source_.rest.paginator.page_param = "p";
  source_.rest.paginator.total_path = "meta.pages";
  EXPECT_THAT(Load().value(), ElementsAre("id=1;", "id=2;"));
  EXPECT_THAT(requests_, ElementsAre(StartsWith("GET /api/customers?p=0 "), StartsWith("GET /api/customers?p=1 ")));
  source_.rest.paginator.total_path.clear();
  source_.rest.paginator.maximum_page = 0;
  EXPECT_THAT(Load().value(), ElementsAre("id=1;"));
  EXPECT_THAT(method_, HasSubstr("pages behind maximum_page are not read"));
}

TEST_F(RestConnectorTest, RefusesTheSamePageTwice) {
  PagesOf({R"({"page":1,"data":[{"id":1}]})", R"({"page":2,"data":[{"id":1}]})"});
  const Error error = LoadError();
  EXPECT_EQ(error.kind, ErrorKind::kInvalidInput);
  EXPECT_THAT(error.message, HasSubstr("Cannot read table crm.customers, page 2 of http://127.0.0.1"));
  EXPECT_THAT(error.message, HasSubstr("it holds the same rows as page 1; does the API know the parameter 'page'?"));
}

TEST_F(RestConnectorTest, RefusesAnEmptyPageBeforeThePromisedEnd) {
  PagesOf({R"({"data":[{"id":1}],"total":50})", R"({"data":[],"total":50})"});
  source_.rest.paginator.total_path = "total";
  EXPECT_THAT(LoadError().message, HasSubstr("it is empty, although 'total' promises 50 pages"));
}

TEST_F(RestConnectorTest, ReadsNothingFromAnEmptyList) {
  script_ = [](std::size_t, const std::string&) { return Reply(200, "[]"); };
  EXPECT_TRUE(Load().value().empty());
}

TEST_F(RestConnectorTest, AuthenticatesInEveryWay) {
  auto& auth = source_.rest.auth;
  auth = {.kind = config::RestAuth::Kind::kBearer, .token = kToken, .name = "", .location = "", .username = ""};
  EXPECT_TRUE(Load());
  EXPECT_THAT(requests_[0], HasSubstr("\r\nAuthorization: Bearer tok-7f3a9c\r\n"));
  auth = {
      .kind = config::RestAuth::Kind::kApiKey, .token = kToken, .name = "X-Key", .location = "header", .username = ""};
  EXPECT_TRUE(Load());
  EXPECT_THAT(requests_[0], HasSubstr("\r\nX-Key: tok-7f3a9c\r\n"));
  auth = {.kind = config::RestAuth::Kind::kApiKey, .token = kToken, .name = "key", .location = "query", .username = ""};
  EXPECT_TRUE(Load());
  EXPECT_THAT(requests_[0], StartsWith("GET /api/customers?key=tok-7f3a9c "));
  auth = {.kind = config::RestAuth::Kind::kBasic,
          .token = "open sesame",
          .name = "",
          .location = "",
          .username = "Aladdin"};
  EXPECT_TRUE(Load());
  EXPECT_THAT(requests_[0], HasSubstr("\r\nAuthorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n"));
  source_.rest.headers = {{"X-Shop", "1\r\nX-Evil: 2"}};
  EXPECT_THAT(LoadError().message, HasSubstr("header X-Shop holds a line break"));
}

TEST_F(RestConnectorTest, WaitsAsLongAsTheServerAsks) {
  script_ = [](std::size_t number, const std::string&) {
    if (number == 0) return Reply(429, "slow down", "Retry-After: 600\r\n");
    if (number == 1)
      return Reply(503, "", "Date: Tue, 02 Jan 2024 10:00:00 GMT\r\nRetry-After: Tue, 02 Jan 2024 10:01:30 GMT\r\n");
    return Reply(200, R"([{"id":1}])");
  };
  EXPECT_TRUE(Load());
  EXPECT_THAT(waits_ms_, ElementsAre(600'000, 90'000));
}

TEST_F(RestConnectorTest, GivesUpWhenTheServerAsksForLongerThanTheLimit) {
  script_ = [](std::size_t, const std::string&) { return Reply(429, "", "Retry-After: 86400\r\n"); };
  const Error error = LoadError();
  EXPECT_EQ(error.kind, ErrorKind::kIo);
  EXPECT_THAT(error.message, HasSubstr("the next wait of 86400.0 s would pass the limit of 900 s"));
  EXPECT_TRUE(waits_ms_.empty());
}

TEST_F(RestConnectorTest, TriesServerErrorsAndCutAnswersAgain) {
  script_ = [](std::size_t number, const std::string&) -> StubReply {
    if (number == 0) return Reply(500, "oops");
    if (number == 1) return {"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n[{\"id\":1}"};
    if (number == 2) return {""};
    return Reply(200, R"([{"id":1}])");
  };
  EXPECT_THAT(Load().value(), ElementsAre("id=1;"));
  EXPECT_THAT(waits_ms_, ElementsAre(500, 1000, 2000));
}

TEST_F(RestConnectorTest, SaysHowOftenItTried) {
  source_.rest.max_attempts = 2;
  script_ = [](std::size_t, const std::string&) -> StubReply {
    return {"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n[]"};
  };
  const Error error = LoadError();
  EXPECT_EQ(error.kind, ErrorKind::kIo);
  EXPECT_THAT(error.message, HasSubstr("its answer was cut off"));
  EXPECT_THAT(error.message, HasSubstr("(tried 2 times)"));
}

TEST_F(RestConnectorTest, TimesOut) {
  source_.rest.timeout_s = 1;
  source_.rest.max_attempts = 1;
  script_ = [](std::size_t, const std::string&) { return StubReply{"", 60'000}; };
  EXPECT_EQ(LoadError().kind, ErrorKind::kTimeout);
}

TEST_F(RestConnectorTest, FailsWhenNobodyListens) {
  {
    source_.rest.base_url = HttpStub(script_).url();
  }
  source_.rest.max_attempts = 2;
  const auto loaded = LoadFrom();
  EXPECT_EQ(loaded.error().kind, ErrorKind::kIo);
  EXPECT_EQ(waits_ms_.size(), 1U);
}

TEST_F(RestConnectorTest, SaysWhatToDoWhenRefused) {
  int status = 401;
  script_ = [&](std::size_t, const std::string&) { return Reply(status, R"({"error":"bad"})"); };
  EXPECT_THAT(
      LoadError().message,
      HasSubstr(
          "expected status 200, got 401; the server does not accept the credentials; check 'auth' of source crm"));
  EXPECT_EQ(requests_.size(), 1U);
  status = 403;
  EXPECT_THAT(LoadError().message, HasSubstr("not allowed to read this"));
  status = 404;
  const Error error = LoadError();
  EXPECT_EQ(error.kind, ErrorKind::kInvalidInput);
  EXPECT_THAT(error.message,
              HasSubstr("there is no such address; check 'base_url' and 'path' (it said: {\"error\":\"bad\"})"));
}

TEST_F(RestConnectorTest, QuotesAWrongBodyWithoutSecretsAndPersons) {
  source_.rest.auth = {
      .kind = config::RestAuth::Kind::kBearer, .token = kToken, .name = "", .location = "", .username = ""};
  script_ = [](std::size_t, const std::string&) {
    return Reply(200, "<html>\nyour token tok-7f3a9c, Ms Smith" + std::string(200, 'x'));
  };
  const Error error = LoadError();
  EXPECT_EQ(error.kind, ErrorKind::kInvalidInput);
  EXPECT_THAT(error.message, HasSubstr("it begins: <html> your token ***, Ms Smithxxx"));
  EXPECT_THAT(error.message, Not(HasSubstr(kToken)));
  table_.pii = {"name"};
  EXPECT_THAT(LoadError().message, Not(HasSubstr("Smith")));
}

TEST_F(RestConnectorTest, ShowsNoSecretInAnyMessage) {
  source_.rest.auth = {
      .kind = config::RestAuth::Kind::kApiKey, .token = kToken, .name = "key", .location = "query", .username = ""};
  source_.rest.headers = {{"X-Other", "other-secret"}};
  table_.params = {{"session_token", "param-secret"}};
  source_.rest.max_attempts = 1;
  script_ = [](std::size_t, const std::string& request) { return Reply(400, request); };
  const std::string message = LoadError().message;
  for (const char* secret : {kToken, "other-secret", "param-secret"}) EXPECT_THAT(message, Not(HasSubstr(secret)));
  source_.rest.auth = {.kind = config::RestAuth::Kind::kBasic,
                       .token = "open sesame",
                       .name = "",
                       .location = "",
                       .username = "Aladdin"};
  EXPECT_THAT(LoadError().message, Not(HasSubstr("QWxhZGRpbjpvcGVuIHNlc2FtZQ==")));
}

TEST_F(RestConnectorTest, FollowsRedirectsOnTheSameServerOnly) {
  source_.rest.auth = {
      .kind = config::RestAuth::Kind::kBearer, .token = kToken, .name = "", .location = "", .username = ""};
  HttpStub other([](std::size_t, const std::string&) { return Reply(200, "[]"); });
  script_ = [](std::size_t number, const std::string&) {
    return number == 0 ? Reply(302, "", "Location: /new\r\n") : Reply(200, R"([{"id":1}])");
  };
  EXPECT_TRUE(Load());
  EXPECT_THAT(requests_[1], HasSubstr("Bearer tok-7f3a9c"));
  script_ = [&](std::size_t, const std::string&) { return Reply(302, "", "Location: " + other.url() + "/x?y=1\r\n"); };
  EXPECT_THAT(LoadError().message, HasSubstr("the server redirects to " + other.url() + "/x; set 'base_url' to it"));
  EXPECT_TRUE(other.requests().empty());
  script_ = [](std::size_t, const std::string&) { return Reply(302, "", "Location: /again\r\n"); };
  EXPECT_THAT(LoadError().message, HasSubstr("got 302"));
  EXPECT_EQ(requests_.size(), 6U);
}

TEST_F(RestConnectorTest, RefusesAddressesThatAreNone) {
  source_.rest.base_url = "ftp://host/x";
  EXPECT_THAT(LoadFrom().error().message, HasSubstr("expected http://host/... or https://host/..."));
  source_.rest.base_url = "http://user:hidden-pw@host";
  EXPECT_THAT(LoadFrom().error().message, HasSubstr("expected no user and password in it"));
  table_.path = "https://elsewhere/x";
  const std::string message = LoadFrom().error().message;
  EXPECT_THAT(message, HasSubstr("expected a path below base_url"));
  EXPECT_THAT(message, Not(HasSubstr("hidden-pw")));
}

TEST_F(RestConnectorTest, StopsOnRequest) {
  std::stop_source stop;
  script_ = [&](std::size_t, const std::string&) {
    stop.request_stop();
    return StubReply{"", 60'000};
  };
  EXPECT_EQ(Load(stop.get_token()).error().kind, ErrorKind::kCancelled);
}

TEST_F(RestConnectorTest, PingsTheFirstResource) {
  HttpStub stub(
      [](std::size_t, const std::string& request) { return Reply(request.contains("/customers") ? 200 : 404, "[]"); });
  source_.rest.base_url = stub.url();
  source_.tables = {table_};
  EXPECT_TRUE(RestConnector(options_).Ping(source_));
  source_.tables[0].path = "nothing";
  EXPECT_THAT(RestConnector(options_).Ping(source_).error().message, HasSubstr("Cannot reach source crm"));
}

TEST(RestUrl, RefusesWhatHoldsANul) {
  using namespace std::string_literals;
  const auto kind = [](const std::string& base_url, const std::string& path, const std::string& name,
                       const std::string& value) {
    const auto url = RestUrl(base_url, path, {{name, value}});
    return url ? std::nullopt : std::optional(url.error().kind);
  };
  EXPECT_EQ(kind("https://shop.example", "x?page=2", "", ""), std::nullopt);
  EXPECT_EQ(kind("https://shop.example\0/"s, "x", "a", "1"), ErrorKind::kInvalidInput);
  EXPECT_EQ(kind("https://shop.example", "x\0"s, "a", "1"), ErrorKind::kInvalidInput);
  EXPECT_EQ(kind("https://shop.example", "x?page=2", "\0a"s, "1"), ErrorKind::kInvalidInput);
  EXPECT_EQ(kind("https://shop.example", "x?page=2", "a", "1\0"s), ErrorKind::kInvalidInput);
}

TEST(RetryAfter, ReadsSecondsAndDates) {
  const auto now = std::chrono::system_clock::from_time_t(1'704'189'600);  // Tue, 02 Jan 2024 10:00:00 GMT
  EXPECT_EQ(RetryAfter("7", "", now), milliseconds(7000));
  EXPECT_EQ(RetryAfter("Tue, 02 Jan 2024 10:00:05 GMT", "", now), milliseconds(5000));
  EXPECT_EQ(RetryAfter("Tue, 02 Jan 2024 09:00:05 GMT", "Tue, 02 Jan 2024 09:00:00 GMT", now), milliseconds(5000));
  EXPECT_EQ(RetryAfter("Tue, 02 Jan 2024 09:00:05 GMT", "", now), milliseconds(0));
  EXPECT_EQ(RetryAfter("soon", "", now), std::nullopt);
  EXPECT_EQ(RetryAfter("-1", "", now), std::nullopt);
}

TEST(RestUrl, KnowsTheSameServer) {
  EXPECT_TRUE(IsSameServer("http://a/x", "http://a:80/y"));
  EXPECT_TRUE(IsSameServer("http://a/x", "https://a/y"));
  EXPECT_FALSE(IsSameServer("https://a/x", "http://a/y"));
  EXPECT_FALSE(IsSameServer("http://a/x", "http://a:8080/y"));
  EXPECT_FALSE(IsSameServer("http://a/x", "http://a.evil/y"));
  EXPECT_EQ(ShownUrl("https://u:p@h:8443/a?key=1#f"), "https://h:8443/a");
}

}  // namespace
}  // namespace assay::ingest
