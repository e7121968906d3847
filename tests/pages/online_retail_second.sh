#!/usr/bin/env bash
# Online Retail: 500 page states, the second half of a thousand; every cell of the cube is what SQL says.
# time limit: 900 s
. "$(dirname "$0")/../lib.sh"
. "$repo/tests/pages/states.bash"
need_data online-retail/by-day.tar.xz
tar -xJf "$shared/online-retail/by-day.tar.xz"
mkdir days
find by-day -name '*.csv' -exec cp -t days {} +
cp -r "$repo/tests/golden/online-retail" shop
export DATA=$work/days
"$assay" -C shop run --json >run.json
compare_states shop 500 2
