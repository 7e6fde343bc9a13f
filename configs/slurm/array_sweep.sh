#!/bin/bash
# A sweep shared among the jobs of an array, then its tables. From the repository, once ./riser has been built:
#   jobs=$(sbatch --parsable --array=0-15 configs/slurm/array_sweep.sh configs/minamitorishima_nodules.yaml)
#   sbatch --dependency=afterok:$jobs configs/slurm/gather.sh 16 configs/minamitorishima_nodules.yaml
# Words behind the case go to riser as they stand (--set ...; the same for the gather). A member must end within one job.
#SBATCH --job-name=riser-sweep
#SBATCH --cpus-per-task=8       # assumed: so many members side by side
#SBATCH --time=04:00:00         # assumed
#SBATCH --signal=B:USR2@120     # assumed: seconds before the limit; members under way then are run anew
#SBATCH --requeue
#SBATCH --open-mode=append
trap 'echo "near the time limit"; kill -USR2 $sweep' USR2  # the signal comes to this shell
${RISER:-./riser} sweep "$@" --array-index "$SLURM_ARRAY_TASK_ID" --array-size "$SLURM_ARRAY_TASK_COUNT" \
  --threads "$SLURM_CPUS_PER_TASK" --resume --quiet --no-report &
sweep=$!
wait $sweep; code=$?
while kill -0 $sweep 2>/dev/null; do wait $sweep; code=$?; done  # a wait that the signal cut
# 4: stopped, can go on. So many times, assumed: a member that is longer than a job would never end.
[ $code -eq 4 ] && [ "${SLURM_RESTART_COUNT:-0}" -lt 20 ] && scontrol requeue "$SLURM_JOB_ID"
exit $code
