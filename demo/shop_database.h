#pragma once

#include <string>

#include "base/result.h"
#include "demo/shop_rows.h"

namespace assay::demo {

/// Writes products, stores and transactions into a new SQLite database at `path`, in one transaction; customers are not
/// in it. Decimals are text, because SQLite would keep them as binary floating point otherwise. No table has a primary
/// key: the till's mistakes must fit in. The bytes depend on the rows and the SQLite library only. kAlreadyExists when
/// `path` is there; kIo when SQLite fails, with its own words. A failed call leaves no file.
Status WriteShopDatabase(const ShopRows& rows, const std::string& path);

}  // namespace assay::demo
