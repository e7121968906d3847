#pragma once

#include "server/accounts.h"
#include "server/data_routes.h"
#include "server/gate.h"
#include "server/site.h"

namespace assay::server {

/// Every route but those of the web pages, as docs/reference/openapi.yaml describes them. Everything given must outlive
/// the site.
void AddApi(Site& site, const Gate& gate, Accounts& accounts, DataContext& data);

}  // namespace assay::server
