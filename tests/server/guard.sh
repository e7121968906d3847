#!/usr/bin/env bash
# Login, cookies, CSRF, tokens, saved views, TLS, and the starts that are refused.
. "$(dirname "$0")/../lib.sh"
need_command openssl
demo_project
ASSAY=$assay python3 "$repo/tests/server/guard.py" "$project"
