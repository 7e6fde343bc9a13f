#!/usr/bin/env bash
# All that only a machine with a GPU can say, in under nine minutes, with nothing to install: from the repository (built) or from the packed
# folder (cmake --preset portable; ninja -C build/portable portable_pack).
#   benchmarks/gpu.sh [FOLDER]      results: FOLDER, else $OUT, else benchmarks/results/DATE_GPU
#   benchmarks/gpu.sh --cpu         the same without a GPU: what needs one is "not measured"
# Exit code: 0 all that could run passed, 1 something failed, 2 bad words or no program, 6 no device (nothing was run).
set -u
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export PYTHONPATH="$root/benchmarks${PYTHONPATH:+:$PYTHONPATH}" PYTHONDONTWRITEBYTECODE=1

# The first Python that has what the exact answers need; else any: the device is compared with the host without.
choose_python() {
  local python
  for python in "${RISER_PYTHON:-}" python3 /usr/bin/python3; do
    [ -n "$python" ] && "$python" -c 'import numpy, scipy' 2>/dev/null && echo "$python" && return
  done
  for python in "${RISER_PYTHON:-}" python3 /usr/bin/python3; do
    [ -n "$python" ] && "$python" -c 'import json' 2>/dev/null && echo "$python" && return
  done
}

python=$(choose_python)
[ -n "$python" ] || { echo "gpu.sh: no python3 was found" >&2; exit 2; }
exec "$python" -m gpu "$@"
