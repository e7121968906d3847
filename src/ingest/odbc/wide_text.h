#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <sql.h>
#include <sqltypes.h>

namespace assay::ingest {

/// UTF-8 as UTF-16, ended by a zero. Names and statements travel as UTF-16, because the driver manager converts narrow
/// text by the process's locale, which may know no more than ASCII. Bytes that are no UTF-8 become U+FFFD.
std::vector<SQLWCHAR> ToWide(std::string_view utf8);

/// The first `units` of UTF-16 as UTF-8; lone surrogates become U+FFFD.
std::string FromWide(const SQLWCHAR* text, std::size_t units);

/// Whether `bytes` are valid UTF-8 (no overlong forms, no surrogates).
bool IsUtf8(std::string_view bytes);

}  // namespace assay::ingest
