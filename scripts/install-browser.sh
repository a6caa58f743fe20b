#!/bin/sh
# Makes sure that Chromium is there, in which the tests read the web page, and a font with Chinese
# characters. Says nothing where nothing is missing.
set -eu

say() {
    printf '%s\n' "$*" >&2
}

# The names under which the tests look for it.
have_browser() {
    [ -n "${CHROME:-}" ] && [ -x "$CHROME" ] && return 0
    for name in google-chrome-stable google-chrome-beta google-chrome-dev google-chrome-unstable \
        chromium chromium-browser microsoft-edge-stable chrome chrome-browser; do
        command -v "$name" >/dev/null 2>&1 && return 0
    done
    [ -d "/Applications/Google Chrome.app" ] || [ -d "/Applications/Chromium.app" ]
}

have_browser && exit 0
if ! command -v apt-get >/dev/null 2>&1; then
    say "Chromium or Chrome is missing, which the tests of the web page need. Install it, or set"
    say "CHROME to its path, then run this again."
    say "    Fedora: dnf install chromium      Arch: pacman -S chromium      macOS: brew install --cask chromium"
    exit 1
fi
root=''
if [ "$(id -u)" -ne 0 ]; then
    root='sudo -n'
    if ! sudo -n true >/dev/null 2>&1; then
        say "Chromium is missing, which the tests of the web page need. Run:"
        say "    sudo apt-get update && sudo apt-get install -y chromium fonts-wqy-microhei"
        exit 1
    fi
fi
say "Installing with apt-get: chromium fonts-wqy-microhei"
$root apt-get update -q >&2 || say "apt-get update failed; trying with the lists at hand"
$root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -q --no-install-recommends chromium fonts-wqy-microhei >&2 || {
    say "apt-get could not install it. Run:"
    say "    sudo apt-get update && sudo apt-get install -y chromium fonts-wqy-microhei"
    exit 1
}
if ! have_browser; then
    say "Chromium is still missing after the installation; set CHROME to the path of one."
    exit 1
fi
