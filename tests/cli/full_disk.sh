#!/usr/bin/env bash
# A disk without room: one message, exit code of the disk, and the run works once there is room.
. "$(dirname "$0")/../lib.sh"
disk=$work/disk
mkdir "$disk"
mount -t tmpfs -o size=200k tmpfs "$disk" 2>/dev/null || skip "a tmpfs cannot be mounted here"
trap 'cd /; umount "$disk"; rm -rf "$work"' EXIT
small_shop "$work/shop"
sed -i "s#^lake: .*#lake: $disk/lake#" "$project/assay.yaml"
{ head -1 "$project/data/sales.csv"; awk 'BEGIN { for (i = 1000; i < 60000; i++) printf "%d,2025-01-%02d,%d,%d,1,%d.25\n", i, i % 28 + 1, i % 10 + 1, i % 4 + 1, i % 97 + 1 }'; } >"$project/data/sales-2.csv"
expect_exit 8 "$assay" -C "$project" run
expect_contains "$(cat err)" "assay: Cannot"
mount -o remount,size=100m "$disk"
run_shop
expect_contains "$(cat run.log)" "Published release 1"
