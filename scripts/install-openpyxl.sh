#!/bin/sh
# Makes sure that Python with openpyxl is there, the second program that opens the workbooks in the
# tests: of the system, else in a virtual environment below target/, else with apt-get.
# Says nothing where nothing is missing.
set -eu

say() {
    printf '%s\n' "$*" >&2
}

# The folder that the test looks into, too.
venv=${CARGO_TARGET_DIR:-target}/python

for python in python3 "$venv/bin/python3"; do
    "$python" -c 'import openpyxl' >/dev/null 2>&1 && exit 0
done
if ! command -v python3 >/dev/null 2>&1 && ! command -v apt-get >/dev/null 2>&1; then
    say "Python 3 is missing, which the tests of workbooks need. Install python3 and run this again."
    exit 1
fi
say "Installing openpyxl into $venv"
if command -v python3 >/dev/null 2>&1 && python3 -m venv "$venv" >&2 && "$venv/bin/pip" install --quiet 'openpyxl>=3.1,<4' >&2; then
    exit 0
fi
rm -rf "$venv"
if command -v apt-get >/dev/null 2>&1; then
    root=''
    [ "$(id -u)" -eq 0 ] || root='sudo -n'
    # shellcheck disable=SC2086 # nothing, or sudo with its option
    if $root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -q --no-install-recommends python3-openpyxl >&2; then
        exit 0
    fi
fi
say "openpyxl could not be installed. Run: python3 -m pip install openpyxl"
exit 1
