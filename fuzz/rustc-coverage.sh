#!/bin/sh
# The compiler of the workspace's crates when fuzz targets are built (RUSTC_WORKSPACE_WRAPPER): adds
# the counters that libFuzzer steers by, as `cargo fuzz --sanitizer none` does, and checks of
# overflow. Dependencies are compiled without them, hence not a second time; HiGHS takes minutes.
exec "$@" -Copt-level=1 -Cdebuginfo=0 -Coverflow-checks=on -Cdebug-assertions=on \
    -Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares
