#include "server/api.h"

#include "server/login_routes.h"

namespace assay::server {

void AddApi(Site& site, const Gate& gate, Accounts& accounts, DataContext& data) {
  AddWatchRoutes(site);
  AddLoginRoutes(site.router(), gate, accounts);
  AddKeptRoutes(site.router(), accounts);
  AddPageRoutes(site.router(), data);
  AddRowRoutes(site.router(), data);
  AddCustomerRoute(site.router(), data);
}

}  // namespace assay::server
