#!/usr/bin/env bash
# Shops without stores, products or customers, with one customer, with very long names: the server answers everything.
. "$(dirname "$0")/../lib.sh"
need_python yaml
ASSAY=$assay "$python" "$repo/tests/server/shops.py"
