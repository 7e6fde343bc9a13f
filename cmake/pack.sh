#!/usr/bin/env bash
# Makes the folder that runs where nothing is installed, and checks it: pack.sh SOURCE DESTINATION UNITS PROGRAM...
# Fails when a program needs more than the C library (ldd), a newer one than the limit, or the folder is too large.
set -euo pipefail
source=$1 ship=$2 units=$3
shift 3
most_megabytes=60
newest_glibc=2.35  # Ubuntu 22.04's
may_need='linux-vdso|libc|libm|libdl|libpthread|librt|ld-linux-x86-64'
folders="configs io/report benchmarks/verify benchmarks/gpu benchmarks/peers benchmarks/data tests/device"
files="LICENSE benchmarks/gpu.sh"
linked_in="libhdf5-dev libaec-dev zlib1g-dev libyaml-cpp-dev libudunits2-dev libexpat1-dev libcli11-dev nlohmann-json3-dev libkissfft-dev"

fail() { echo "pack: $*" >&2; exit 1; }

carry() {
  rm -rf "$ship"
  mkdir -p "$ship/udunits" "$ship/licenses"
  cp "$units"/udunits2*.xml "$ship/udunits"
  local path
  for path in $folders $files; do
    [ -e "$source/$path" ] || continue
    mkdir -p "$ship/$(dirname "$path")"
    cp -r "$source/$path" "$ship/$path"
  done
  find "$ship" -name __pycache__ -prune -exec rm -rf {} +
  for path in $linked_in; do
    [ -f "/usr/share/doc/$path/copyright" ] && cp "/usr/share/doc/$path/copyright" "$ship/licenses/$path"
  done
  strip_all "$@"
}

strip_all() {
  local program
  for program in "$@"; do
    strip -o "$ship/$(basename "$program")" "$program"
  done
}

# Newest version of the C library whose symbols a program takes.
glibc_of() { objdump -T "$1" | grep -o 'GLIBC_[0-9.]*' | sed 's/GLIBC_//' | sort -uV | tail -n 1; }

look_at() {
  local program=$1 more newest
  more=$(ldd "$program" | awk '{print $1}' | sed 's:.*/::' | grep -vE "^($may_need)\.so" || true)
  [ -z "$more" ] || fail "$(basename "$program") needs $(echo $more)"
  newest=$(glibc_of "$program")
  [ "$(printf '%s\n' "$newest" "$newest_glibc" | sort -V | tail -n 1)" = "$newest_glibc" ] ||
    fail "$(basename "$program") needs glibc $newest, later than $newest_glibc"
  echo "pack: $(basename "$program"): $(($(stat -c %s "$program") / 1000)) kB, glibc $newest and later"
}

carry "$@"
for program in "$@"; do look_at "$ship/$(basename "$program")"; done
bytes=$(du -sb "$ship" | cut -f1)
[ "$bytes" -le $((most_megabytes * 1000000)) ] || fail "$((bytes / 1000)) kB, more than $most_megabytes MB"
echo "pack: $ship, $((bytes / 1000)) kB"
