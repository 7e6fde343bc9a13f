#!/usr/bin/env bash
# How far riser bench compare can be trusted on this machine: the same program against itself many times (no alarm wanted), then against a
# build whose step does about 5 % more work (to be found). The planted loss is a real one, made in a copy of the sources: properties of the
# liquid are updated a second time in IN_FIVE of five steps.
#   benchmarks/compare/trial.sh BUILD_FOLDER [SAME_RUNS 50] [PLANTED_RUNS 10] [IN_FIVE 2] > benchmarks/results/DATE_compare_trial.txt
set -euo pipefail
build=$(readlink -f "${1:?give a build folder that holds riser_bench}")
same=${2:-50} planted=${3:-10} in_five=${4:-2}
root=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../..
filter=${RISER_TRIAL_FILTER:-'crossover/risers:1/.*cpu$'}
words=(--filter "$filter" --threads 1 --min-time 0.03 --clock "${RISER_TRIAL_CLOCK:-auto}")
scratch=${RISER_TRIAL_FOLDER:-$(mktemp -d)}

plant() {
  [ ! -x "$scratch/build/riser_bench" ] || return 0
  git -C "$root" archive HEAD | tar x -C "$scratch"
  local step=$scratch/kernels/axial/step.hpp line='    update_bed(team, r);'
  sed -i "s|^$line\$|    if (r.clock->steps % 5 < $in_five) update_properties(team, r, reference_flow(r, r.clock->flow));\n$line|" "$step"
  grep -q "steps % 5 < $in_five" "$step" || { echo "trial.sh: the step has changed: no place to plant the loss" >&2; exit 2; }
  cmake -S "$scratch" -B "$scratch/build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DRISER_CUDA=OFF >/dev/null
  nice cmake --build "$scratch/build" --target riser_bench >/dev/null
}

# Prints a summary of `runs` comparisons of the program with `other`; the last argument is the exit code that is wanted.
repeat() {
  local runs=$1 other=$2 wanted=$3 right=0 code out
  for _ in $(seq "$runs"); do
    code=0
    out=$(PYTHONPATH=$root/benchmarks /usr/bin/python3 -m compare "$build" "$other" "${words[@]}") || code=$?
    [ "$code" -gt 1 ] && { echo "trial.sh: compare failed with exit code $code" >&2; exit "$code"; }
    [ "$code" -eq "$wanted" ] && right=$((right + 1))
    echo "$out" | sed "s/^/  /; 1d"
  done
  echo "$right of $runs as wanted (exit code $wanted)"
}

echo "date: $(date -Iseconds)   commit: $(git -C "$root" rev-parse --short HEAD)   load before: $(cut -d' ' -f1-3 /proc/loadavg)"
echo "machine: $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1), $(nproc) cores   words: ${words[*]}"
echo "the same program:"
repeat "$same" "$build" 0
plant
echo "the planted loss (properties once more in $in_five of 5 steps):"
repeat "$planted" "$scratch/build" 1
echo "date: $(date -Iseconds)   load after: $(cut -d' ' -f1-3 /proc/loadavg)"
[ -n "${RISER_TRIAL_FOLDER:-}" ] || rm -r "$scratch"
