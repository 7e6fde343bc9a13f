#!/usr/bin/env bash
# Counts anew what an item of each case costs, by running the kernels with numbers that count, and writes counts.json.
#   benchmarks/perf/count.sh [BUILD FOLDER]           benchmarks/perf/count.sh --check [BUILD FOLDER]   is it still true within 10 %?
set -euo pipefail
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
check=""
[ "${1:-}" != --check ] || { check=--check; shift; }
build=${1:-$here/../../build/release}
[ -f "$build/build.ninja" ] || { echo "count.sh: $build is no build folder; configure one with cmake -B, or build with ./riser info" >&2; exit 2; }
cmake --build "$build" --target riser_count >&2
if [ -n "$check" ]; then exec "$build/riser_count" --check; fi
"$build/riser_count" >"$build/counts.new"
mv "$build/counts.new" "$here/counts.json"
