#!/bin/sh
# Builds the fuzz targets and runs them from their seeds, as many at once as there are processors:
#
#     fuzz/run.sh [-runs=N | -max_total_time=SECONDS] [TARGET...]
#
# Without a limit each target does as many runs as take it a few seconds. What makes a reader fail is
# kept in target/fuzz/artifacts/; new inputs that reach more of the code, in target/fuzz/corpus/, from
# where the next run goes on if it is one by time. A run by number begins from the seeds alone, so that
# it is the same each time.
set -eu
cd "$(dirname "$0")/.."

limit=
case ${1:-} in
    -*) limit=$1 && shift ;;
esac
[ $# -gt 0 ] || set -- $(cd fuzz/seeds && ls)

RUSTC_WORKSPACE_WRAPPER="$PWD/fuzz/rustc-coverage.sh" \
    "${CARGO:-cargo}" build --release --locked --quiet -p jiedui-fuzz --bins
built=${CARGO_TARGET_DIR:-target}/release
kept=${CARGO_TARGET_DIR:-target}/fuzz
mkdir -p "$kept/artifacts"

# Runs that take a target a few seconds; those that write many files for each are slower.
runs() {
    case $1 in
        best_known | solver_log) echo 20000 ;;
        settings | scenario | table) echo 4000 ;;
        *) echo 2000 ;;
    esac
}

fuzz() {
    target=$1
    case $limit in
        -max_total_time=*) corpus=$kept/corpus/$target ;;
        *) corpus=$kept/fresh/$target && rm -rf "$corpus" ;;
    esac
    mkdir -p "$corpus"
    if "$built/$target" "$corpus" "fuzz/seeds/$target" -seed=1 "${limit:--runs=$(runs "$target")}" \
        -rss_limit_mb=512 -timeout=10 -max_len=65536 -dict=fuzz/tables.dict \
        -artifact_prefix="$kept/artifacts/$target-" >"$kept/$target.log" 2>&1; then
        grep '^Done' "$kept/$target.log" | sed "s/^Done/$target:/"
    else
        cat "$kept/$target.log"
        echo "$target failed; see $kept/artifacts/" >"$kept/failed"
    fi
}

rm -f "$kept/failed"
at_once=$(getconf _NPROCESSORS_ONLN)
under_way=0
for target in "$@"; do
    fuzz "$target" &
    under_way=$((under_way + 1))
    if [ "$under_way" -ge "$at_once" ]; then
        wait
        under_way=0
    fi
done
wait
if [ -e "$kept/failed" ]; then
    cat "$kept/failed" >&2
    exit 1
fi
