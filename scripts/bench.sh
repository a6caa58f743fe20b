#!/bin/sh
# Plans the committed instances with each method and prints a table in Markdown.
# Usage: scripts/bench.sh [SECONDS], the limit of each solve (default 20).
# The program is target/release/jiedui unless JIEDUI says otherwise. Peak memory needs GNU time
# (Debian package `time`); without it there is a dash.
set -eu

limit=${1:-20}
cd "$(dirname "$0")/.."
program=${JIEDUI:-${CARGO_TARGET_DIR:-target}/release/jiedui}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# A number or word of summary.json at the top level.
field() {
    sed -n "s/^  \"$1\": \"\{0,1\}\([^\",]*\)\"\{0,1\},\{0,1\}\$/\1/p" "$scratch/plan/summary.json"
}

measured() {
    if [ -x /usr/bin/time ] && /usr/bin/time -f %M true >/dev/null 2>&1; then
        /usr/bin/time -o "$scratch/memory" -f %M "$@"
    else
        "$@"
    fi
}

row() {
    rm -rf "$scratch/plan"
    : >"$scratch/memory"
    code=0
    measured "$program" plan "$1" --out "$scratch/plan" --method "$2" --time-limit "$limit" \
        --quiet 2>"$scratch/errors" || code=$?
    name=$(basename "$1")
    memory=$(tail -n 1 "$scratch/memory" | awk '{ printf "%.0f MB", $1 / 1024 }')
    if [ "$code" -eq 0 ]; then
        awk -v name="$name" -v method="$2" -v status="$(field status)" -v cost="$(field objective)" \
            -v bound="$(field bound)" -v gap="$(field gap)" -v seconds="$(field seconds)" \
            -v memory="${memory:--}" 'BEGIN {
                bound = bound > 0 ? sprintf("%.3f", bound / 1000) : "none"
                gap = bound == "none" && cost > 0 ? "not known" : sprintf("%.2f %%", 100 * gap)
                printf "| %s | %s | %s | %.3f | %s | %s | %.1f | %s |\n", \
                    name, method, status, cost / 1000, bound, gap, seconds, memory
            }'
    elif [ "$code" -eq 3 ]; then
        printf '| %s | %s | no plan within %s s | | | | | %s |\n' "$name" "$2" "$limit" "${memory:--}"
    else
        printf '| %s | %s | exit code %s | | | | | %s |\n' "$name" "$2" "$code" "${memory:--}"
        cat "$scratch/errors" >&2
    fi
}

printf '| instance | method | status | objective (points) | bound | gap | seconds | peak memory |\n'
printf '|---|---|---|---|---|---|---|---|\n'
for instance in instances/*/; do
    for method in search exact auto; do
        row "${instance%/}" "$method"
    done
done
