#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "demo/shop_rows.h"

namespace assay::demo {

/// The base URL that stands for the demo's customers API in a project: the command line starts a CustomersApi for it
/// and reads from that one's own URL instead.
inline constexpr std::string_view kCustomersUrl = "demo:customers";

/// The bearer token that the demo project sends.
inline constexpr std::string_view kCustomersToken = "demo-token-4f1c9a7e";

/// All rows of the demo shop, the same in every call: 27 buyers spend 177,660.00 from 2025-01-06 to 2025-10-30. Among
/// the transactions are, on purpose,
/// - 5 that stand there twice, equal in every column,
/// - 1 with a date that is none and 1 with a negative price, both part of no figure,
/// - 1 sale of a product that the shop does not list, which counts,
/// - 6 returns, each of something bought before.
ShopRows GenerateShop();

/// Makes `folder` (created when missing) a project that Assay can run: shop.db, README.txt, .env (readable by the owner
/// only) and assay.yaml. Each file appears complete or not at all, assay.yaml last.
/// - A folder that has both shop.db and assay.yaml is left as it is, whatever they hold.
/// - What an interrupted call left is completed.
/// - kAlreadyExists when one of the files is there with other content; nothing is overwritten.
/// - kInvalidInput when the folder's path cannot stand in a connection string (';', '{', '}', quotes, line breaks).
/// - kIo when a file cannot be written.
Status CreateDemoProject(const std::string& folder);

}  // namespace assay::demo
