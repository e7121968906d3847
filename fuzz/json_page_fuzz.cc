#include "fuzz/input.h"
#include "ingest/rest/http_status.h"
#include "ingest/rest/json_page.h"
#include "ingest/rest/rest_url.h"

// A page of an API, then a header and an address that it may send.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest = assay::fuzz::TextOf(data, size);
  const std::string_view body = assay::fuzz::TakePart(rest);
  for (const assay::ingest::PagePaths& paths : {assay::ingest::PagePaths{}, {.rows = "data", .total = "meta.pages"}}) {
    assay::ingest::RowTable table(2);
    (void)assay::ingest::AddJsonPage(body, paths, table);
    (void)assay::ingest::AddJsonPage(body, paths, table);
    const std::size_t columns = table.schema().fields.size();
    for (const auto& batch : table.TakeBatches()) assay::fuzz::Require(batch.columns.size() == columns);
  }
  const std::string header(assay::fuzz::TakePart(rest));
  (void)assay::ingest::RetryAfter(header, "Wed, 21 Oct 2015 07:28:00 GMT", {});
  (void)assay::ingest::RetryAfter("Wed, 21 Oct 2015 07:28:00 GMT", header, {});
  (void)assay::ingest::FirstBytes(body, {});
  (void)assay::ingest::RestUrl(rest, "customers", {{"page", "1"}});
  (void)assay::ingest::RestUrl("https://shop.example/api", rest, {{header, std::string(rest)}});
  (void)assay::ingest::ShownUrl(std::string(rest));
  (void)assay::ingest::IsSameServer("https://shop.example/api", std::string(rest));
  return 0;
}
