#!/bin/bash
# The tables of a sweep whose parts the jobs of an array have run; see array_sweep.sh.  sbatch gather.sh JOBS CASE [WORDS]
#SBATCH --job-name=riser-gather
#SBATCH --time=00:30:00         # assumed
exec ${RISER:-./riser} sweep "${@:2}" --gather --array-size "$1"
