#!/bin/sh
# Makes sure that what builds jiedui is there: Rust with rustfmt and clippy, a C++ compiler and
# CMake (HiGHS is C++), libclang (bindgen reads the header of HiGHS with it); and, for the tests,
# poppler (reads PDFs) and a Chinese font.
#
# What is missing is installed with apt-get where that is possible without asking anybody: as root,
# or with a sudo that wants no password. Otherwise the command to run is printed and the exit code
# is 1. Says nothing where nothing is missing.
set -eu

say() {
    printf '%s\n' "$*" >&2
}

have() {
    command -v "$1" >/dev/null 2>&1
}

# Whether the pattern matches an existing file. Called with the pattern unquoted.
any_file() {
    for file in "$@"; do
        [ -e "$file" ] && return 0
    done
    return 1
}

# bindgen loads libclang at run time (crate clang-sys), and looks in these places, too.
have_libclang() {
    if [ -n "${LIBCLANG_PATH:-}" ]; then
        case $LIBCLANG_PATH in
            *.so* | *.dylib) any_file "$LIBCLANG_PATH" && return 0 ;;
        esac
        any_file "$LIBCLANG_PATH"/libclang.so* "$LIBCLANG_PATH"/libclang-*.so* \
            "$LIBCLANG_PATH"/libclang.dylib && return 0
    fi
    if have llvm-config; then
        lib=$(llvm-config --libdir 2>/dev/null || true)
        [ -n "$lib" ] && any_file "$lib"/libclang.so* "$lib"/libclang-*.so* "$lib"/libclang.dylib &&
            return 0
    fi
    any_file /usr/lib/llvm-*/lib/libclang.so* /usr/lib/llvm-*/lib/libclang-*.so* \
        /usr/lib/*-linux-gnu/libclang.so* /usr/lib/*-linux-gnu/libclang-*.so* \
        /usr/lib/libclang.so* /usr/lib64/libclang.so* /usr/lib64/llvm*/lib*/libclang.so* \
        /usr/local/lib/libclang.so* /usr/local/opt/llvm/lib/libclang.dylib \
        /opt/homebrew/opt/llvm/lib/libclang.dylib \
        /Library/Developer/CommandLineTools/usr/lib/libclang.dylib \
        /Applications/Xcode.app/Contents/Developer/Toolchains/*/usr/lib/libclang.dylib
}

# Debian packs the library (libclang1) apart from the headers without which it parses nothing.
have_clang_headers() {
    have apt-get || return 0
    if have clang; then
        any_file "$(clang -print-resource-dir 2>/dev/null)"/include/stddef.h && return 0
    fi
    any_file /usr/lib/llvm-*/lib/clang/*/include/stddef.h /usr/lib/clang/*/include/stddef.h
}

# A compiler that is there but lacks its standard library does not help.
have_cxx() {
    for cxx in "${CXX:-}" c++ g++ clang++; do
        if [ -n "$cxx" ] && have "$cxx" &&
            printf '#include <vector>\n' | "$cxx" -x c++ -fsyntax-only - >/dev/null 2>&1; then
            return 0
        fi
    done
    return 1
}

# Debian packages that are missing.
missing() {
    have "${CMAKE:-cmake}" || printf ' cmake'
    { have_libclang && have_clang_headers; } || printf ' libclang-dev'
    have_cxx || printf ' g++'
    have make || printf ' make'
    [ "$build_only" = yes ] || test_packages
}

# The tests read the PDFs of contact cards (pdftotext, pdffonts), whose text is Chinese.
test_packages() {
    { have pdftotext && have pdffonts; } || printf ' poppler-utils'
    have_chinese_font || printf ' fonts-wqy-microhei'
}

have_chinese_font() {
    have fc-list && [ -n "$(fc-list :lang=zh-cn family 2>/dev/null)" ] && return 0
    any_file /usr/share/fonts/truetype/wqy/*.ttc /usr/share/fonts/opentype/noto/NotoSansCJK* \
        /System/Library/Fonts/PingFang.ttc
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo -n "$@"
    fi
}

may_be_root() {
    [ "$(id -u)" -eq 0 ] || { have sudo && sudo -n true >/dev/null 2>&1; }
}

check_rust() {
    if ! have cargo; then
        say "Rust is missing. Install it as https://rustup.rs says, then run this again."
        exit 1
    fi
    for component in fmt:rustfmt clippy:clippy; do
        if ! cargo "${component%%:*}" --version >/dev/null 2>&1; then
            say "The Rust component ${component##*:} is missing. Run:"
            say "    rustup component add ${component##*:}"
            say "or install the package ${component##*:} (rust-clippy on Debian) of your system."
            exit 1
        fi
    done
}

install() {
    packages=$1
    if ! have apt-get; then
        say "Needed to build and test, and missing (by their Debian names):$packages"
        say "Install with your system's package manager: CMake, libclang (LLVM), a C++ compiler."
        say "    Fedora: dnf install cmake clang-devel gcc-c++ poppler-utils wqy-microhei-fonts"
        say "    Arch:   pacman -S cmake clang gcc poppler wqy-microhei"
        say "    macOS:  xcode-select --install; brew install cmake llvm poppler"
        exit 1
    fi
    if ! may_be_root; then
        say "Needed to build and test, and missing:$packages. Run:"
        say "    sudo apt-get update && sudo apt-get install -y$packages"
        exit 1
    fi
    say "Installing with apt-get:$packages"
    as_root apt-get update -q >&2 || say "apt-get update failed; trying with the lists at hand"
    # shellcheck disable=SC2086 # one word a package
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -q --no-install-recommends $packages >&2 || {
        say "apt-get could not install them. Run:"
        say "    sudo apt-get update && sudo apt-get install -y$packages"
        exit 1
    }
}

# --build-only: for building, without rustfmt and clippy.
build_only=no
if [ "${1:-}" = "--build-only" ]; then
    build_only=yes
    have cargo || check_rust
else
    check_rust
fi
packages=$(missing)
if [ -n "$packages" ]; then
    install "$packages"
    packages=$(missing)
    if [ -n "$packages" ]; then
        say "Still missing after the installation:$packages"
        say "If libclang lies in an unusual folder, set LIBCLANG_PATH to that folder."
        exit 1
    fi
fi
