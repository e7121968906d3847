#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "ingest/rest/row_table.h"

namespace assay::ingest {

/// Where a page keeps what is needed; dotted paths such as "meta.pages".
struct PagePaths {
  std::string rows;   ///< the list of rows; empty = the body itself, or the only list in it
  std::string total;  ///< the number of pages; empty = not asked for
};

struct PageFacts {
  std::size_t rows = 0;
  std::string digest;  ///< of the list as sent, to notice the same page twice
  std::optional<std::int64_t> total_pages;
};

/// Adds the rows of one JSON body to `table`. Values become text: strings as they are, numbers by their digits as sent,
/// booleans as true and false, objects and lists as their JSON text as sent, null as null. A null in place of the list
/// is an empty page. kInvalidInput, without quoting the body, when it is no JSON, no list of objects is where `paths`
/// says, or two members of a row have one name. On an error the table holds a part of the page's rows. Any number of
/// pages; one thread.
Result<PageFacts> AddJsonPage(std::string_view body, const PagePaths& paths, RowTable& table);

}  // namespace assay::ingest
