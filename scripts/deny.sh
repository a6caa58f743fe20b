#!/bin/sh
# Runs cargo-deny over deny.toml where it is installed. With --if-there, says nothing where it is not.
# Advisories need the database of RustSec from the network; where it cannot be had, that is said, and
# the rest counts.
set -eu

if ! cargo deny --version >/dev/null 2>&1; then
    [ "${1:-}" = --if-there ] && exit 0
    echo "cargo-deny is missing. Install it with: cargo install cargo-deny --locked" >&2
    exit 1
fi
cargo deny --locked check licenses bans sources
if cargo deny --locked fetch db >/dev/null 2>&1; then
    cargo deny --locked check --disable-fetch advisories
else
    echo "Advisories were not checked: their database cannot be had here." >&2
fi
