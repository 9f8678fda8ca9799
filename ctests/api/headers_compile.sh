#!/bin/sh
# Compiles every header alone and all of them together, as C99, C11 and C++17 with every warning an error,
# with each compiler of this machine.
#
#     headers_compile.sh [include-directory]
set -u
here=$(cd "$(dirname "$0")" && pwd)
include=${1:-$here/../../include}
scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
warnings="-Wall -Wextra -Wpedantic -Wstrict-prototypes -Wundef -Wshadow -Werror"
cxx_warnings="-Wall -Wextra -Wpedantic -Wundef -Wshadow -Werror"
status=0
compiled=0

for header in "$include"/*.h; do
    name=$(basename "$header")
    echo "#include \"$name\"" >"$scratch/alone_$name.c"
    echo "#include \"$name\"" >>"$scratch/all.c"
    # twice, so that the include guards are seen to work
    echo "#include \"$name\"" >>"$scratch/all.c"
done
for source in "$scratch"/*.c; do
    # an empty translation unit is not ISO C
    echo "int headers_compile_used;" >>"$source"
    cp "$source" "${source%.c}.cpp"
done

compile() { # compiler standard language source flags…
    compiler=$1 standard=$2 language=$3 source=$4
    shift 4
    compiled=$((compiled + 1))
    if ! "$compiler" -std="$standard" -x "$language" "$@" -I "$include" -fsyntax-only "$source"; then
        echo "headers_compile: $(basename "$source") as $standard with $compiler: failed" >&2
        status=1
    fi
}

for compiler in gcc clang; do
    command -v $compiler >/dev/null || continue
    for source in "$scratch"/*.c; do
        # shellcheck disable=SC2086
        compile $compiler c99 c "$source" $warnings
        # shellcheck disable=SC2086
        compile $compiler c11 c "$source" $warnings
    done
done
for compiler in g++ clang++; do
    command -v $compiler >/dev/null || continue
    for source in "$scratch"/*.cpp; do
        # shellcheck disable=SC2086
        compile $compiler c++17 c++ "$source" $cxx_warnings
    done
done
if [ $compiled -eq 0 ]; then
    echo "headers_compile: no C compiler" >&2
    exit 2
fi
echo "headers_compile: $compiled compilations"
exit $status
