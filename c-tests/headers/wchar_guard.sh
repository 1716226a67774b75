#!/bin/sh
# A program whose wchar_t differs from the library's does not link, and the
# linker's message names the library that it needs.
# Usage: wchar_guard.sh INCLUDE_FOLDER LIBRARY_FOLDER LIBRARY_NAME [COMPILER]
set -eu
include=$1 folder=$2 name=$3 compiler=${4:-cc}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat > "$work/main.c" <<'C'
#include <windows.h>
int main(void) {
    SetLastError(5);
    return GetLastError() != 5;
}
C
build() { "$compiler" "$@" -I "$include" "$work/main.c" -L "$folder" -l "$name" -o "$work/main" > "$work/log" 2>&1; }

for optimisation in -O0 -O2; do
    build $optimisation || { cat "$work/log"; echo "the matching program does not link"; exit 1; }
    LD_LIBRARY_PATH=$folder "$work/main"
    if build $optimisation -fshort-wchar; then
        echo "a program with a 2-byte wchar_t linked against the library with 4 bytes"
        exit 1
    fi
    grep -q portico_this_program_has_a_2_byte_wchar_t_and_needs_libhttpapi_u16 "$work/log" || { cat "$work/log"; exit 1; }
done
echo "the linker names the library that is needed"
