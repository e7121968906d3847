#pragma once

#include "server/accounts.h"
#include "server/gate.h"
#include "server/router.h"

namespace assay::server {

/// /api/session, /api/login, /api/logout. Logins are limited to 10 by user and 30 by address in five minutes, and two
/// at a time, since each takes memory. `gate` and `accounts` must outlive the router.
void AddLoginRoutes(Router& router, const Gate& gate, Accounts& accounts, const Clock& clock = SystemClock());

/// /api/tokens and /api/views.
void AddKeptRoutes(Router& router, Accounts& accounts);

}  // namespace assay::server
