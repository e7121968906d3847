// Sharing, keeping and counting of answers.
#include <atomic>
#include <latch>
#include <thread>

#include <gmock/gmock.h>

#include "server/answer_cache.h"
#include "server/answer_places.h"
#include "server/csv_text.h"
#include "server/metrics.h"
#include "server/single_flight.h"
#include "server/static_files.h"
#include "server/web_routes.h"

namespace assay::server {
namespace {

using testing::HasSubstr;

TEST(SingleFlight, EqualCallsAtTheSameTimeAreMadeOnce) {
  SingleFlight<int> flights;
  std::atomic<int> made = 0;
  std::vector<std::jthread> threads;
  std::atomic<int> sum = 0;
  std::latch leads(1);
  threads.emplace_back([&] {
    sum += *flights.Do("key", {}, [&](const std::stop_token&) -> Result<int> {
      leads.count_down();
      while (flights.shared() < 3) std::this_thread::yield();
      return ++made;
    });
  });
  leads.wait();
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back(
        [&] { sum += *flights.Do("key", {}, [&](const std::stop_token&) -> Result<int> { return ++made; }); });
  }
  threads.clear();
  EXPECT_EQ(made, 1);
  EXPECT_EQ(sum, 4);
  EXPECT_EQ(*flights.Do("key", {}, [&](const std::stop_token&) -> Result<int> { return ++made; }), 2);
}

TEST(SingleFlight, StopsWhenNobodyWantsItAnyMore) {
  SingleFlight<int> flights;
  std::stop_source first;
  std::stop_source second;
  std::latch leads(1);
  Result<int> of_leader = 0;
  Result<int> of_other = 0;
  std::jthread leader([&] {
    of_leader = flights.Do("key", first.get_token(), [&](const std::stop_token& stop) -> Result<int> {
      leads.count_down();
      while (!stop.stop_requested()) std::this_thread::yield();
      return Cancelled("stopped");
    });
  });
  leads.wait();
  std::jthread other([&] {
    of_other = flights.Do("key", second.get_token(), [](const std::stop_token&) -> Result<int> { return 1; });
  });
  while (flights.shared() < 1) std::this_thread::yield();
  first.request_stop();  // the other one still waits for it
  second.request_stop();
  leader.join();
  other.join();
  EXPECT_EQ(of_leader.error().kind, ErrorKind::kCancelled);
  EXPECT_EQ(of_other.error().kind, ErrorKind::kCancelled);
}

AnswerText TextOf(std::size_t bytes) { return std::make_shared<const std::string>(bytes, 'x'); }

TEST(AnswerCache, ForgetsWhatWasLongestUnused) {
  AnswerCache cache(1000);
  for (const char* key : {"a", "b", "c", "d", "e", "f", "g", "h"}) cache.Put(key, TextOf(110), 110);
  EXPECT_TRUE(cache.Get("a"));
  cache.Put("i", TextOf(110), 110);
  cache.Put("j", TextOf(110), 110);
  EXPECT_TRUE(cache.Get("a"));
  EXPECT_FALSE(cache.Get("b"));
  EXPECT_LE(cache.counts().bytes, 1000U);
  EXPECT_EQ(cache.counts().hits, 2U);
  EXPECT_EQ(cache.counts().misses, 1U);
}

TEST(AnswerCache, KeepsNothingTooLarge) {
  AnswerCache cache(1000);
  cache.Put("a", TextOf(126), 126);
  EXPECT_FALSE(cache.Get("a"));
}

TEST(AnswerPlaces, GiveAllCoresToOneAndOneToEachOfMany) {
  AnswerPlaces places(2);
  auto first = places.Take({});
  ASSERT_TRUE(first);
  EXPECT_EQ(first->threads(), 2U);
  auto second = places.Take({});
  ASSERT_TRUE(second);
  EXPECT_EQ(second->threads(), 1U);
  std::stop_source gone;
  gone.request_stop();
  EXPECT_EQ(places.Take(gone.get_token()).error().kind, ErrorKind::kCancelled);
  std::jthread waiting([&] { EXPECT_TRUE(places.Take({})); });
  {
    const auto done = *std::move(first);
  }
}

TEST(Metrics, AreToldForPrometheus) {
  Metrics metrics;
  metrics.Add("assay_release", "gauge", "Number.", [] { return 7.0; });
  metrics.Count({.method = "GET", .route = "/api/pages", .status = 200, .duration = std::chrono::milliseconds(20)});
  const std::string text = metrics.Text();
  EXPECT_THAT(text, HasSubstr("# TYPE assay_release gauge\nassay_release 7\n"));
  EXPECT_THAT(text, HasSubstr("assay_requests_total{route=\"/api/pages\",status=\"200\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("assay_request_seconds_bucket{route=\"/api/pages\",le=\"0.01\"} 0\n"));
  EXPECT_THAT(text, HasSubstr("assay_request_seconds_bucket{route=\"/api/pages\",le=\"0.025\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("assay_request_seconds_bucket{route=\"/api/pages\",le=\"+Inf\"} 1\n"));
}

TEST(CsvText, QuotesWhatNeedsIt) {
  engine::Rows rows{.columns = {{"name"}, {"a,b"}}, .cells = {{"plain", std::nullopt}, {"say \"x\"", "two\nlines"}}};
  std::string text;
  AppendCsvHeader(rows, text);
  AppendCsvRows(rows, text);
  EXPECT_EQ(text, "name,\"a,b\"\r\nplain,\r\n\"say \"\"x\"\"\",\"two\nlines\"\r\n");
}

TEST(CsvText, TextIsNoFormula) {
  engine::Rows rows{.columns = {{"name"}, {"sum", engine::CellKind::kNumber}},
                    .cells = {{"=HYPERLINK(\"x\")", "-4.50"},
                              {"+20 12", "1"},
                              {"@SUM(A1)", "-1"},
                              {"\t=1", "0"},
                              {"-2+3", "0"},
                              {"-1", "0"},
                              {"a=b", "0"},
                              {"", "0"}}};
  std::string text;
  AppendCsvRows(rows, text);
  EXPECT_EQ(
      text,
      "\"'=HYPERLINK(\"\"x\"\")\",-4.50\r\n'+20 12,1\r\n'@SUM(A1),-1\r\n'\t=1,0\r\n'-2+3,0\r\n-1,0\r\na=b,0\r\n,0\r\n");
}

TEST(MissingPage, IsThePageWithItsStatus) {
  const std::vector<EmbeddedFile> embedded{{"web/dist/index.html", "<p>"}};
  const StaticFiles files(embedded, "web/dist");
  const std::string etag = files.Answer({}, "/index.html").headers[0].second;
  const auto page = MissingPage(files)({.path = "/nothing", .headers = {{"if-none-match", etag}}});
  ASSERT_TRUE(page.has_value());
  EXPECT_EQ(page->status, 404);
  EXPECT_EQ(page->text(), "<p>");
  EXPECT_FALSE(MissingPage(StaticFiles({}, "web/dist"))({}).has_value());
}

TEST(StaticFiles, AreCompressedAndRevalidated) {
  const std::string long_text(1000, 'a');
  const std::vector<EmbeddedFile> embedded{{"build/x/web/dist/index.html", "<p>"},
                                           {"web/dist/assets/app.js", long_text}};
  const StaticFiles files(embedded, "web/dist");
  const Response plain = files.Answer({}, "/index.html");
  EXPECT_EQ(plain.text(), "<p>");
  EXPECT_EQ(plain.content_type, "text/html");
  const Response packed = files.Answer({.headers = {{"accept-encoding", "br, gzip"}}}, "/assets/app.js");
  EXPECT_THAT(packed.headers, testing::Contains(testing::Pair("Content-Encoding", "gzip")));
  EXPECT_LT(packed.text().size(), 100U);
  const Response same = files.Answer({.headers = {{"if-none-match", plain.headers[0].second}}}, "/index.html");
  EXPECT_EQ(same.status, 304);
  EXPECT_EQ(same.text(), "");
}

}  // namespace
}  // namespace assay::server
