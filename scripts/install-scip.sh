#!/bin/sh
# Makes sure that Python with SCIP (pyscipopt) is there, the second solver that the tests compare
# ours with: of the system, else in a virtual environment below target/. Says nothing where nothing
# is missing. Where it cannot be had, that comparison is left out and all else is tested: no failure.
set -eu

say() {
    printf '%s\n' "$*" >&2
}

# The folder that the test looks into, too.
venv=${CARGO_TARGET_DIR:-target}/python

for python in python3 "$venv/bin/python3"; do
    "$python" -c 'import pyscipopt' >/dev/null 2>&1 && exit 0
done
say "Installing pyscipopt into $venv"
if command -v python3 >/dev/null 2>&1 &&
    { [ -x "$venv/bin/pip" ] || python3 -m venv "$venv" >&2; } &&
    "$venv/bin/pip" install --quiet 'pyscipopt>=5,<7' >&2; then
    exit 0
fi
say "pyscipopt could not be installed: the comparison with SCIP will not run."
