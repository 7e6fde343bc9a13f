#!/usr/bin/env bash
# Searches for input that breaks a reader: builds the targets with clang and runs each for so many seconds, one after the other.
#   tests/fuzz/run.sh [SECONDS_EACH] [TARGET...]      needs clang and libclang-rt-14-dev beside what ./riser installs
# What breaks is left in build/fuzz/broken, new ground in tests/fuzz/corpus/TARGET (small: what is larger stays in build/fuzz/found).
set -euo pipefail
root=$(dirname "$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")")
build=$root/build/fuzz here=$root/tests/fuzz
seconds=${1:-60}
shift || true
targets=${*:-case sets tables units walltime results checkpoint journal}
kept_files=60 kept_bytes=4000  # inputs that a target keeps in the repository, and the largest of them

# Every word that the readers know, from their source, and what is special to the format.
words_of() {
  { cat "$here/$1.dict" 2>/dev/null || true
    case $1 in
      case|sets|tables) grep -ohE '"[A-Za-z0-9_][A-Za-z0-9_/.%]*"' "$root"/io/config/*.cpp "$root"/io/tabulate/tabulate.hpp | sort -u ;;
      units|walltime) grep -ohE '"[A-Za-z0-9%][A-Za-z0-9/.]*"' "$root"/io/config/units.cpp | sort -u ;;
    esac; } > "$build/$1.dict"
}

# The gallery, the broken cases and the measured tables are inputs to start from.
seeds_of() {
  local folder=$build/seeds/$1 kind=0
  rm -rf "$folder" && mkdir -p "$folder"
  case $1 in
    case) cp "$root"/configs/*.yaml "$root"/configs/verify/*.yaml "$root"/tests/io/broken/*.yaml "$folder" ;;
    sets) grep -ohE -- "--set '?[^ ']+'?" "$root/README.md" | sed -E "s/--set '?([^']*)'?/\1/" > "$folder/readme" ;;
    tables)
      for file in "$root"/tests/io/broken/*.csv "$root"/benchmarks/data/*.csv; do
        for kind in 0 1 2 3 4; do { printf %s $kind; head -c 6000 "$file"; } > "$folder/$kind$(basename "$file")"; done
      done ;;
    units) printf '0 14 in' > "$folder/a"; printf '1350 t/day' > "$folder/b"; printf '427 degC' > "$folder/c" ;;
    checkpoint) cp "$here"/corpus/results/* "$folder" ;;
    walltime) printf '90 min' > "$folder/a"; printf '1-02:03:04' > "$folder/b"; printf '1:30:00' > "$folder/c" ;;
  esac
}

# What reads HDF5 is a process of its own, which may ask for any memory and does not get it, and is ended after 3 s of computing.
limit_of() { [[ $1 =~ ^(results|checkpoint)$ ]] && echo -malloc_limit_mb=0 -timeout=20 || echo -malloc_limit_mb=1024 -timeout=5; }
export ASAN_OPTIONS=${ASAN_OPTIONS:-allocator_may_return_null=1}

keep() {  # of the smallest inputs that together reach all that was reached: some of every size; those named seed_ and fixed_ stay
  local smaller=$build/smaller/$1
  rm -rf "$smaller" && mkdir -p "$smaller"
  "$build/tests/fuzz/fuzz_$1" -merge=1 -rss_limit_mb=2048 $(limit_of "$1") "$smaller" "$here/corpus/$1" "$build/found/$1" "$build/seeds/$1" >/dev/null 2>&1 || true
  find "$here/corpus/$1" -type f ! -name 'seed_*' ! -name 'fixed_*' -delete
  find "$smaller" -type f -size -"$kept_bytes"c -printf '%s %p\n' | sort -n | cut -d' ' -f2 |
    awk -v most="$kept_files" '{all[NR] = $0} END {step = NR > most ? NR / most : 1; for (at = 1; at <= NR; at += step) print all[int(at)]}' |
    while read -r file; do cp "$file" "$here/corpus/$1/"; done
}

(cd "$root" && cmake --preset fuzz >/dev/null && cmake --build --preset fuzz -j "${JOBS:-1}" >&2)
mkdir -p "$build/broken" "$build/scratch"
cd "$build/scratch"  # a case may name files; none lie here
failed=0
for target in $targets; do
  mkdir -p "$build/found/$target" "$here/corpus/$target"
  words_of "$target"
  seeds_of "$target"
  "$build/tests/fuzz/fuzz_$target" -max_total_time="$seconds" -rss_limit_mb=2048 $(limit_of "$target") -use_value_profile=1 \
    -dict="$build/$target.dict" -artifact_prefix="$build/broken/$target-" -print_final_stats=1 -reload=0 \
    "$build/found/$target" "$here/corpus/$target" "$build/seeds/$target" > "$build/$target.log" 2>&1 || failed=1
  echo "$target: $(grep -oE 'stat::number_of_executed_units: *[0-9]+' "$build/$target.log" | grep -oE '[0-9]+$' || echo 0) executions in $seconds s"
  [ "${KEEP:-1}" = 0 ] || keep "$target"
done
if [ "$failed" != 0 ]; then
  echo "what broke is in $build/broken:" >&2
  ls "$build/broken" >&2
  exit 1
fi
